// The thread in which letters are made: so that neither loading MJML nor a slow letter ever holds up the page.
// The other side is press/client.ts.

import module from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer } from '../thread-client.ts'
import type { Pressed } from './versions.ts'

module.enableCompileCache?.()

export interface ThreadStart {
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export type ThreadRequest =
  | {
      readonly id: number
      readonly do: 'press'
      readonly slug: string
      readonly version: 'work' | 'HEAD'
    }
  | { readonly id: number; readonly do: 'catalogue' }

const { root, env } = workerData as ThreadStart
const port = parentPort
if (!port) throw new Error('press/thread.ts runs as a worker thread')

const { openVersions } = await import('./versions.ts')
const { openCatalogue } = await import('./catalogue.ts')
const { keptLetters } = await import('../kept-letters.ts')
const versions = openVersions(root, env)
const catalogue = openCatalogue(root)
const kept = keptLetters(root, env)

/** Who saves again soon waits for a letter, not for a file in a cache. */
const KEEP_AFTER_MS = 300
const toKeep = new Map<string, NodeJS.Timeout>()

function keepLater(slug: string, { made, problems, depends }: Pressed, since: number): void {
  clearTimeout(toKeep.get(slug))
  if (!made || problems.length > 0) return
  const { issue, rendered } = made
  const keep = () => kept.keep(slug, { issue, rendered, depends }, since)
  toKeep.set(slug, setTimeout(keep, KEEP_AFTER_MS))
}

async function press({ slug, version }: ThreadRequest & { do: 'press' }): Promise<Pressed> {
  const since = Date.now()
  const pressed = await versions.press(slug, version)
  if (version === 'work') keepLater(slug, pressed, since)
  return pressed
}

port.on('message', async (request: ThreadRequest) => {
  const { id } = request
  try {
    const result = request.do === 'press' ? await press(request) : await catalogue.read()
    port.postMessage({ id, result } satisfies ThreadAnswer)
  } catch (crash) {
    port.postMessage({ id, crash } satisfies ThreadAnswer)
  }
})
