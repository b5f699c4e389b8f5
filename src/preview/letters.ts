// The letters that pages look at: each made when first asked for, made again when a file changed that it was made
// from, and given to a reader through the same maker that a send uses. The last good one stays while the files
// cannot become a letter.

import { keyring, PREVIEW_KEYS } from '../audience/links.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Issue } from '../issue/issue.ts'
import { type MessageMaker, messageMaker } from '../message/maker.ts'
import type { Message } from '../message/message.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import type { Pressed, Version, Versions } from './press/versions.ts'
import type { FileChange } from './watch.ts'
import type { ShownProblem } from './wire.ts'

/** An issue that became a letter. */
export interface Good {
  readonly project: Project
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly maker: MessageMaker
  /** When: the date that its messages carry. */
  readonly at: Date
}

export interface Letter {
  /** The last good one; absent where there never was one. */
  readonly good?: Good
  /** Why the files as they are now are no letter; empty where they are. */
  readonly problems: readonly ShownProblem[]
  /** Counts how often it was made. */
  readonly revision: number
  /** What it was made from, relative to the project. */
  readonly files: readonly string[]
}

export interface Letters {
  letter(slug: string, version: Version): Promise<Letter>
  /** Makes the letters again that the changes touch and some page shows; the others when they are asked for. */
  changed(changes: readonly FileChange[]): void
  /**
   * A page shows the issue from now on: makes its letter again where files changed in the meantime.
   * @returns the revision as it is now.
   */
  attend(slug: string): number
  /** Makes a letter that was kept again: whoever shows it is told where it is another now. */
  confirm(): Promise<void>
}

export interface LettersInput {
  /** A letter that was kept, to show before any was made. */
  readonly kept?: { readonly slug: string; readonly pressed: Pressed }
  readonly versions: Versions
  readonly now: () => Date
  /** Some page shows the issue. */
  readonly watched: (slug: string) => boolean
  /** The letter, or what keeps it from being one, is another now. */
  readonly onLetter: (slug: string) => void
  /** Files that letters were made from. */
  readonly onFiles: (names: readonly string[]) => void
  /** Half-written files are no news: a problem is held back this long, in case the next save mends it. */
  readonly hold: () => Promise<void>
}

interface Sheet {
  good?: Good
  pressed?: Pressed
  /** Files changed since it was made. */
  stale: boolean
  revision: number
  making?: Promise<void>
}

export function openLetters(input: LettersInput): Letters {
  const { versions, now, watched, onLetter, onFiles, hold, kept } = input
  const sheets = new Map<string, Sheet>()

  function take(sheet: Sheet, pressed: Pressed): void {
    sheet.pressed = pressed
    sheet.revision++
    if (pressed.made) {
      const { project, issue, rendered } = pressed.made
      const keys = project.secrets.secret ? keyring([project.secrets.secret]) : PREVIEW_KEYS
      const maker = messageMaker({ project, rendered, keys })
      sheet.good = { project, issue, rendered, maker, at: now() }
    }
    onFiles(pressed.depends.files)
  }

  async function make(sheet: Sheet, slug: string, version: Version): Promise<void> {
    // A change that comes while a letter is being made makes it stale again.
    while (sheet.stale) {
      sheet.stale = false
      const pressed = await versions.press(slug, version).catch((error: unknown) => {
        sheet.stale = true
        throw error
      })
      take(sheet, pressed)
    }
  }

  function fresh(sheet: Sheet, slug: string, version: Version): Promise<void> {
    if (!sheet.stale) return sheet.making ?? Promise.resolve()
    sheet.making ??= make(sheet, slug, version).finally(() => {
      delete sheet.making
    })
    return sheet.making
  }

  async function makeAgain(sheet: Sheet, slug: string): Promise<void> {
    const before = sheet.pressed
    // A page that asks is told of what went wrong.
    await fresh(sheet, slug, 'work').catch(() => {})
    const broken = (sheet.pressed?.problems.length ?? 0) > 0
    if (broken && before?.problems.length === 0) {
      await hold()
      if (sheet.making || sheet.stale) return
    }
    onLetter(slug)
  }

  return {
    async letter(slug, version) {
      const key = `${version} ${slug}`
      let sheet = sheets.get(key)
      if (!sheet) {
        sheet = { stale: true, revision: 0 }
        sheets.set(key, sheet)
        if (kept && key === `work ${kept.slug}`) {
          sheet.stale = false
          take(sheet, kept.pressed)
        }
      }
      // A commit may have been made since: what has not changed costs next to nothing.
      if (version === 'HEAD') sheet.stale = true
      await fresh(sheet, slug, version)
      const { good, pressed, revision } = sheet
      return {
        ...(good ? { good } : {}),
        problems: pressed?.problems ?? [],
        revision,
        files: pressed?.depends.files ?? [],
      }
    },
    attend(slug) {
      const sheet = sheets.get(`work ${slug}`)
      if (sheet?.pressed && sheet.stale && !sheet.making) void makeAgain(sheet, slug)
      return sheet?.revision ?? 0
    },
    async confirm() {
      if (!kept) return
      const sheet = sheets.get(`work ${kept.slug}`)
      // What was made since is newer.
      const isKept = () => sheet?.pressed === kept.pressed && !sheet.stale
      if (!sheet || !isKept()) return
      const pressed = await versions.press(kept.slug, 'work')
      if (!isKept()) return
      const { made, problems } = pressed
      if (problems.length === 0 && made?.rendered.digest === sheet.good?.rendered.digest) return
      take(sheet, pressed)
      onLetter(kept.slug)
    },
    changed(changes) {
      for (const [key, sheet] of sheets) {
        const [version, slug] = splitKey(key)
        if (version === 'HEAD' || !sheet.pressed || !touches(changes, sheet.pressed)) continue
        sheet.stale = true
        if (watched(slug)) void makeAgain(sheet, slug)
      }
    },
  }
}

function splitKey(key: string): [Version, string] {
  const space = key.indexOf(' ')
  return [key.slice(0, space) as Version, key.slice(space + 1)]
}

/** What could not be read may stand anywhere: any change is worth a look then. */
function touches(changes: readonly FileChange[], { depends, problems }: Pressed): boolean {
  if (problems.length > 0) return true
  return changes.some(
    ({ name, kind }) =>
      depends.files.includes(name) ||
      (kind === 'list' && depends.lists.some((folder) => name.startsWith(`${folder}/`))),
  )
}

/** @throws PressrunError `message` where this reader's message cannot be made. */
export function messageOf(good: Good, subscriber: Subscriber): Promise<Message> {
  return good.maker.make(subscriber, good.at)
}

/** A copy for looking at, with `[Test]` in its subject. */
export function testMessageOf(good: Good, subscriber: Subscriber, at: Date): Promise<Message> {
  const { project, rendered } = good
  const keys = project.secrets.secret ? keyring([project.secrets.secret]) : PREVIEW_KEYS
  return messageMaker({ project, rendered, keys, test: true }).make(subscriber, at)
}

export function problemsOf(error: unknown): readonly ShownProblem[] {
  if (error instanceof PressrunError) return error.problems
  throw error
}
