// One row of a list, whatever file it came from, to a Subscriber. What could harm a letter is refused, not
// cleaned, but for invisible marks that turn the direction of the text after them.

import { type Address, parseAddress } from '../project/mailbox.ts'
import { named } from './columns.ts'
import { firstNameOf, wholeName } from './first-name.ts'
import { languageOf } from './language.ts'
import type { FieldValue, Subscriber } from './subscriber.ts'

export type ReadRecord =
  | { readonly subscriber: Subscriber }
  /** A clause: `the address has no @`. */
  | { readonly reason: string; readonly because: 'address' | 'value' }

/** UTF-16 units of a field: more is no text that a letter could show. */
const MOST_CHARACTERS = 10_000
/** Of a name, a language or a tag. */
const MOST_IN_NAME = 500
const MOST_DEPTH = 4
const OURS = new Set(['email', 'name', 'first_name', 'last_name', 'lang', 'tags', ''])
const PLAIN = /^[ -~]*$/
/** No line breaks, no half characters, nothing that is no character. */
const BAD_IN_NAME = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/u
const BAD_IN_FIELD = /(?![\n\r\t])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u
/** Embeddings, overrides and isolates; LRM, RLM and ALM turn nothing and stay. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g
const OUTER_SPACE = /^[\p{Zs}\ufeff]+|[\p{Zs}\ufeff]+$/gu
/** Letters that show nothing are among the characters that pass for an empty name. */
const INVISIBLE = /^[\p{Z}\p{Cf}\u115f\u1160\u3164\uffa0]*$/u

/** What stands between two addresses in one cell. */
const SEPARATED = /^[^"\p{Cc}]*[,; ][^"\p{Cc}]*$/u

/** @param record by whatever the columns are called. */
export function subscriberFrom(record: Readonly<Record<string, unknown>>): ReadRecord {
  const ours = named(record)
  return 'problem' in ours ? { reason: ours.problem, because: 'value' } : subscriberOf(ours.record)
}

/** @param record by our names of the columns, as `columnNames` gives them. */
export function subscriberOf(record: Readonly<Record<string, unknown>>): ReadRecord {
  const address = addressOf(record.email)
  if ('problem' in address) return { reason: `the address ${address.problem}`, because: 'address' }
  for (const column of ['name', 'first_name', 'last_name', 'lang'] as const) {
    const problem = nameProblem(record[column])
    if (problem) return { reason: `"${column}" ${problem}`, because: 'value' }
  }
  const tags = tagsOf(record.tags)
  if (typeof tags === 'string') return { reason: `"tags" ${tags}`, because: 'value' }
  const read = fieldsOf(record)
  if ('reason' in read) return { ...read, because: 'value' }
  const fields: Record<string, FieldValue> = read.fields
  const lang = languageOf(textOf(record.lang))
  const given = nameOf(record.first_name)
  const family = nameOf(record.last_name)
  const name = fullName(nameOf(record.name), given, family, lang)
  if (family !== '') fields.last_name = family
  const firstName = given || firstNameOf(name, lang)
  return { subscriber: { email: address.address, name, firstName, lang, tags, fields } }
}

/** Everything but the columns that are ours, as fields of a reader. */
export function fieldsOf(
  record: Readonly<Record<string, unknown>>,
): { readonly fields: Record<string, FieldValue> } | { readonly reason: string } {
  const fields: Record<string, FieldValue> = {}
  for (const column of Object.keys(record)) {
    if (OURS.has(column)) continue
    const value = record[column]
    const problem = fieldProblem(value)
    if (problem) return { reason: `"${column}" ${problem}` }
    fields[column] = straight(value as FieldValue)
  }
  return { fields }
}

/** A list with a name beside a family's name means the given one by it, unless it holds both. */
function fullName(name: string, given: string, family: string, lang: string): string {
  if (name === '') return wholeName(given, family, lang)
  return given === '' && family !== '' && !name.includes(family)
    ? wholeName(name, family, lang)
    : name
}

function addressOf(value: unknown): Address | { readonly problem: string } {
  if (value !== undefined && value !== null && typeof value !== 'string')
    return { problem: 'is not a text' }
  if (value && value.length > MOST_IN_NAME) return { problem: 'is longer than 254 characters' }
  const text = trimmed(value ?? '').normalize('NFC')
  if (text.endsWith('>') && text.includes('<'))
    return { problem: 'stands in <…> after a name: the name needs a column of its own' }
  const parts = text.split('@')
  if (parts.length > 2 && parts.slice(1, -1).every((part) => SEPARATED.test(part)))
    return { problem: 'is more than one' }
  return parseAddress(text)
}

function nameProblem(value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'number') return undefined
  if (typeof value !== 'string') return 'is not a text'
  if (value.length > MOST_IN_NAME) return `is longer than ${MOST_IN_NAME} characters`
  if (!PLAIN.test(value) && BAD_IN_NAME.test(value))
    return 'holds a line break or a control character'
  return undefined
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

const trimmed = (text: string): string => text.replace(OUTER_SPACE, '')

function nameOf(value: unknown): string {
  const text = textOf(value)
  if (PLAIN.test(text)) return text.trim()
  const name = trimmed(text.replace(DIRECTION_MARKS, ''))
  return INVISIBLE.test(name) ? '' : name
}

const NONE: readonly string[] = Object.freeze([])
const MOST_REMEMBERED = 1000
const remembered = new Map<string, readonly string[] | string>()

/** `member; founder` or a list. @returns what is wrong where it is neither. */
function tagsOf(value: unknown): readonly string[] | string {
  if (value === undefined || value === null || value === '') return NONE
  if (Array.isArray(value)) return readTags(value)
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'string') return 'is not a text or a list of texts'
  let found = remembered.get(value)
  if (found === undefined) {
    found = readTags(
      value.includes('"') ? (value.match(/"[^"]*"|[^;,|"]+/g) ?? []) : value.split(/[;,|]/),
    )
    if (remembered.size < MOST_REMEMBERED && value.length < 200) remembered.set(value, found)
  }
  return found
}

/** Tags as a list or a text holds them; none where they are neither. */
export function parseTags(value: unknown): readonly string[] {
  const tags = tagsOf(value)
  return typeof tags === 'string' ? NONE : tags
}

function readTags(values: readonly unknown[]): readonly string[] | string {
  const tags = new Set<string>()
  for (const value of values) {
    const problem = nameProblem(value)
    if (problem)
      return `${problem === 'is not a text' ? 'holds what' : 'holds one that'} ${problem}`
    // "member","founder" in one cell: so Mailchimp writes them.
    const tag = nameOf(value)
      .replace(/^"(.*)"$/, '$1')
      .normalize('NFC')
    if (tag !== '') tags.add(tag)
  }
  return Object.freeze([...tags])
}

function fieldProblem(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') {
    if (value.length > MOST_CHARACTERS)
      return `is longer than ${MOST_CHARACTERS.toLocaleString('en-US')} characters`
    return !PLAIN.test(value) && BAD_IN_FIELD.test(value) ? 'holds a control character' : undefined
  }
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return undefined
  if (typeof value !== 'object' || depth > MOST_DEPTH)
    return 'is not a text, a number, a list or a group of keys'
  for (const [key, inner] of Object.entries(value)) {
    const problem = fieldProblem(key) ?? fieldProblem(inner, depth + 1)
    if (problem) return problem
  }
  return undefined
}

/** Without marks that would turn the letter around the value. */
function straight(value: FieldValue): FieldValue {
  if (typeof value === 'string')
    return PLAIN.test(value) ? value : value.replace(DIRECTION_MARKS, '')
  if (Array.isArray(value)) return value.map(straight)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, straight(inner as FieldValue)]),
  )
}
