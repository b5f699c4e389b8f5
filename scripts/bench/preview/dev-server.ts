// A dev server as its user starts it, and its page as its user sees it: from the start to the first words of the
// letter, from a save to the words that were written. Every wait ends: what does not come in time is an error.

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'

export interface DevServer {
  readonly name: string
  readonly cwd: string
  /** What node runs. */
  args(port: number): readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Of the page that shows the letter. */
  readonly path: string
  /** Words of the letter as it is. */
  readonly says: string
  /** The file that a save changes, and the text of it with other words in it. */
  readonly file: string
  write(before: string, words: string): string
}

export interface OpenServer {
  readonly server: DevServer
  readonly page: Page
  /** From the start of the process to the first words of the letter in a browser that is open already. */
  readonly startMs: number
  close(): Promise<void>
}

const LISTEN_MS = 30_000
const SHOW_MS = 30_000
const SAVE_MS = 8000
/** A page that navigates may leave a question unanswered for ever. */
const ANSWER_MS = 2000
/** Between two saves: nobody saves while the letter of the last one is still being looked at. */
const PAUSE_MS = 800
const LOOK_AGAIN_MS = 2
const WARM_UP_TRIES = 5

export async function open(server: DevServer, browser: Browser): Promise<OpenServer> {
  const port = await freePort()
  const context = await browser.newContext()
  const page = await context.newPage()
  const at = performance.now()
  const child = spawn(process.execPath, [...server.args(port)], {
    cwd: server.cwd,
    env: { ...process.env, ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2000)
    })
  const close = () => end(child, context)
  try {
    await listening(port, child)
    await shown(page, `http://localhost:${port}${server.path}`, server.says)
    return { server, page, startMs: performance.now() - at, close }
  } catch (error) {
    await close()
    throw new Error(`${(error as Error).message}\n${said}`)
  }
}

export async function start(server: DevServer, browser: Browser): Promise<number> {
  const { startMs, close } = await open(server, browser)
  await close()
  return startMs
}

/** ms from each save to the letter that holds it. */
export async function saves({ server, page }: OpenServer, count: number): Promise<number[]> {
  const before = readFileSync(server.file, 'utf8')
  const times: number[] = []
  try {
    await warmUp(page, server, before)
    for (let save = 1; save <= count; save++) {
      await setTimeout(PAUSE_MS)
      const words = `Written at save ${save}.`
      const text = server.write(before, words)
      const at = performance.now()
      writeFileSync(server.file, text)
      await seen(page, words, SAVE_MS)
      times.push(performance.now() - at)
    }
  } finally {
    writeFileSync(server.file, before)
  }
  return times
}

/** A page may be seen before it listens for saves: saved again until it does. Twice, as what comes later is warm. */
async function warmUp(page: Page, server: DevServer, before: string): Promise<void> {
  for (let seenSaves = 0, tries = 1; seenSaves < 2; tries++) {
    await setTimeout(PAUSE_MS)
    const words = `Written to warm up, ${tries}.`
    writeFileSync(server.file, server.write(before, words))
    try {
      await seen(page, words, SAVE_MS)
      seenSaves++
    } catch (error) {
      if (tries === WARM_UP_TRIES) throw error
    }
  }
}

/** A server that is not ready yet may answer with a page of its own: asked again. */
async function shown(page: Page, url: string, words: string): Promise<void> {
  const until = performance.now() + SHOW_MS
  while (performance.now() < until) {
    try {
      await page.goto(url, { waitUntil: 'commit', timeout: until - performance.now() })
      await seen(page, words, until - performance.now())
      return
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error(`the letter did not come in ${SHOW_MS / 1000} s`)
}

/** Looks into every frame, again and again, as quickly as the browser answers. */
async function seen(page: Page, words: string, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs
  const look = `document.body?.innerText.includes(${JSON.stringify(words)})`
  while (performance.now() < until) {
    for (const frame of page.frames()) {
      const answer = frame.evaluate(look).catch(() => false)
      if (await Promise.race([answer, setTimeout(ANSWER_MS, false, { ref: false })])) return
    }
    await setTimeout(LOOK_AGAIN_MS)
  }
  throw new Error(`a save was not shown in ${Math.round(patienceMs / 1000)} s`)
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + LISTEN_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (await accepts(port)) return
    await setTimeout(3)
  }
  throw new Error(`it did not listen within ${LISTEN_MS / 1000} s`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

const ENDING_MS = 3000

/** With whatever it started itself. */
async function end(child: ChildProcess, context: BrowserContext): Promise<void> {
  await Promise.race([
    context.close().catch(() => {}),
    setTimeout(ENDING_MS, undefined, { ref: false }),
  ])
  const { pid } = child
  if (pid === undefined) return
  const hasEnded = child.exitCode !== null || child.signalCode !== null
  const ended = hasEnded ? undefined : new Promise((resolve) => child.on('exit', resolve))
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name)
    } catch {
      // It was quicker.
    }
  }
  signal('SIGTERM')
  await Promise.race([ended, setTimeout(ENDING_MS, undefined, { ref: false })])
  signal('SIGKILL')
}
