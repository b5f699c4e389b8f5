// One row of a list, whatever file it came from, to a Subscriber. What could harm a letter is refused, not
// cleaned, but for invisible marks that turn the direction of text.

import { parseAddress } from '../project/mailbox.ts'
import { firstNameOf } from './first-name.ts'
import type { FieldValue, Subscriber } from './subscriber.ts'

export type ReadRecord = { readonly subscriber: Subscriber } | { readonly reason: string }

/** Characters of one value: more is no name, and no letter could show it. */
const MOST_CHARACTERS = 10_000
const MOST_IN_NAME = 500
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
const LINE_BREAKS = /[\r\n\t\u2028\u2029]/
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g

/** @param record by column name, as `columnName` gives it. */
export function subscriberFrom(record: Readonly<Record<string, unknown>>): ReadRecord {
  const { email, name, first_name, last_name, lang, tags, ...others } = record
  const address = parseAddress(textOf(email).trim())
  if ('problem' in address) return { reason: `the address ${address.problem}` }
  for (const [column, value] of Object.entries({ name, first_name, last_name, lang })) {
    const text = textOf(value)
    if (CONTROLS.test(text) || LINE_BREAKS.test(text.trim()))
      return { reason: `"${column}" holds a line break or a control character` }
    if (text.length > MOST_IN_NAME)
      return { reason: `"${column}" is longer than ${MOST_IN_NAME} characters` }
  }
  const fields: Record<string, FieldValue> = {}
  for (const [column, value] of Object.entries(others)) {
    const problem = problemOf(value)
    if (problem) return { reason: `"${column}" ${problem}` }
    if (column !== '') fields[column] = value as FieldValue
  }
  const given = tidy(first_name)
  const whole = tidy(name) || [given, tidy(last_name)].filter(Boolean).join(' ')
  const language = languageOf(textOf(lang))
  return {
    subscriber: {
      email: address.address,
      name: whole,
      firstName: given || firstNameOf(whole, language),
      lang: language,
      tags: tagsOf(tags),
      fields: last_name === undefined ? fields : { ...fields, last_name: tidy(last_name) },
    },
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

const tidy = (value: unknown): string => textOf(value).replace(DIRECTION_MARKS, '').trim()

/** BCP 47, or nothing where it is no language: that alone costs nobody a letter. */
function languageOf(text: string): string {
  try {
    return Intl.getCanonicalLocales(text.trim().replace(/_/g, '-'))[0] ?? ''
  } catch {
    return ''
  }
}

/** `member; founder` or a list. */
function tagsOf(value: unknown): readonly string[] {
  const parts = Array.isArray(value) ? value.map(textOf) : textOf(value).split(/[;,|]/)
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
}

function problemOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') {
    if (CONTROLS.test(value)) return 'holds a control character'
    return value.length > MOST_CHARACTERS
      ? `is longer than ${MOST_CHARACTERS.toLocaleString('en-US')} characters`
      : undefined
  }
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return undefined
  if (typeof value !== 'object' || depth > 4)
    return 'is not a text, a number, a list or a group of keys'
  for (const inner of Object.values(value)) {
    const problem = problemOf(inner, depth + 1)
    if (problem) return problem
  }
  return undefined
}
