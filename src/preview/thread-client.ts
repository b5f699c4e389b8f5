// This side of a thread that answers one request after the other, each by its id.

import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

export type ThreadAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly crash: unknown }

export interface Thread<Request> {
  /** Loads what the thread needs; otherwise that begins with the first question. */
  start(): void
  ask<Result>(request: Request): Promise<Result>
  close(): Promise<void>
}

/**
 * What is asked waits until the thread is ready.
 * @param name the thread's file beside the caller's, without its ending: it has another where the package was compiled.
 * @param caller its `import.meta.url`.
 * @param last says how the thread is called where it has ended.
 */
export function openThread<Request extends object>(
  name: string,
  caller: string,
  workerData: unknown,
  last: string,
): Thread<Request> {
  const waiting = new Map<number, { resolve(result: never): void; reject(reason: unknown): void }>()
  let worker: Worker | undefined
  let asked = 0
  let dead: unknown

  const end = (reason: unknown) => {
    dead ??= reason
    for (const { reject } of waiting.values()) reject(reason)
    waiting.clear()
  }

  function started(): Worker {
    if (worker) return worker
    worker = new Worker(new URL(`${name}${extname(caller)}`, caller), { workerData })
    worker.on('message', (answer: ThreadAnswer) => {
      const one = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('crash' in answer) one?.reject(answer.crash)
      else one?.resolve(answer.result as never)
    })
    worker.on('error', end)
    worker.on('exit', () => end(new Error(`the thread that ${last} has ended`)))
    return worker
  }

  return {
    start: () => void started(),
    async ask<Result>(request: Request): Promise<Result> {
      if (dead) throw dead
      const id = ++asked
      const to = started()
      return await new Promise<Result>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        to.postMessage({ ...request, id })
      })
    },
    async close() {
      dead ??= new Error(`the thread that ${last} has ended`)
      await worker?.terminate()
    },
  }
}
