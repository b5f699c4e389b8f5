// As whom a letter is looked at: the sample reader, one of whom nothing is known, and the one whose letter comes
// out widest: from the list where there is one, made up where there is none.

import type { ReaderLinks } from '../audience/links.ts'
import type { ListRow } from '../audience/list.ts'
import { subscriberFrom } from '../audience/record.ts'
import type { FieldValue, Subscriber } from '../audience/subscriber.ts'
import {
  asText,
  evaluate,
  type Item,
  isTruthy,
  itemsOf,
  type Value,
  type Values,
  valuesOf,
} from '../message/evaluate.ts'
import { pour } from '../message/fill.ts'
import type { Project } from '../project/project.ts'
import type { Expression, Merge, RenderedIssue } from '../render/rendered.ts'

/** What a list came to, for one letter. */
export interface ListFigures {
  /** As the user named it. */
  readonly name: string
  readonly readers: number
  /** Columns that at least one reader has something in. */
  readonly columns: ReadonlySet<string>
  /** Of how many readers a slot comes out empty, by the path that it asks for. */
  readonly empty: ReadonlyMap<string, number>
  readonly widest?: Subscriber
}

export const NOBODY: Subscriber = {
  email: 'reader@example.com',
  name: '',
  firstName: '',
  lang: '',
  tags: [],
  fields: {},
}

/** Bytes of three each, as most scripts of the world have them. */
const WIDE_NAME = '아주긴이름을가진독자'.repeat(6)

export function sampleReader(project: Project): Subscriber {
  const read = subscriberFrom(project.sample)
  return 'reason' in read ? NOBODY : read.subscriber
}

/** Whoever has everything that the letter asks for, and much of it. */
export function wideReader({ uses }: RenderedIssue): Subscriber {
  const own = new Set(['email', 'name', 'first_name', 'lang', 'tags'])
  const fields: Record<string, FieldValue> = {}
  const tags: string[] = []
  for (const path of uses) {
    const [first, second] = path.split('.') as [string, string | undefined]
    if (first === 'tags' && second) tags.push(second)
    else if (!own.has(first) && second === undefined) fields[first] = WIDE_NAME
  }
  return {
    email: `${'long'.repeat(14)}@example.com`,
    name: WIDE_NAME,
    firstName: WIDE_NAME,
    lang: 'ko',
    tags: tags.length > 0 ? tags : ['reader'],
    fields,
  }
}

/** Goes through the list once, in bounded memory. */
export async function figuresOf(
  name: string,
  rows: AsyncIterable<ListRow>,
  rendered: RenderedIssue,
  linksOf: (email: string, slug: string) => ReaderLinks,
): Promise<ListFigures> {
  const columns = new Set<string>()
  const empty = new Map<string, number>()
  const counted = new Map<string, number>()
  const links = linksAsLong((email) => linksOf(email, rendered.slug))
  let readers = 0
  let most = -1
  let widest: Subscriber | undefined
  for await (const row of rows) {
    if (row.kind !== 'subscriber') continue
    const { subscriber } = row
    readers++
    for (const column of columnsOf(subscriber)) columns.add(column)
    const values = valuesOf(subscriber, links(subscriber.email))
    const bytes = bytesOf(rendered.html, values, counted)
    if (bytes > most) {
      most = bytes
      widest = subscriber
    }
    for (const path of emptySlots(rendered, values)) empty.set(path, (empty.get(path) ?? 0) + 1)
  }
  return { name, readers, columns, empty, ...(widest ? { widest } : {}) }
}

/** Links are as long as their address is: sealing them anew for each reader would take most of the time. */
function linksAsLong(linksOf: (email: string) => ReaderLinks): (email: string) => ReaderLinks {
  const byLength = new Map<number, ReaderLinks>()
  return (email) => {
    const length = Buffer.byteLength(email)
    const known = byLength.get(length) ?? linksOf(email)
    byLength.set(length, known)
    return known
  }
}

export function columnsOf({ name, firstName, lang, tags, fields }: Subscriber): string[] {
  return [
    'email',
    ...(name === '' ? [] : ['name']),
    ...(firstName === '' ? [] : ['first_name']),
    ...(lang === '' ? [] : ['lang']),
    ...(tags.length === 0 ? [] : ['tags']),
    ...Object.keys(fields),
  ]
}

/** Octets of UTF-8. */
export function bytesOf(
  merge: Merge,
  values: Values,
  counted: Map<string, number> = new Map(),
): number {
  let bytes = 0
  pour(merge, values, [], (piece) => {
    // What every reader gets the same is counted once.
    const known = piece.length < LONG ? undefined : counted.get(piece)
    const length = known ?? Buffer.byteLength(piece)
    if (known === undefined && piece.length >= LONG && counted.size < MOST_COUNTED)
      counted.set(piece, length)
    bytes += length
  })
  return bytes
}

const LONG = 200
const MOST_COUNTED = 1000

/** Paths whose slot, where this reader comes to it, puts down nothing. */
export function emptySlots(
  { subject, preheader, html, text }: RenderedIssue,
  values: Values,
): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (merge: Merge, items: readonly Item[]): void => {
    for (const part of merge) {
      if (typeof part === 'string') continue
      if (part.kind === 'value') {
        const path = pathOf(part.value)
        if (path !== undefined && isEmpty(evaluate(part.value, values, items))) found.add(path)
      } else if (part.kind === 'if') {
        visit(isTruthy(evaluate(part.test, values, items)) ? part.body : part.otherwise, items)
      } else {
        const list = itemsOf(evaluate(part.list, values, items))
        for (const item of list) visit(part.body, [...items, item])
        if (list.length === 0) visit(part.otherwise, items)
      }
    }
  }
  for (const merge of [subject, preheader, html, text]) visit(merge, [])
  return found
}

const isEmpty = (value: Value) => asText(value).trim() === ''

const pathOf = (expression: Expression): string | undefined =>
  expression.kind === 'path' && expression.root === 'subscriber'
    ? expression.keys.join('.')
    : undefined
