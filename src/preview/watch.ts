// Changes of the project's files, in batches, by name. Only where content is kept, and what letters were made
// from besides: a project may stand at the top of a large repository.

import { statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { watch } from 'chokidar'

export interface FileChange {
  /** Relative to the project, with `/`. */
  readonly name: string
  /** `list`: it appeared or went, so its folder's list of files changed too. */
  readonly kind: 'content' | 'list'
}

export interface Watch {
  /** Resolved once every file is watched, or none any more. */
  readonly ready: Promise<void>
  /** Files to watch besides, by name; those that are watched already cost nothing. */
  also(names: readonly string[]): void
  close(): Promise<void>
}

/** Programs write a file in several steps: so long is waited for the next one. */
const SETTLE_MS = 8
/**
 * A change right after another may not be told of. So a file that was just written is looked at again, twice,
 * and a difference counts as a change.
 */
const LOOK_AGAIN_MS = [60, 250]

const FOLDERS = ['issues', 'templates', 'subscribers']
const FILES = ['newsletter.yaml', '.env']

export function watchProject(
  root: string,
  onChange: (changes: readonly FileChange[]) => void,
  onError: (error: unknown) => void,
): Watch {
  const timers = new Set<NodeJS.Timeout>()
  const later = (ms: number, run: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, ms)
    timers.add(timer)
  }

  const batch = new Map<string, FileChange>()
  const tell = () => {
    const changes = [...batch.values()]
    batch.clear()
    for (const { name } of changes) lookAgain(name)
    onChange(changes)
  }
  const add = (name: string, kind: FileChange['kind']) => {
    if (batch.size === 0) later(SETTLE_MS, tell)
    if (batch.get(name)?.kind !== 'list') batch.set(name, { name, kind })
  }
  const lookAgain = (name: string) => {
    const before = stampOf(join(root, name))
    let told = false
    for (const ms of LOOK_AGAIN_MS) {
      later(ms, () => {
        if (told || stampOf(join(root, name)) === before) return
        told = true
        add(name, 'content')
      })
    }
  }

  const nameOf = (path: string) => relative(root, path).split(sep).join('/')
  const ignored = (path: string) => {
    const name = nameOf(path)
    return name !== '.env' && /(^|\/)(\.|node_modules\/)/.test(`${name}/`)
  }
  const known = new Set([...FOLDERS, ...FILES])
  const watcher = watch(
    [...known].map((name) => join(root, name)),
    { ignored, ignoreInitial: true },
  )
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>()
  watcher.once('ready', isReady)
  watcher.on('change', (path) => add(nameOf(path), 'content'))
  for (const event of ['add', 'unlink', 'unlinkDir'] as const) {
    watcher.on(event, (path) => add(nameOf(path), 'list'))
  }
  watcher.on('error', onError)
  return {
    ready,
    also(names) {
      const more = names.filter(
        (name) => !known.has(name) && !FOLDERS.includes(name.split('/')[0] as string),
      )
      for (const name of more) known.add(name)
      if (more.length > 0) watcher.add(more.map((name) => join(root, name)))
    },
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await watcher.close()
      isReady()
    },
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : ''
}
