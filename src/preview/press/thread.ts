// The thread in which letters are made: so that neither loading MJML nor a slow letter ever holds up the page.
// The other side is press/client.ts.

import module from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer } from '../thread-client.ts'

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
const versions = openVersions(root, env)
const catalogue = openCatalogue(root)

port.on('message', async (request: ThreadRequest) => {
  const { id } = request
  try {
    const result =
      request.do === 'press'
        ? await versions.press(request.slug, request.version)
        : await catalogue.read()
    port.postMessage({ id, result } satisfies ThreadAnswer)
  } catch (crash) {
    port.postMessage({ id, crash } satisfies ThreadAnswer)
  }
})
