// Sources with, before each line, what it is: read to the source itself and to what an import should make of it,
// and the two compared.
//
//   # what it tries; `markdown`, `role=interview` or `byline=Ana Ruiz` may stand in brackets
//   h| headline   k| kicker   s| standfirst   b| byline   d| day   c| caption   u| subhead   m| metadata
//   p| paragraph of the article   +| joined to the line before
//   g| heading of the interview, or its title   i| introduction
//   q Ana| question of Ana   a Leo| answer of Leo   .| further paragraph of the same turn
//   n| note after the interview   x| left out   _| nothing
//
// In a turn's line what stands before `¦` is the label. `⇒` parts what the source says from what should be read.

import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { type ImportResult, importSource } from '../../src/import/import.ts'
import { readText } from '../../src/import/text/read-text.ts'

export interface Fixture {
  readonly name: string
  readonly about: string
  readonly markdown: boolean
  readonly role?: 'article' | 'interview'
  readonly source: string
  readonly expected: {
    readonly title?: string
    readonly byline?: string
    /** Of the article. */
    readonly paragraphs: readonly string[]
    readonly intro: readonly string[]
    readonly turns: readonly ExpectedTurn[]
    /** By line: it is left out. */
    readonly furniture: readonly boolean[]
    readonly blank: readonly boolean[]
  }
}

interface ExpectedTurn {
  readonly speaker: string
  readonly role: 'interviewer' | 'guest'
  readonly paragraphs: string[]
}

const FOLDER = join(import.meta.dirname, 'fixtures')
const LINE = /^([hksbdcumpgixn_+.]|[qa] [^|]*)\|\s?(.*)$/

export const fixtures = (): Fixture[] =>
  readdirSync(FOLDER)
    .filter((name) => extname(name) === '.lines')
    .sort()
    .map((name) =>
      readFixture(name.slice(0, -'.lines'.length), readFileSync(join(FOLDER, name), 'utf8')),
    )

function readFixture(name: string, text: string): Fixture {
  const [about = '', ...rows] = text.trimEnd().split('\n')
  const source: string[] = []
  const furniture: boolean[] = []
  const blank: boolean[] = []
  const paragraphs: string[] = []
  const intro: string[] = []
  const turns: ExpectedTurn[] = []
  const single: Record<string, string> = {}
  let last: string[] | undefined
  for (const [at, row] of rows.entries()) {
    const found = LINE.exec(row)
    if (!found) throw new Error(`${name}.lines:${at + 2} has no mark: ${row}`)
    const [, mark = '', content = ''] = found
    const [said = '', read = said] = content.split('⇒')
    source.push(said.replace('¦', ''))
    furniture.push(mark === 'x')
    blank.push(mark === '_' || said.trim() === '')
    const spoken = (read.includes('¦') ? (read.split('¦')[1] as string) : read).trim()
    const kind = mark.charAt(0)
    if (kind === '+' && last) last[last.length - 1] = glued(last.at(-1) as string, spoken)
    else if (kind === 'p') last = add(paragraphs, spoken)
    else if (kind === 'i') last = add(intro, spoken)
    else if (kind === 'q' || kind === 'a') {
      const role = kind === 'q' ? 'interviewer' : 'guest'
      const turn: ExpectedTurn = { speaker: mark.slice(2).trim(), role, paragraphs: [] }
      turns.push(turn)
      last = spoken === '' ? turn.paragraphs : add(turn.paragraphs, spoken)
    } else if (kind === '.') last = add((turns.at(-1) as ExpectedTurn).paragraphs, spoken)
    else if (kind !== '_' && kind !== 'x') {
      single[kind] ??= spoken
      last = undefined
    }
  }
  const flags = /\[([^\]]*)\]/.exec(about)?.[1] ?? ''
  const byline = /byline=([^,\]]+)/.exec(flags)?.[1] ?? single.b
  const role = /role=(article|interview)/.exec(flags)?.[1] as Fixture['role']
  return {
    name,
    about: about.replace(/^#\s*|\s*\[[^\]]*\]/g, ''),
    markdown: flags.includes('markdown'),
    ...(role ? { role } : {}),
    source: `${source.join('\n')}\n`,
    expected: {
      ...(single.h === undefined ? {} : { title: single.h }),
      ...(byline === undefined ? {} : { byline }),
      paragraphs,
      intro,
      turns,
      furniture,
      blank,
    },
  }
}

function add(list: string[], text: string): string[] {
  list.push(text)
  return list
}

/** As a reader of the language would: no space between characters of scripts without spaces. */
const glued = (before: string, after: string) =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。，]$/u.test(before) &&
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(after)
    ? before + after
    : `${before} ${after}`

export function importFixture({ name, source, markdown, role }: Fixture): ImportResult {
  const reading = readText(source, { markdown })
  return importSource([{ name: `${name}.txt`, reading, ...(role ? { role } : {}) }], {
    date: '2024-11-18',
  })
}

export interface Score {
  readonly turnsRight: boolean
  readonly paragraphsRight: boolean
  /** What differs, a line each; empty where all is right. */
  readonly wrong: readonly string[]
  /** Lines left out that are to be left out, lines left out, lines to be left out. */
  readonly furniture: { readonly both: number; readonly found: number; readonly expected: number }
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

export function scoreFixture({ expected }: Fixture, result: ImportResult): Score {
  const turns = (result.interview?.turns ?? []).map(
    ({ speaker, role, paragraphs }) =>
      `${role === 'interviewer' ? 'Q' : 'A'} ${speaker}: ${paragraphs.map(plain).join(' ¶ ')}`,
  )
  const wanted = expected.turns.map(
    ({ speaker, role, paragraphs }) =>
      `${role === 'interviewer' ? 'Q' : 'A'} ${speaker}: ${paragraphs.map(plain).join(' ¶ ')}`,
  )
  const paragraphs = (result.article?.paragraphs ?? []).map(plain)
  const wantedParagraphs = expected.paragraphs.map(plain)
  const left = (result.verdicts[0] ?? []).map(({ taken }) => taken === 'left out')
  const lines = expected.furniture.map((_, at) => at).filter((at) => !expected.blank[at])
  const both = lines.filter((at) => left[at] && expected.furniture[at]).length
  const verdicts = lines
    .filter((at) => left[at] !== expected.furniture[at])
    .map(
      (at) =>
        `line ${at + 1} is ${left[at] ? '' : 'not '}left out: ${result.verdicts[0]?.[at]?.text}`,
    )
  return {
    turnsRight: same(turns, wanted),
    paragraphsRight: same(paragraphs, wantedParagraphs),
    wrong: [
      ...difference('turn', turns, wanted),
      ...difference('paragraph', paragraphs, wantedParagraphs),
      ...verdicts,
      ...field('title', result.article?.title ?? result.interview?.title, expected.title),
      ...field(
        'byline',
        result.article?.byline,
        expected.turns.length > 0 && expected.paragraphs.length === 0
          ? result.article?.byline
          : expected.byline,
      ),
    ],
    furniture: {
      both,
      found: lines.filter((at) => left[at]).length,
      expected: lines.filter((at) => expected.furniture[at]).length,
    },
  }
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((text, at) => text === b[at])

const field = (name: string, found: string | undefined, wanted: string | undefined) =>
  plain(found ?? '') === plain(wanted ?? '') ? [] : [`${name} is ${found}, not ${wanted}`]

function difference(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const at = wanted.findIndex((text, index) => text !== found[index])
  if (at < 0 && found.length === wanted.length) return []
  const index = at < 0 ? wanted.length : at
  return [`${what} ${index + 1} is\n    ${found[index]}\n  not\n    ${wanted[index]}`]
}
