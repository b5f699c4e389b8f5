// A dev server as its user starts it, and its page as its user sees it: from the start to the first words of the
// letter, from a save to the words that were written.

import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'

export interface DevServer {
  readonly name: string
  readonly cwd: string
  /** What node runs. */
  args(port: number): readonly string[]
  /** Of the page that shows the letter. */
  readonly path: string
  /** Words of the letter as it is. */
  readonly says: string
  /** The file that a save changes, and the text of it with other words in it. */
  readonly file: string
  write(before: string, words: string): string
}

const PATIENCE_MS = 60_000
/** Between two saves: nobody saves while the letter of the last one is still being looked at. */
const PAUSE_MS = 700

/** ms from the start of the process to the first words of the letter in a browser that is open already. */
export async function start(server: DevServer, browser: Browser): Promise<number> {
  const open = await opened(server, browser)
  await open.close()
  return open.startMs
}

/** ms from each save to the letter that holds it. */
export async function saves(server: DevServer, browser: Browser, count: number): Promise<number[]> {
  const open = await opened(server, browser)
  const before = readFileSync(server.file, 'utf8')
  const times: number[] = []
  try {
    await warmUp(open.page, server, before)
    for (let save = 1; save <= count; save++) {
      await setTimeout(PAUSE_MS)
      const words = `Written at save ${save}.`
      const text = server.write(before, words)
      const at = performance.now()
      writeFileSync(server.file, text)
      await seen(open.page, words)
      times.push(performance.now() - at)
    }
  } finally {
    writeFileSync(server.file, before)
    await open.close()
  }
  return times
}

/** A page may be seen before it listens for saves: saved again until it does. Twice, as what comes later is warm. */
async function warmUp(page: Page, server: DevServer, before: string): Promise<void> {
  for (let seenSaves = 0, tries = 1; seenSaves < 2; tries++) {
    const words = `Written to warm up, ${tries}.`
    writeFileSync(server.file, server.write(before, words))
    try {
      await seen(page, words, 8000)
      seenSaves++
    } catch (error) {
      if (tries > 6) throw error
    }
    await setTimeout(PAUSE_MS)
  }
}

async function opened(server: DevServer, browser: Browser) {
  const port = await freePort()
  const context = await browser.newContext()
  const page = await context.newPage()
  const at = performance.now()
  const child = spawn(process.execPath, [...server.args(port)], {
    cwd: server.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2000)
    })
  const close = async () => {
    await context.close()
    await end(child)
  }
  try {
    await listening(port, child)
    await shown(page, `http://localhost:${port}${server.path}`, server.says)
    return { page, startMs: performance.now() - at, close }
  } catch (error) {
    await close()
    throw new Error(`${server.name}: ${(error as Error).message}\n${said}`)
  }
}

/** A server that is not ready yet may answer with a page of its own: asked again. */
async function shown(page: Page, url: string, words: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    try {
      await page.goto(url, { waitUntil: 'commit' })
      await seen(page, words, 30_000)
      return
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error(`the words "${words}" never came`)
}

/** Looks into every frame, again and again, as quickly as the browser answers. */
async function seen(page: Page, words: string, patienceMs = PATIENCE_MS): Promise<void> {
  const until = performance.now() + patienceMs
  while (performance.now() < until) {
    for (const frame of page.frames()) {
      const found = await frame
        .evaluate(`document.body?.innerText.includes(${JSON.stringify(words)})`)
        .catch(() => false)
      if (found) return
    }
    await setTimeout(1)
  }
  throw new Error(`the words "${words}" did not come in ${patienceMs} ms`)
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, 'localhost', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await setTimeout(5)
  }
  throw new Error('it never listened')
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** With whatever it started itself. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return
  const ended = new Promise((resolve) => child.on('exit', resolve))
  process.kill(-child.pid, 'SIGTERM')
  await Promise.race([ended, setTimeout(5000)])
  if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL')
}
