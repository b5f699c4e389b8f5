// This side of the thread in which letters are made.

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { CatalogueEntry } from './catalogue.ts'
import type { ThreadAnswer, ThreadRequest, ThreadStart } from './thread.ts'
import type { Pressed, Versions } from './versions.ts'

export interface PressThread extends Versions {
  catalogue(): Promise<readonly CatalogueEntry[]>
  close(): Promise<void>
}

type Ask = ThreadRequest extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id'>
    : never
  : never

/** Starts at once; what is asked waits until the thread is ready. */
export function startPress(start: ThreadStart): PressThread {
  // The file has another ending where the package was compiled.
  const file = new URL(`./thread${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(file, { workerData: start })
  const waiting = new Map<number, { resolve(result: never): void; reject(reason: unknown): void }>()
  let last = 0
  let dead: unknown

  const end = (reason: unknown) => {
    dead ??= reason
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }
  worker.on('message', (answer: ThreadAnswer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('crash' in answer) asked?.reject(answer.crash)
    else asked?.resolve(answer.result as never)
  })
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the thread that makes letters has ended')))

  function ask<Result>(request: Ask): Promise<Result> {
    if (dead) return Promise.reject(dead)
    const id = ++last
    return new Promise<Result>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      worker.postMessage({ ...request, id })
    })
  }

  return {
    press: (slug, version) => ask<Pressed>({ do: 'press', slug, version }),
    catalogue: () => ask({ do: 'catalogue' }),
    async close() {
      await worker.terminate()
    },
  }
}
