// The studio: from its start and from a save to the letter in a real browser, beside other dev servers. And the checks
// against a build. Each wait ends, and so does the whole: what could not be measured is told of with its reason.

import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { checkRows } from './preview/check-rows.ts'
import { type DevServer, open, saves, start } from './preview/dev-server.ts'
import { installedPeers } from './preview/peers.ts'
import { median, printTable, type Row } from './table.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAIN = join(ROOT, 'dist/cli/main.js')
const SAMPLE = 'lima-summit'
const ISSUES = 500
const STARTS = 7
/** Others take up to ten times as long. */
const PEER_STARTS = 3
const SAVES = 15
const ASKED = { start: 1500, save: 150 }
/** For all starts of the studio, and for those of each of the others: on a busy machine there are fewer. */
const STARTS_MS = 75_000

export async function bench(): Promise<void> {
  const npm = spawnSync('npm', ['run', 'compile'], { cwd: ROOT, encoding: 'utf8' })
  if (npm.status !== 0) throw new Error(npm.stderr)
  const root = mkdtempSync(join(tmpdir(), 'pressrun-bench-'))
  for (const name of ['newsletter.yaml', 'templates', 'issues', 'subscribers'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  try {
    printTable('Checking all sample issues against building them (medians)', checkRows(MAIN, root))
    const own = await ownTimes(root, browser)
    const peers: Measured[] = []
    for (const peer of installedPeers())
      peers.push(
        'missing' in peer
          ? { ...peer, starts: [], saves: [] }
          : await peerTimes(peer.server, browser),
      )
    printTable('From the start to the first letter on the page (medians)', startRows(own, peers))
    printTable(
      `From a save of article.md to the new letter on the page (medians of ${SAVES})`,
      saveRows(own, peers),
    )
  } finally {
    await Promise.race([browser.close(), setTimeout(5000, undefined, { ref: false })])
    rmSync(root, { recursive: true, force: true })
  }
}

interface Own {
  readonly first: readonly number[]
  readonly cold: readonly number[]
  readonly kept: readonly number[]
  readonly saves: readonly number[]
  readonly savesOfMany: readonly number[]
}

interface Measured {
  readonly name: string
  readonly starts: readonly number[]
  readonly saves: readonly number[]
  /** Why something could not be measured. */
  readonly missing?: string
}

async function ownTimes(root: string, browser: Browser): Promise<Own> {
  const studio = studioOf(root)
  const own = { first: [] as number[], cold: [] as number[], kept: [] as number[] }
  const until = performance.now() + STARTS_MS
  for (let run = -1; run < STARTS; run++) {
    if (run >= PEER_STARTS && performance.now() > until) break
    const counts = run >= 0
    forgetLetters(root)
    const cold = await start(studio, browser)
    if (counts) own.cold.push(cold)
    await keepLetter(root, studio, browser)
    const kept = await start(studio, browser)
    if (counts) own.kept.push(kept)
    if (!counts || run >= PEER_STARTS) continue
    forgetLetters(root)
    own.first.push(await startUncompiled(studio, browser))
  }
  const few = await openAndSave(studio, browser)
  addIssues(root, ISSUES)
  const many = await openAndSave(studio, browser)
  return { ...own, saves: few, savesOfMany: many }
}

async function openAndSave(server: DevServer, browser: Browser): Promise<readonly number[]> {
  const opened = await open(server, browser)
  try {
    return await saves(opened, SAVES)
  } finally {
    await opened.close()
  }
}

/** What it was installed with, and nothing that Node made of it at an earlier start. */
async function startUncompiled(studio: DevServer, browser: Browser): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-bench-code-'))
  try {
    return await start({ ...studio, env: { NODE_COMPILE_CACHE: folder } }, browser)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const keptLetter = (root: string) => join(root, `.pressrun/cache/letters/${SAMPLE}.letter`)
const forgetLetters = (root: string) => rmSync(keptLetter(root), { force: true })

/** A studio that was looked at keeps the letter, a moment after it was shown. */
async function keepLetter(root: string, studio: DevServer, browser: Browser): Promise<void> {
  const opened = await open(studio, browser)
  const until = performance.now() + 10_000
  while (!existsSync(keptLetter(root)) && performance.now() < until) await setTimeout(50)
  await opened.close()
  if (!existsSync(keptLetter(root))) throw new Error('the studio kept no letter')
}

/** A peer that cannot be started here, or shows no save, is told of, and the others go on. */
async function peerTimes(server: DevServer, browser: Browser): Promise<Measured> {
  const until = performance.now() + STARTS_MS
  const starts: number[] = []
  let times: readonly number[] = []
  let missing: string | undefined
  try {
    await start(server, browser)
    for (let run = 1; run < PEER_STARTS && performance.now() < until; run++)
      starts.push(await start(server, browser))
    const opened = await open(server, browser)
    starts.push(opened.startMs)
    try {
      times = await saves(opened, SAVES)
    } finally {
      await opened.close()
    }
  } catch (error) {
    missing = (error as Error).message.split('\n')[0] || 'for no reason that it says'
  }
  return { name: server.name, starts, saves: times, ...(missing === undefined ? {} : { missing }) }
}

const ms = (times: readonly number[]) => `${median(times).toFixed(0)} ms`
const row = (what: string, times: readonly number[]): Row => ({ what, value: ms(times) })
const asked = (what: string, times: readonly number[], most: number): Row => ({
  ...row(what, times),
  asked: `at most ${most} ms`,
  met: median(times) <= most,
})

function startRows(own: Own, peers: readonly Measured[]): Row[] {
  return [
    asked('pressrun preview, no letter kept', own.cold, ASKED.start),
    asked('pressrun preview, letters kept from last time', own.kept, ASKED.start),
    row('pressrun preview, the very first start', own.first),
    ...peers.map((peer) => peerRow(peer, peer.starts, own.cold)),
  ]
}

function saveRows(own: Own, peers: readonly Measured[]): Row[] {
  return [
    asked('pressrun preview', own.saves, ASKED.save),
    asked(`pressrun preview, ${ISSUES} issues in the project`, own.savesOfMany, ASKED.save),
    ...peers.map((peer) => peerRow(peer, peer.saves, own.saves)),
  ]
}

function peerRow(peer: Measured, times: readonly number[], own: readonly number[]): Row {
  const { name, missing = 'no reason is known' } = peer
  if (times.length === 0) return { what: `${name}, not measured`, value: missing }
  return { ...row(name, times), asked: 'slower', met: median(times) > median(own) }
}

function studioOf(root: string): DevServer {
  return {
    name: 'pressrun preview',
    cwd: root,
    args: (port) => [
      ...[MAIN, 'preview', SAMPLE, '--no-open'],
      ...['--port', String(port), '--smtp-port', '0'],
    ],
    path: `/issues/${SAMPLE}/letter`,
    // Of the article: the title stands in the list of issues as well.
    says: 'partnership an office of its own',
    file: join(root, 'issues', SAMPLE, 'article.md'),
    write: (before, words) => before.replace('\n## ', `\n${words}\n\n## `),
  }
}

function addIssues(root: string, count: number): void {
  const issues = join(root, 'issues')
  const yaml = readFileSync(join(issues, `${SAMPLE}.yaml`), 'utf8')
  for (let number = 0; number < count; number++) {
    const slug = `issue-${number}`
    cpSync(join(issues, SAMPLE), join(issues, slug), { recursive: true })
    const own = yaml.replaceAll(`${SAMPLE}/`, `${slug}/`).replace(/^date: .*$/m, 'date: 2024-01-01')
    writeFileSync(join(issues, `${slug}.yaml`), own)
  }
}
