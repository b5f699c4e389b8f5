// Which library finds the piece in a page: Readability and Defuddle, each alone and on the same DOM, and all that
// Pressrun does with a page, over pages whose truth is known.

import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import {
  type Kept,
  linesOf,
  overall,
  type PageScore,
  readByPressrun,
  scorePage,
  type TruePage,
  truePages,
} from '../../../tests/import/pages.ts'
import { median } from '../table.ts'
import { type Defuddle, installedDefuddle } from './defuddle.ts'

const ROUNDS = 9
const SHOWS_LINES = process.env.BENCH_LINES !== undefined

interface Reader {
  readonly name: string
  read(page: TruePage): Promise<Kept>
}

interface Measured {
  readonly name: string
  readonly scores: readonly PageScore[]
  /** A page, on average; the median of the rounds. */
  readonly cpuMs: number
}

const NOTHING: Kept = { head: '', body: '' }
const addressOf = ({ name }: TruePage) => `https://quay.example/news/${name}`

const readability: Reader = {
  name: 'Readability',
  async read({ html }) {
    const { document } = parseHTML(html)
    const found = new Readability(document as never).parse()
    return found ? { head: found.title ?? '', body: linesOf(found.content ?? '') } : NOTHING
  },
}

const defuddle = (run: Defuddle): Reader => ({
  name: 'Defuddle',
  async read(page) {
    const { document } = parseHTML(page.html)
    // What it expects of a browser and linkedom has not: the same two lines as in its own reader of HTML.
    const view = document as unknown as {
      styleSheets?: unknown
      defaultView?: { getComputedStyle?: unknown }
    }
    view.styleSheets ??= []
    if (view.defaultView) view.defaultView.getComputedStyle ??= () => ({ display: '' })
    const { title, content } = await run(document, addressOf(page))
    return { head: title, body: linesOf(content) }
  },
})

export async function benchMainPart(): Promise<void> {
  const pages = truePages()
  const peer = await installedDefuddle()
  const readers = [
    readability,
    ...(typeof peer === 'string' ? [] : [defuddle(peer)]),
    { name: 'Pressrun', read: readByPressrun },
  ]
  const measured: Measured[] = []
  for (const reader of readers) measured.push(await measure(reader, pages))
  print(pages, measured)
  if (typeof peer === 'string') console.log(`  Defuddle is left out: ${peer}`)
}

async function measure({ name, read }: Reader, pages: readonly TruePage[]): Promise<Measured> {
  const scores: PageScore[] = []
  for (const page of pages) scores.push(scorePage(page, await read(page)))
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    for (const page of pages) await read(page)
    const { user, system } = process.cpuUsage(before)
    rounds.push((user + system) / 1_000 / pages.length)
  }
  return { name, scores, cpuMs: median(rounds) }
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`
const figures = ({ recall, precision }: { recall: number; precision: number }) =>
  `${percent(recall)} / ${percent(precision)}`

function print(pages: readonly TruePage[], measured: readonly Measured[]): void {
  const width = Math.max(...pages.map(({ name }) => name.length))
  const row = (name: string, cells: readonly string[]) =>
    console.log(`  ${name.padEnd(width)}  ${cells.map((cell) => cell.padStart(15)).join('')}`)
  console.log(`\nImport: the piece in ${pages.length} pages, lines kept / of what was kept its own`)
  row(
    '',
    measured.map(({ name }) => name),
  )
  for (const [at, { name }] of pages.entries())
    row(
      name,
      measured.map(({ scores }) => figures(scores[at] as PageScore)),
    )
  row(
    'all lines',
    measured.map(({ scores }) => figures(overall(scores))),
  )
  row(
    'CPU a page',
    measured.map(({ cpuMs }) => `${cpuMs.toFixed(1)} ms`),
  )
  if (SHOWS_LINES) printLines(pages, measured)
}

function printLines(pages: readonly TruePage[], measured: readonly Measured[]): void {
  for (const { name, scores } of measured)
    for (const [at, { missing, extra }] of scores.entries()) {
      for (const line of missing) console.log(`${name}, ${pages[at]?.name}: missing: ${line}`)
      for (const line of extra) console.log(`${name}, ${pages[at]?.name}: left in: ${line}`)
    }
}
