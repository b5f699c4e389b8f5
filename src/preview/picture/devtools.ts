// A browser without a window, spoken to over a pipe in the DevTools protocol: no port is opened, and no package
// is needed. One page, then it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

export interface Tab {
  /** @throws Error with the browser's own words. */
  send<Result>(method: string, parameters?: object): Promise<Result>
}

const ARGUMENTS = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-sync',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
]
const PATIENCE_MS = 30_000

/** Opens the browser with an empty tab, gives it to `use`, and ends it whatever happens. */
export async function withTab<Result>(
  browser: string,
  use: (tab: Tab) => Promise<Result>,
): Promise<Result> {
  const profile = await mkdtemp(join(tmpdir(), 'pressrun-browser-'))
  // As root, as in containers, Chromium's own sandbox cannot be set up. The page it opens is the studio's.
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(browser, [...ARGUMENTS, ...root, `--user-data-dir=${profile}`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  try {
    const connection = connect(child)
    const { targetId } = await connection<{ targetId: string }>('Target.createTarget', {
      url: 'about:blank',
    })
    const { sessionId } = await connection<{ sessionId: string }>('Target.attachToTarget', {
      targetId,
      flatten: true,
    })
    return await use({
      send: (method, parameters = {}) => connection(method, parameters, sessionId),
    })
  } finally {
    child.kill('SIGKILL')
    await ended
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Reply {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

type Send = <Result>(method: string, parameters: object, sessionId?: string) => Promise<Result>

function connect(child: ChildProcess): Send {
  const [, , , input, output] = child.stdio as unknown as [null, null, null, Writable, Readable]
  const waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>()
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  child.once('error', fail)
  child.once('close', () => fail(new Error('the browser ended')))
  input.on('error', fail)

  let rest = Buffer.alloc(0)
  output.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      const { id, result, error } = JSON.parse(rest.subarray(0, end).toString()) as Reply
      rest = rest.subarray(end + 1)
      const asked = id === undefined ? undefined : waiting.get(id)
      if (id === undefined || !asked) continue
      waiting.delete(id)
      if (error) asked.reject(new Error(error.message))
      else asked.resolve(result as never)
    }
  })

  let last = 0
  return (method, parameters, sessionId) => {
    const id = ++last
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the browser does not answer (${method})`)),
        PATIENCE_MS,
      )
      const settle =
        <Value>(then: (value: Value) => void) =>
        (value: Value) => {
          clearTimeout(late)
          then(value)
        }
      waiting.set(id, { resolve: settle(resolve as never), reject: settle(reject) })
      input.write(
        `${JSON.stringify({ id, method, params: parameters, ...(sessionId ? { sessionId } : {}) })}\0`,
      )
    })
  }
}
