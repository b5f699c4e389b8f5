// How fast a list comes into the store, and how much memory that takes: rows with random addresses, by
// `pressrun list import` in a process of its own, against `sqlite3 .import` of the same file into a bare table with
// a unique index on the address. `BENCH_ROWS=100000 npm run bench -- list` takes fewer rows.

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, createWriteStream, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { median, printTable, type Row, ratio } from './table.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
/** On the disk that the repository is on: a folder in memory would make durability free. */
const FOLDER = join(REPOSITORY, 'build/bench/list')
const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000)
const ROUNDS = 3
const FILE = join(FOLDER, 'readers.csv')

async function writeRows(): Promise<void> {
  const file = createWriteStream(FILE)
  file.write('email,name,lang,tags,city\n')
  for (let row = 0; row < ROWS; row++) {
    // No order that an index could make use of.
    const local = createHash('sha1').update(String(row)).digest('hex').slice(0, 10)
    const line = `${local}.${row}@example.com,Reader ${row},en,member;founder,"Port, ${row % 1000}"\n`
    if (!file.write(line)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

interface Run {
  readonly ms: number
  readonly peakBytes: number
}

async function timed(program: string, args: readonly string[], input = ''): Promise<Run> {
  const start = performance.now()
  const child = spawn(program, args, { cwd: FOLDER, stdio: ['pipe', 'ignore', 'ignore'] })
  child.stdin.end(input)
  let peak = 0
  const look = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid as number))
  }, 100)
  const [code] = (await once(child, 'exit')) as [number | null]
  clearInterval(look)
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  return { ms: performance.now() - start, peakBytes: peak }
}

/** Where the system says it. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

const PEER = `create table readers (email text, name text, lang text, tags text, city text);
create unique index readers_email on readers (email);
.import --csv --skip 1 readers.csv readers
`

export async function bench(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  try {
    cpSync(join(REPOSITORY, 'newsletter.yaml'), join(FOLDER, 'newsletter.yaml'))
    await writeRows()
    execFileSync(join(REPOSITORY, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], {
      cwd: REPOSITORY,
    })
    const main = join(REPOSITORY, 'dist/cli/main.js')
    const hasPeer = spawnSync('sqlite3', ['--version']).status === 0
    const theirs: Run[] = []
    const mine: Run[] = []
    for (let round = 0; round < ROUNDS; round++) {
      for (const old of ['peer.db', '.pressrun']) rmSync(join(FOLDER, old), OLD)
      if (hasPeer) theirs.push(await timed('sqlite3', ['peer.db'], PEER))
      mine.push(await timed(process.execPath, [main, 'list', 'import', 'readers.csv']))
    }
    const again = await timed(process.execPath, [main, 'list', 'import', 'readers.csv'])
    const peer = hasPeer ? middle(theirs) : undefined
    const ours = middle(mine)
    const times: Row[] = [
      ...(peer ? [time('sqlite3 .import: bare table, unique index', peer)] : []),
      time('pressrun list import, into a new store', ours),
      time('the same file again: nothing changes', again),
      ...(peer ? [ratio(ours.ms / peer.ms, 3, 'import, beside sqlite3')] : []),
      ...(ours.peakBytes > 0 ? [memory(Math.max(ours.peakBytes, again.peakBytes))] : []),
    ]
    printTable(`import of ${ROWS.toLocaleString('en-US')} rows, medians of ${ROUNDS}`, times)
    if (!peer) console.log('  sqlite3 is not there, so there is nothing to compare with.')
  } finally {
    rmSync(FOLDER, { recursive: true, force: true })
  }
}

const OLD = { recursive: true, force: true }

/** The median time, and the most memory that any took. */
const middle = (runs: readonly Run[]): Run => ({
  ms: median(runs.map(({ ms }) => ms)),
  peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
})

const time = (what: string, { ms }: Run): Row => ({
  what,
  value: `${(ms / 1000).toFixed(1)} s`,
})

const MOST_MB = 300

const memory = (bytes: number): Row => ({
  what: 'import, peak memory',
  value: `${Math.round(bytes / 1e6)} MB`,
  asked: `at most ${MOST_MB} MB`,
  met: bytes <= MOST_MB * 1e6,
})
