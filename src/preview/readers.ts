// Whose letter is looked at: newsletter.yaml's sample, a reader of the list, one that is made up, or a hard case.
// A key says which, so that an address can carry it. The list is read as a stream and never held whole.

import { subscriberFrom } from '../audience/record.ts'
import type { FieldValue, Subscriber } from '../audience/subscriber.ts'
import { sampleOf } from '../build/sample.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import { OWN_COLUMNS, READER_CASES, WIDEST } from './reader-cases.ts'
import type { ReaderRow, ReaderSearch } from './wire.ts'

export interface ReaderList {
  /** As the user knows it. */
  readonly name: string
  /** From its beginning; a row that is no reader is `rejected`. */
  rows(): AsyncIterable<Subscriber | 'rejected'>
  /** The list is read from this file of the project. */
  reads(file: string): boolean
}

export interface ChosenReader {
  readonly subscriber: Subscriber
  readonly row: ReaderRow
}

export interface Readers {
  /**
   * @param key '' for the sample, `list:<address>`, `case:<id>`, or `made:<columns as JSON>`.
   * @param uses paths of a subscriber that the letter uses.
   * @throws PressrunError `list`, `config`, `usage`
   */
  choose(key: string, project: Project, uses: readonly string[]): Promise<ChosenReader>
  /** Readers of the list that have every word of the query. */
  search(query: string): Promise<ReaderSearch>
  /** Hard cases, for the picker. */
  cases(): readonly ReaderRow[]
  /** A change of this file changes the list. */
  reads(file: string): boolean
  /** What was remembered of the list may no longer be so. */
  forget(): void
}

const MOST_FOUND = 50
const MAX_MADE_CHARACTERS = 8000

/** @param list absent where there is none. */
export function openReaders(list: ReaderList | undefined): Readers {
  /** Widest reader by the columns that count. */
  const widest = new Map<string, Promise<Subscriber | undefined>>()

  async function fromList(email: string): Promise<Subscriber> {
    if (list) {
      const wanted = email.toLowerCase()
      for await (const row of list.rows())
        if (row !== 'rejected' && row.email.toLowerCase() === wanted) return row
    }
    throw new PressrunError({
      code: 'list',
      message: `${email} is not on the list`,
      mend: 'Pick another reader.',
    })
  }

  function widestFor(uses: readonly string[]): Promise<Subscriber | undefined> {
    const key = uses.join(' ')
    let found = widest.get(key)
    if (!found) {
      found = findWidest(list, uses)
      widest.set(key, found)
    }
    return found
  }

  async function hardCase(id: string, uses: readonly string[]): Promise<ChosenReader> {
    if (id === WIDEST.id) {
      const subscriber = await widestFor(uses)
      if (subscriber) return { subscriber, row: rowOf(subscriber, `case:${id}`, WIDEST.note) }
      throw new PressrunError({
        code: 'list',
        message: 'there is no reader on the list to measure',
        mend: 'Put your list into subscribers/, or name it with --list.',
      })
    }
    const found = READER_CASES.find((each) => each.id === id)
    if (!found) throw unknownReader(`case:${id}`)
    const columns = uses
      .map((path) => path.split('.')[0] as string)
      .filter((column) => !OWN_COLUMNS.includes(column))
    const subscriber = madeFrom(found.row(columns))
    return { subscriber, row: rowOf(subscriber, `case:${id}`, found.note) }
  }

  return {
    async choose(key, project, uses) {
      if (key === '') {
        const subscriber = sampleOf(project)
        return { subscriber, row: rowOf(subscriber, '') }
      }
      const [kind, rest] = split(key)
      if (kind === 'case') return hardCase(rest, uses)
      if (kind === 'list') {
        const subscriber = await fromList(rest)
        return { subscriber, row: rowOf(subscriber, key) }
      }
      if (kind !== 'made') throw unknownReader(key)
      const subscriber = madeFrom(parseMade(rest))
      return { subscriber, row: rowOf(subscriber, key) }
    },
    async search(query) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean)
      const readers: ReaderRow[] = []
      let looked = 0
      let rejected = 0
      if (!list) return { readers, looked, rejected, more: false }
      for await (const row of list.rows()) {
        looked++
        if (row === 'rejected') {
          rejected++
          continue
        }
        const text = haystack(row)
        if (!words.every((word) => text.includes(word))) continue
        if (readers.length === MOST_FOUND) return { readers, looked, rejected, more: true }
        readers.push(rowOf(row, `list:${row.email}`))
      }
      return { readers, looked, rejected, more: false }
    },
    cases: () => [
      ...READER_CASES.map(({ id, note, row }) => rowOf(madeFrom(row([])), `case:${id}`, note)),
      ...(list ? [{ ...BLANK_ROW, key: `case:${WIDEST.id}`, note: WIDEST.note }] : []),
    ],
    reads: (file) => list?.reads(file) ?? false,
    forget: () => widest.clear(),
  }
}

const BLANK_ROW: ReaderRow = { key: '', name: '', email: '', lang: '', tags: [], fields: [] }

function rowOf(subscriber: Subscriber, key: string, note?: string): ReaderRow {
  const { name, email, lang, tags, fields } = subscriber
  return {
    key,
    name,
    email,
    lang,
    tags,
    fields: Object.entries(fields).map(([column, value]) => [column, textOf(value)] as const),
    ...(note === undefined ? {} : { note }),
  }
}

const textOf = (value: FieldValue): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value)

function haystack({ name, email, lang, tags, fields }: Subscriber): string {
  return [name, email, lang, ...tags, ...Object.values(fields).map(textOf)].join('\n').toLowerCase()
}

async function findWidest(
  list: ReaderList | undefined,
  uses: readonly string[],
): Promise<Subscriber | undefined> {
  const columns = new Set(uses.map((path) => path.split('.')[0] as string))
  let found: Subscriber | undefined
  let most = -1
  if (!list) return undefined
  for await (const row of list.rows()) {
    if (row === 'rejected') continue
    const width = widthOf(row, columns)
    if (width <= most) continue
    most = width
    found = row
  }
  return found
}

/** Bytes of what the letter says of a reader; the name and the address stand in headers as well. */
function widthOf(subscriber: Subscriber, columns: ReadonlySet<string>): number {
  const { name, email, firstName, lang, tags, fields } = subscriber
  const values: string[] = [name, email]
  if (columns.has('first_name')) values.push(firstName)
  if (columns.has('lang')) values.push(lang)
  if (columns.has('tags')) values.push(...tags)
  for (const [column, value] of Object.entries(fields))
    if (columns.has(column)) values.push(textOf(value))
  return values.reduce((sum, value) => sum + Buffer.byteLength(value), 0)
}

function parseMade(json: string): Readonly<Record<string, unknown>> {
  try {
    const made: unknown = json.length <= MAX_MADE_CHARACTERS ? JSON.parse(json) : undefined
    if (made && typeof made === 'object' && !Array.isArray(made)) return { ...made }
  } catch {
    // Said below.
  }
  throw unknownReader('made:…')
}

function madeFrom(row: Readonly<Record<string, unknown>>): Subscriber {
  const read = subscriberFrom(row)
  if ('subscriber' in read) return read.subscriber
  throw new PressrunError({
    code: 'list',
    message: `this is no reader: ${read.reason}`,
    mend: 'Give it an address such as reader@example.com.',
  })
}

function split(key: string): [string, string] {
  const colon = key.indexOf(':')
  return colon < 0 ? [key, ''] : [key.slice(0, colon), key.slice(colon + 1)]
}

const unknownReader = (key: string) =>
  new PressrunError({
    code: 'usage',
    message: `"${key.slice(0, 60)}" names no reader`,
    mend: 'Pick a reader from the list.',
  })
