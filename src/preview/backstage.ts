// What nobody waits for when the studio opens, and so begins once the first letter stands: the inbox that catches,
// the watch over the files, the titles of all issues, what git knows. And what follows from a changed file.

import { statSync } from 'node:fs'
import type { CurrentProject } from './current-project.ts'
import type { Events } from './events.ts'
import { type Inbox, openInbox } from './inbox.ts'
import type { Letters } from './letters.ts'
import type { PressThread } from './press/client.ts'
import { hasCommit } from './press/git-files.ts'
import type { CatalogueEntry } from './press/issue-names.ts'
import type { Readers } from './readers.ts'
import { type FileChange, type Watch, watchProject } from './watch.ts'

export interface BackstageInput {
  readonly project: CurrentProject
  readonly press: PressThread
  readonly letters: Letters
  readonly readers: Readers
  readonly events: Events
  /** As far as they are known before any was read. */
  readonly issues: readonly CatalogueEntry[]
  /** The first port that the inbox tries; 0 for any. */
  readonly smtpPort: number
  readonly now: () => Date
  readonly onTrouble: (sentence: string) => void
}

export interface Backstage {
  readonly inbox: Inbox | undefined
  /** What was seen at a glance until the files were read. */
  readonly catalogue: readonly CatalogueEntry[]
  /** The project has a commit to compare with. */
  readonly git: boolean
  /** Files that letters were made from, wherever in the project they stand. */
  alsoWatch(names: readonly string[]): void
  /**
   * Resolved when the inbox is open and a saved file will be noticed. What takes the machine for a moment follows: the
   * titles of all issues, and the first letter made again where it was a kept one.
   */
  begin(): Promise<void>
  close(): Promise<void>
}

export function openBackstage(input: BackstageInput): Backstage {
  const { project, press, letters, readers, events, issues, smtpPort, now, onTrouble } = input
  const { root } = project.files
  const opened = now().getTime()
  const trouble = (error: unknown) => {
    // Whatever was under way when the studio closed.
    if (!closed) onTrouble((error as Error).message)
  }
  const state: { -readonly [Key in 'inbox' | 'catalogue' | 'git']: Backstage[Key] } = {
    inbox: undefined,
    catalogue: issues,
    git: false,
  }
  const used = new Set<string>()
  let watch: Watch | undefined
  let closed = false

  /** How often the list was asked for: an answer that a later one overtook says nothing new. */
  let asked = 0
  async function readCatalogue(): Promise<void> {
    const turn = ++asked
    const catalogue = await press.catalogue()
    if (turn !== asked) return
    state.catalogue = catalogue
    events.tell('issues')
  }

  function onChange(changes: readonly FileChange[]): void {
    const names = changes.map(({ name }) => name)
    if (names.includes('newsletter.yaml') || names.includes('.env')) {
      project.reload()
      events.tell('studio')
    }
    letters.changed(changes)
    if (names.some((name) => /^issues\/[^/]+\.ya?ml$/.test(name))) readCatalogue().catch(trouble)
    if (names.some((name) => readers.reads(name))) {
      readers.forget()
      events.tell('readers')
    }
  }

  /** What was saved between the first letter and now went unnoticed. */
  function catchUp(): void {
    const changed = [...used].filter((name) => modifiedMs(project.files.path(name)) >= opened)
    if (changed.length > 0) onChange(changed.map((name) => ({ name, kind: 'content' })))
  }

  return {
    get inbox() {
      return state.inbox
    },
    get catalogue() {
      return state.catalogue
    },
    get git() {
      return state.git
    },
    alsoWatch(names) {
      for (const name of names) used.add(name)
      watch?.also(names)
    },
    async begin() {
      if (closed) return
      watch = watchProject(root, onChange, trouble)
      watch.also([...used])
      await Promise.all([
        openInbox({ port: smtpPort, now, onCaught: () => events.tell('inbox') })
          .then((inbox) => {
            if (closed) return inbox.close()
            state.inbox = inbox
            return undefined
          })
          .catch(trouble),
        hasCommit(root).then((git) => {
          state.git = git
        }),
        watch.ready,
      ])
      if (closed) return
      catchUp()
      events.tell('studio')
      // Read here and not before: an issue that came or went until now told nobody.
      readCatalogue().catch(trouble)
      letters.confirm().catch(trouble)
    },
    async close() {
      closed = true
      await Promise.all([watch?.close(), state.inbox?.close()])
    },
  }
}

const modifiedMs = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
