// Importing: turns, paragraphs and furniture over the fixtures, and what a large source costs.

import { performance } from 'node:perf_hooks'
import { importSource } from '../../src/import/import.ts'
import { checkSize, readSource } from '../../src/import/source.ts'
import { fixtures, importFixture, scoreFixture } from '../../tests/import/fixtures.ts'
import { printTable, type Row } from './table.ts'

const LARGE_BYTES = 5_000_000

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const atLeast = (what: string, value: number, least: number, shown = value.toFixed(3)): Row => ({
  what,
  value: shown,
  asked: `at least ${least <= 1 && shown.endsWith('%') ? percent(least) : least}`,
  met: value >= least,
})

export async function bench(): Promise<void> {
  const all = fixtures()
  const scores = all.map((fixture) => scoreFixture(fixture, importFixture(fixture)))
  const sum = (key: 'both' | 'found' | 'expected') =>
    scores.reduce((total, { furniture }) => total + furniture[key], 0)
  const share = (test: (score: (typeof scores)[number]) => boolean) =>
    scores.filter(test).length / scores.length
  const turns = share(({ turnsRight }) => turnsRight)
  const paragraphs = share(({ paragraphsRight }) => paragraphsRight)
  printTable(`Import: ${all.length} fixtures, ${sum('expected')} lines of furniture in them`, [
    atLeast('every turn right, with speaker and role', turns, 0.95, percent(turns)),
    atLeast('every paragraph of the article right', paragraphs, 0.95, percent(paragraphs)),
    atLeast('furniture: precision in lines', sum('both') / sum('found'), 0.97),
    atLeast('furniture: recall in lines', sum('both') / sum('expected'), 0.97),
  ])
  printTable('Import: large sources', [cpuOf('text of 5 MB', largeText()), refusal()])
}

function cpuOf(what: string, bytes: Buffer): Row {
  const before = process.cpuUsage()
  importSource([{ name: what, reading: readSource({ name: `${what}.txt`, bytes }) }], {
    date: '2024-11-18',
  })
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  return { what, value: `${seconds.toFixed(2)} s of CPU`, asked: 'under 2 s', met: seconds < 2 }
}

function largeText(): Buffer {
  const turn = (at: number) =>
    `Ana Ruiz: What did you see on day ${at}?\nTomas Reyne: ${'The tide came in and went out again, as it does. '.repeat(20)}\n`
  let text = 'Interview with Tomas Reyne\n'
  for (let at = 1; text.length < LARGE_BYTES; at++) text += turn(at)
  return Buffer.from(text)
}

function refusal(): Row {
  const start = performance.now()
  try {
    checkSize('large.html', 100_000_000)
  } catch {
    const ms = performance.now() - start
    return { what: '100 MB refused', value: `${ms.toFixed(1)} ms`, asked: 'at once', met: ms < 50 }
  }
  return { what: '100 MB refused', value: 'taken', asked: 'at once', met: false }
}
