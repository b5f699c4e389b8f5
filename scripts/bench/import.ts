// Importing: turns, paragraphs and furniture over the fixtures, the piece in pages of many layouts beside what
// libraries find there, and what a large source costs.

import { performance } from 'node:perf_hooks'
import { importSource } from '../../src/import/import.ts'
import { checkSize, readSource } from '../../src/import/source.ts'
import { fixtures, importFixture, scoreFixture } from '../../tests/import/fixtures.ts'
import { benchMainPart } from './import/main-part.ts'
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
  await benchMainPart()
  // What it costs to load the readers is no cost of the page.
  await cpuOf('', 'page.html', Buffer.from('<html><body><p>Short.</p></body></html>'))
  const large = [
    await cpuOf('page of 5 MB', 'page.html', largePage()),
    await cpuOf('text of 5 MB', 'page.txt', largeText()),
  ]
  printTable('Import: large sources', [...large, refusal()])
}

async function cpuOf(what: string, name: string, bytes: Buffer): Promise<Row> {
  const before = process.cpuUsage()
  const { reading } = await readSource({ name, bytes })
  importSource([{ name, reading }], { date: '2024-11-18' })
  const { user, system } = process.cpuUsage(before)
  const seconds = (user + system) / 1e6
  return { what, value: `${seconds.toFixed(2)} s of CPU`, asked: 'under 2 s', met: seconds < 2 }
}

const SENTENCE =
  'The tide came in and went out again, as it does, and nobody on the quay looked up. '

/** Paragraphs with a few links and a long list of other pages, as archives have them. */
function largePage(): Buffer {
  const parts = [
    '<!doctype html><html lang="en"><head><title>Tides | Quay Courier</title></head><body>',
    '<nav><a href="/">Home</a></nav><article><h1>Tides</h1>',
  ]
  let size = 0
  for (let at = 0; size < LARGE_BYTES; at++) {
    const text = `<p class="text">${SENTENCE.repeat(5)}<a href="/tide/${at}">Day ${at}</a> was <em>no</em> other.</p>\n`
    const other = `<div class="related"><a href="/other/${at}">Another day at the quay</a></div>\n`
    parts.push(text, other)
    size += text.length + other.length
  }
  return Buffer.from(`${parts.join('')}</article></body></html>`)
}

/** A transcript among the furniture of a page. */
function largeText(): Buffer {
  const turn = (at: number) =>
    `Ana Ruiz: What did you see on day ${at}?\nTomas Reyne: ${SENTENCE.repeat(10)}\n${'Share this article\nSubscribe to our weekly newsletter\n'.repeat(4)}`
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
