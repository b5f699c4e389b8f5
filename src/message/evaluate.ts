// What a slot's expression comes to for one reader. Only own properties are looked up; what is not there is
// nothing. Truth is Handlebars': '', 0, false, null and an empty list are false.

import type { ReaderLinks } from '../audience/links.ts'
import type { FieldValue, Subscriber } from '../audience/subscriber.ts'
import type { Expression } from '../render/rendered.ts'

export type Value = FieldValue | undefined

/** What slots are filled from. */
export interface Values {
  readonly subscriber: { readonly [name: string]: FieldValue }
  readonly links: ReaderLinks
}

/** Inside `{{#each}}`: the item, and what `@index` and its like say of it. */
export interface Item {
  readonly value: Value
  readonly data: Readonly<Record<string, FieldValue>>
}

export function valuesOf(subscriber: Subscriber, links: ReaderLinks): Values {
  const { fields, firstName, email, name, lang, tags } = subscriber
  return { subscriber: { ...fields, email, name, first_name: firstName, lang, tags }, links }
}

/** @param items of the blocks around, the innermost last. */
export function evaluate(expression: Expression, values: Values, items: readonly Item[]): Value {
  switch (expression.kind) {
    case 'constant':
      return expression.value
    case 'path':
      return follow(expression, values, items)
    case 'call': {
      const args = () => expression.args.map((arg) => evaluate(arg, values, items))
      switch (expression.name) {
        case 'or':
          return firstOrLast(args(), isTruthy)
        case 'and':
          return firstOrLast(args(), (value) => !isTruthy(value))
        case 'not':
          return !isTruthy(args()[0])
        case 'eq':
          return isSame(args())
        case 'ne':
          return !isSame(args())
      }
    }
  }
}

function firstOrLast(list: readonly Value[], test: (value: Value) => boolean): Value {
  // Not found is -1: the last.
  return list.at(list.findIndex(test))
}

function follow(
  { root, keys }: Extract<Expression, { kind: 'path' }>,
  values: Values,
  items: readonly Item[],
): Value {
  if (root === 'links') return own(values.links as never, keys[0] as string)
  let rest = keys
  let value: Value
  if (root === 'subscriber') value = values.subscriber
  else {
    const item = items.at(-1 - root)
    const [first] = keys
    if (first?.startsWith('@')) {
      value = item?.data[first]
      rest = keys.slice(1)
    } else value = item?.value
  }
  for (const key of rest) {
    if (value === null || typeof value !== 'object') return undefined
    value = own(value, key)
  }
  return value
}

/** A list answers to its indexes, its length, and whether it holds a text: `subscriber.tags.member`. */
function own(value: object, key: string): Value {
  if (Array.isArray(value)) {
    if (/^\d+$/.test(key)) return value[Number(key)] as Value
    return key === 'length' ? value.length : value.includes(key)
  }
  return Object.hasOwn(value, key) ? (value as Record<string, FieldValue>)[key] : undefined
}

export function isTruthy(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}

/** A list from CSV holds texts only, so a number is the same as its digits. */
function isSame([a, b]: readonly Value[]): boolean {
  if (a === b) return true
  const plain = (value: Value) => (value === null || value === undefined ? '' : value)
  return typeof a !== 'object' && typeof b !== 'object' && String(plain(a)) === String(plain(b))
}

/** As a reader sees it: a list with commas; a group of keys is no text. */
export function asText(value: Value): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((item: Value) => asText(item)).join(', ')
  return typeof value === 'object' ? '' : String(value)
}

/** What `{{#each}}` goes through. */
export function itemsOf(value: Value): Item[] {
  if (value === null || typeof value !== 'object') return []
  const isList = Array.isArray(value)
  const entries = Object.entries(value) as [string, FieldValue][]
  return entries.map(([key, item], index) => ({
    value: item,
    data: {
      '@index': index,
      '@key': isList ? index : key,
      '@first': index === 0,
      '@last': index === entries.length - 1,
    },
  }))
}
