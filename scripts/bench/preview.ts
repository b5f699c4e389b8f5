// The studio: from its start and from a save to the letter in a real browser, beside other dev servers. And the checks
// against a build.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'
import { type DevServer, saves, start } from './preview/dev-server.ts'
import { type Installed, installedPeers } from './preview/peers.ts'
import { median, printTable, type Row, ratio } from './table.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAIN = join(ROOT, 'dist/cli/main.js')
const SAMPLE = 'lima-summit'
const ISSUES = 500
const STARTS = 5
const SAVES = 15
const CHECKS = 7

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
    printTable('Checking all sample issues against building them (medians)', checkRows(root))
    const studio = studioOf(root)
    const peers = await ableToStart(installedPeers(), browser)
    printTable('From the start to the first letter on the page (medians)', [
      ...(await startRows(studio, peers, browser)),
    ])
    printTable(`From a save to the new letter on the page (medians of ${SAVES})`, [
      ...(await saveRows(root, studio, peers, browser)),
    ])
  } finally {
    await browser.close()
    rmSync(root, { recursive: true, force: true })
  }
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
    says: 'Forty-one minutes in Lima',
    file: join(root, 'issues', SAMPLE, 'article.md'),
    write: (before, words) => before.replace('\n## ', `\n${words}\n\n## `),
  }
}

/** A peer that cannot be started here is told of, and the others go on. */
async function ableToStart(peers: Peers, browser: Browser): Promise<Peers> {
  return Promise.all(
    peers.map(async (peer): Promise<Installed> => {
      if (!('server' in peer)) return peer
      try {
        await start(peer.server, browser)
        return peer
      } catch (error) {
        return { name: peer.name, missing: (error as Error).message.split('\n')[0] ?? '' }
      }
    }),
  )
}

type Peers = readonly Installed[]

const ms = (times: readonly number[]) => `${median(times).toFixed(0)} ms`

async function startRows(studio: DevServer, peers: Peers, browser: Browser): Promise<Row[]> {
  const servers = [studio, ...peers.flatMap((peer) => ('server' in peer ? [peer.server] : []))]
  const times = new Map<string, number[]>(servers.map(({ name }) => [name, []]))
  for (let run = -1; run < STARTS; run++) {
    for (const server of servers) {
      const time = await start(server, browser)
      if (run >= 0) times.get(server.name)?.push(time)
    }
  }
  const own = times.get(studio.name) ?? []
  return [
    { ...row(studio.name, own), asked: 'at most 1500 ms', met: median(own) <= 1500 },
    ...peers.map((peer) => peerRow(peer, times.get(peer.name) ?? [], own)),
  ]
}

async function saveRows(
  root: string,
  studio: DevServer,
  peers: Peers,
  browser: Browser,
): Promise<Row[]> {
  const own = await saves(studio, browser, SAVES)
  const rows: Row[] = []
  for (const peer of peers) {
    const times = 'server' in peer ? await saves(peer.server, browser, SAVES) : []
    rows.push(peerRow(peer, times, own))
  }
  addIssues(root, ISSUES)
  const many = await saves(studio, browser, SAVES)
  const asked = (what: string, times: readonly number[]): Row => ({
    ...row(what, times),
    asked: 'at most 150 ms',
    met: median(times) <= 150,
  })
  return [
    asked(studio.name, own),
    asked(`${studio.name}, ${ISSUES} issues in the project`, many),
    ...rows,
  ]
}

const row = (what: string, times: readonly number[]): Row => ({ what, value: ms(times) })

function peerRow(peer: Installed, times: readonly number[], own: readonly number[]): Row {
  if ('missing' in peer) return { what: `${peer.name}, not measured`, value: peer.missing }
  return { ...row(peer.name, times), asked: 'slower', met: median(times) > median(own) }
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

/** All issues, images and dictionaries at hand: what a writer does again and again. */
function checkRows(root: string): Row[] {
  const commands = { build: ['build', '--force'], check: ['check'] }
  const wall = { build: [] as number[], check: [] as number[] }
  const cpu = { build: [] as number[], check: [] as number[] }
  const spy = join(import.meta.dirname, 'preview/cpu-at-exit.ts')
  for (let run = -1; run < CHECKS; run++) {
    for (const name of ['build', 'check'] as const) {
      const at = performance.now()
      const { status, stderr, output } = spawnSync(
        process.execPath,
        ['--import', spy, MAIN, ...commands[name], '--project', root],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
      )
      if (status !== 0) throw new Error(stderr)
      if (run < 0) continue
      wall[name].push(performance.now() - at)
      cpu[name].push(Number(output[3]))
    }
  }
  const pairwise = (times: typeof wall) =>
    median(times.check.map((time, run) => time / (times.build[run] as number)))
  return [
    row('pressrun build, CPU', cpu.build),
    row('pressrun check, CPU', cpu.check),
    ratio(pairwise(cpu), 1.5, '  against build'),
    row('pressrun build, wall time', wall.build),
    row('pressrun check, wall time', wall.check),
    ratio(pairwise(wall), 1.5, '  against build'),
  ]
}
