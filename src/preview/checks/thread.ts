// The thread in which letters are checked: beside the one that makes them, so that a saved file's letter never waits
// for a check. The other side is checks/client.ts.

import module from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ThreadAnswer } from '../thread-client.ts'
import type { ChecksRequest, ChecksStart } from './client.ts'

module.enableCompileCache?.()

const { root } = workerData as ChecksStart
const port = parentPort
if (!port) throw new Error('checks/thread.ts runs as a worker thread')

const { openChecker } = await import('./checker.ts')
const check = openChecker(root)

port.on('message', async ({ id, slug, pressed, now }: ChecksRequest & { readonly id: number }) => {
  try {
    const result = await check(slug, pressed, now)
    port.postMessage({ id, result } satisfies ThreadAnswer)
  } catch (crash) {
    port.postMessage({ id, crash } satisfies ThreadAnswer)
  }
})
