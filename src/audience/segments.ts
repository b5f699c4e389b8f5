// A segment: the readers of whom an expression is true. The expression is walked once into a function of a reader, and
// into what that function looks at: readers who have the same there are all in it, or none is.
//
// Names: `lang` (`"ko"` means `ko-KR` too), `email`, `domain`, `name`, `first_name`, `tags`, and any field of the
// list, with or without `field.` before it. Texts are compared whatever their case. A field that a reader has not is
// empty: nothing is equal to it, nothing before or after it.

import { PressrunError } from '../problem.ts'
import { type Expression, parseExpression, type Sign, type Value } from '../project/expression.ts'
import { nearest } from '../project/nearest.ts'
import type { FieldValue, Subscriber } from './subscriber.ts'

export interface Segment {
  readonly isIn: (subscriber: Subscriber) => boolean
  /** Nothing else of a reader changes the answer. */
  readonly looksAt: SegmentNames
}

/** Names that an expression refers to, through other segments too. */
export interface SegmentNames {
  readonly columns: ReadonlySet<SegmentColumn>
  /** Of a path into a field, such as `plan.name`, the field. */
  readonly fields: ReadonlySet<string>
}

export type SegmentColumn = 'email' | 'domain' | 'name' | 'first_name' | 'lang' | 'tags'

const DAY_MS = 86_400_000

/**
 * @param segments of newsletter.yaml: an expression each, by name.
 * @param wanted one of those names, or an expression itself.
 * @param now milliseconds since 1970: what `30 days ago` counts from.
 * @throws PressrunError `usage`, `config`
 */
export function segment(
  segments: Readonly<Record<string, string>>,
  wanted: string,
  now: number,
): Segment {
  const named = Object.hasOwn(segments, wanted)
  const parsed = parsedOf(segments, wanted, named)
  if (!named && parsed.kind === 'tag' && Object.keys(segments).length > 0 && !/\s/.test(wanted)) {
    const near = nearest(wanted, Object.keys(segments))
    if (near) {
      throw new PressrunError({
        code: 'usage',
        message: `there is no segment "${wanted}"`,
        mend: `Did you mean "${near}"? For readers with the tag, write it in quotes: '"${wanted}"'.`,
      })
    }
  }
  const looksAt = { columns: new Set<SegmentColumn>(), fields: new Set<string>() }
  return { isIn: walk(parsed, { segments, now, looksAt }, named ? [wanted] : []), looksAt }
}

function parsedOf(
  segments: Readonly<Record<string, string>>,
  wanted: string,
  named: boolean,
): Expression {
  const text = named ? (segments[wanted] as string) : wanted
  const parsed = parseExpression(text)
  if (!('problem' in parsed)) return parsed
  throw new PressrunError({
    code: named ? 'config' : 'usage',
    message: `the segment ${named ? `"${wanted}"` : `'${text}'`} cannot be read: ${parsed.problem}, at character ${parsed.at + 1}`,
    mend: 'Write it like: member and lang = "ko"',
  })
}

interface Walk {
  readonly segments: Readonly<Record<string, string>>
  readonly now: number
  /** Grows with each name that is met. */
  readonly looksAt: { readonly columns: Set<SegmentColumn>; readonly fields: Set<string> }
}

function walk(expression: Expression, around: Walk, within: readonly string[]): Segment['isIn'] {
  const { segments, looksAt } = around
  const inner = (part: Expression) => walk(part, around, within)
  switch (expression.kind) {
    case 'and': {
      const parts = expression.parts.map(inner)
      return (subscriber) => parts.every((part) => part(subscriber))
    }
    case 'or': {
      const parts = expression.parts.map(inner)
      return (subscriber) => parts.some((part) => part(subscriber))
    }
    case 'not': {
      const part = inner(expression.part)
      return (subscriber) => !part(subscriber)
    }
    case 'tag': {
      const tag = folded(expression.tag)
      looksAt.columns.add('tags')
      return ({ tags }) => tags.some((one) => folded(one) === tag)
    }
    case 'empty': {
      const { name, isEmpty } = expression
      const valuesOf = valuesUnder(name, looksAt)
      return (subscriber) => (valuesOf(subscriber).length === 0) === isEmpty
    }
    case 'segment': {
      const { name } = expression
      if (within.includes(name) || !Object.hasOwn(segments, name)) {
        throw new PressrunError({
          code: 'config',
          message: within.includes(name)
            ? `the segment "${name}" is made of itself`
            : `there is no segment "${name}"`,
          mend: 'Name another segment after the @.',
        })
      }
      return walk(parsedOf(segments, name, true), around, [...within, name])
    }
    case 'compare': {
      const { name, sign, values } = expression
      const valuesOf = valuesUnder(name, looksAt)
      const test = testOf(name, sign, values, around.now)
      // "Is not" holds for whoever has none of it.
      if (sign === '!=') return (subscriber) => !valuesOf(subscriber).some(test)
      return (subscriber) => valuesOf(subscriber).some(test)
    }
  }
}

type Scalar = string | number | boolean

type ValuesOf = (subscriber: Subscriber) => readonly Scalar[]

const COLUMNS: Readonly<Record<SegmentColumn, ValuesOf>> = {
  email: ({ email }) => present(email),
  domain: ({ email }) => [email.slice(email.lastIndexOf('@') + 1)],
  name: ({ name }) => present(name),
  first_name: ({ firstName }) => present(firstName),
  lang: ({ lang }) => present(lang),
  tags: ({ tags }) => tags,
}

/** What readers have under a name; a list as its members, nothing where it is empty. */
function valuesUnder(name: string, looksAt: Walk['looksAt']): ValuesOf {
  if (Object.hasOwn(COLUMNS, name)) {
    const column = name as SegmentColumn
    looksAt.columns.add(column)
    return COLUMNS[column]
  }
  const path = name.replace(/^fields?\./, '').split('.')
  looksAt.fields.add(path[0] as string)
  return ({ fields }) => present(at(fields, path))
}

function at(value: FieldValue | undefined, path: readonly string[]): FieldValue | undefined {
  const [key, ...rest] = path
  if (key === undefined || value === undefined) return value
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  if (!Object.hasOwn(value, key)) return undefined
  return at((value as { readonly [key: string]: FieldValue })[key], rest)
}

function present(value: FieldValue | undefined): readonly Scalar[] {
  if (value === undefined || value === null || value === '') return []
  if (Array.isArray(value)) return value.flatMap((one) => present(one as FieldValue))
  return typeof value === 'object' ? [] : [value as Scalar]
}

type Test = (value: Scalar) => boolean

function testOf(name: string, sign: Sign, values: readonly Value[], now: number): Test {
  const tests = values.map((value) => single(name, sign === 'in' ? '=' : sign, value, now))
  return (value) => tests.some((test) => test(value))
}

function single(name: string, sign: Exclude<Sign, 'in'>, value: Value, now: number): Test {
  if (value.kind === 'truth') {
    const wanted = String(value.truth)
    return compared((one) => (folded(String(one)) === wanted ? 0 : 1), sign)
  }
  if (value.kind === 'number')
    return compared(
      (one) => (one === true || one === false ? Number.NaN : Number(one) - value.number),
      sign,
    )
  if (value.kind === 'date' || value.kind === 'ago') {
    const day = value.kind === 'date' ? value.date : dayOf(now - value.days * DAY_MS)
    return compared((one) => {
      const said = /^\d{4}-\d\d-\d\d/.exec(String(one))?.[0]
      return said === undefined ? Number.NaN : said < day ? -1 : said > day ? 1 : 0
    }, sign)
  }
  const wanted = folded(value.text)
  if (sign === 'contains') return (one) => folded(String(one)).includes(wanted)
  if (sign === 'starts with') return (one) => folded(String(one)).startsWith(wanted)
  if (sign === 'ends with') return (one) => folded(String(one)).endsWith(wanted)
  if (name === 'lang' && (sign === '=' || sign === '!=')) {
    const isIn = (one: Scalar) => {
      const lang = folded(String(one))
      return lang === wanted || lang.startsWith(`${wanted}-`)
    }
    return isIn
  }
  return compared((one) => {
    const text = folded(String(one))
    return text < wanted ? -1 : text > wanted ? 1 : 0
  }, sign)
}

/** `!=` is asked of none of the values by the caller, so that here it is the same as `=`. */
function compared(order: (value: Scalar) => number, sign: Exclude<Sign, 'in'>): Test {
  switch (sign) {
    case '<':
      return (value) => order(value) < 0
    case '<=':
      return (value) => order(value) <= 0
    case '>':
      return (value) => order(value) > 0
    case '>=':
      return (value) => order(value) >= 0
    case '=':
    case '!=':
      return (value) => order(value) === 0
    default:
      // A part of a number or of a day is no question.
      return () => false
  }
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase()
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)
