// Pages whose truth is known, and how much of it a reading of them kept. Before each line of a page stands what its
// text is: `+` belongs to the piece, `-` is furniture; nothing where it is neither: markup, a byline, a day.

import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { imageKey, wantedImages } from '../../src/import/images.ts'
import { composeIssue, type ImportOptions, readSources } from '../../src/import/import.ts'
import { readSource } from '../../src/import/source.ts'

export interface TruePage {
  readonly name: string
  readonly about: string
  readonly html: string
  readonly piece: readonly string[]
  readonly furniture: readonly string[]
}

/** What a reading took. */
export interface Kept {
  /** A block a line. */
  readonly body: string
  /** Title and the like, which may stand in fields of their own. */
  readonly head: string
}

export interface Imported extends Kept {
  /** `import.md` */
  readonly report: string
}

export interface PageScore {
  readonly missing: readonly string[]
  /** Furniture that was taken for the piece. */
  readonly extra: readonly string[]
  readonly piece: number
  /** Kept lines of the piece, of its lines. */
  readonly recall: number
  /** Kept lines of the piece, of all that were kept. */
  readonly precision: number
}

const BLOCK =
  /<\/?(?:p|div|h\d|li|ul|ol|dl|dt|dd|br|table|t[drh]|article|section|figcaption|button|label|header|nav|time)\b[^>]*>/gi
const FOLDER = join(import.meta.dirname, 'pages')

export const truePages = (): TruePage[] =>
  readdirSync(FOLDER)
    .sort()
    .map((name) => readPage(basename(name, '.page'), readFileSync(join(FOLDER, name), 'utf8')))

function readPage(name: string, text: string): TruePage {
  const [about = '', ...rows] = text.trimEnd().split('\n')
  const said = (mark: string) =>
    rows.filter((row) => row.startsWith(mark)).map((row) => oneLine(name, row.slice(2)))
  return {
    name,
    about: about.slice(2),
    html: rows.map((row) => row.slice(2)).join('\n'),
    piece: said('+'),
    furniture: said('-'),
  }
}

function oneLine(page: string, html: string): string {
  const lines = linesOf(html)
    .split('\n')
    .filter((line) => line.trim() !== '')
  if (lines.length !== 1)
    throw new Error(`${page}.page has a row of ${lines.length} lines: ${html}`)
  return (lines[0] as string).trim()
}

/** HTML to a block a line. */
export const linesOf = (html: string): string =>
  html
    .replace(/\s+/g, ' ')
    .replace(BLOCK, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')

const OPTIONS: ImportOptions = { date: '2024-11-18' }

/** All that `pressrun import` does with a page whose pictures can be had. */
export async function readByPressrun({ name, html }: TruePage): Promise<Imported> {
  const source = `${name}.html`
  const { reading } = await readSource({ name: source, bytes: Buffer.from(html) })
  const read = readSources([{ name: source, reading }], OPTIONS)
  const pictures = wantedImages(read.pieces).map(
    (image) =>
      [imageKey(image.source, image.src), { kind: 'got' as const, extension: 'jpg' }] as const,
  )
  const { files, report } = composeIssue(read, OPTIONS, new Map(pictures))
  const parts = files
    .filter((file) => !file.name.endsWith('/import.md'))
    .map(({ name: path, text }) => {
      const [all = '', front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? []
      return path.endsWith('.md') ? { front, body: text.slice(all.length) } : { front, body: text }
    })
  return {
    report,
    head: parts.map(({ front }) => front).join('\n'),
    body: parts.map(({ body }) => body.replace(/\]\([^)\s]*\)/g, ']')).join('\n'),
  }
}

export function scorePage({ piece, furniture }: TruePage, { head, body }: Kept): PageScore {
  const inBody = finder(body)
  const inAll = finder(`${head}\n${body}`)
  const missing = piece.filter((line) => !inAll(line))
  const extra = furniture.filter(inBody)
  const found = piece.length - missing.length
  return {
    missing,
    extra,
    piece: piece.length,
    recall: found / piece.length,
    precision: found / Math.max(1, found + extra.length),
  }
}

const words = (text: string) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
const LONG = 24
/** A label that may stand before what was said. */
const LABEL_WORDS = 4

/** A long line may stand anywhere; a short one is a line of its own, or it would be found in any other. */
function finder(text: string): (line: string) => boolean {
  const all = ` ${words(text).join(' ')} `
  const lines = text.split('\n').map(words)
  return (line) => {
    const wanted = words(line)
    const joined = wanted.join(' ')
    if (joined.length >= LONG) return all.includes(` ${joined} `)
    return lines.some(
      (own) =>
        own.length <= wanted.length + LABEL_WORDS && own.slice(-wanted.length).join(' ') === joined,
    )
  }
}

/** Lines of the page that neither the issue nor the report has whole. */
export function lost({ piece, furniture }: TruePage, { head, body, report }: Imported): string[] {
  const all = words(`${head}\n${body}\n${report}`).join(' ')
  return [...piece, ...furniture].filter((line) => !all.includes(words(line).join(' ')))
}

export function overall(scores: readonly PageScore[]) {
  const sum = (count: (score: PageScore) => number) =>
    scores.reduce((total, score) => total + count(score), 0)
  const found = sum(({ piece, missing }) => piece - missing.length)
  return {
    recall: found / sum(({ piece }) => piece),
    precision: found / (found + sum(({ extra }) => extra.length)),
  }
}
