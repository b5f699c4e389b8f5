// Data to a valid value, by a zod schema; what does not fit is said in words that a writer understands, with
// the file and line of the key or value.

import type { z } from 'zod'
import { PressrunError, type Problem } from '../problem.ts'
import { nearest } from './nearest.ts'
import { keysAt, kindsAt, valueAt } from './schema-names.ts'
import type { Place, YamlFile } from './yaml.ts'

/** What people write for a key that is called otherwise here. */
export type Aliases = Readonly<Record<string, string>>

/** A message and its mend as a schema says them; `%` is the key. */
export const says = (message: string, mend: string) => `${message} | ${mend}`

/** @throws PressrunError `schema`, all problems at once. */
export function validate<T extends z.ZodType>(
  schema: T,
  yaml: YamlFile,
  aliases: Aliases = {},
): z.output<T> {
  const result = schema.safeParse(yaml.data ?? {})
  if (result.success) return result.data
  const source = { schema, yaml, aliases }
  const found = result.error.issues.flatMap((issue) => problemsOf(issue, source))
  const meant = new Set(found.map(({ meant }) => meant))
  const problems = found
    // A key that was misspelt is not missing as well.
    .filter(({ missing }) => missing === undefined || !meant.has(missing))
    .map(({ problem }) => problem)
  throw new PressrunError(problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)))
}

type Issue = z.core.$ZodIssue

interface Source {
  readonly schema: z.ZodType
  readonly yaml: YamlFile
  readonly aliases: Aliases
}

interface Found {
  readonly problem: Problem
  /** Dotted path of the key that is not there. */
  readonly missing?: string
  /** Dotted path of the key that an unknown one was meant to be. */
  readonly meant?: string
}

function problemsOf(issue: Issue, source: Source): Found[] {
  const { yaml } = source
  const { path } = issue
  const name = nameOf(path)
  const value = valueAt(yaml.data, path)
  const at = (place: Place, message: string, mend: string): Found => ({
    problem: { code: 'schema', message, mend, ...place },
  })
  const here = (message: string, mend: string) => [at(yaml.placeOf(path), message, mend)]
  const absent = (mend: string): Found[] => [
    {
      ...at(yaml.placeOf(path.slice(0, -1)), `${name} is missing`, mend),
      missing: path.map(String).join('.'),
    },
  ]
  const [said = '', mend] = issue.message.split(' | ')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, source))
    case 'invalid_type':
      if (value === undefined) return absent(mend ?? `Add ${kindOf(issue.expected)}.`)
      if (mend !== undefined) return here(said.replace('%', name), mend)
      if (value === null && path.length > 0)
        return here(`${name} is empty`, `Write ${kindOf(issue.expected)}, or remove the key.`)
      return here(
        `${name} is ${described(value)}, not ${kindOf(issue.expected)}`,
        quoteHint(value, issue.expected),
      )
    case 'invalid_value': {
      const known = issue.values.map(String)
      return value === undefined ? absent(oneOf(known)) : here(...notOneOf(name, value, known))
    }
    case 'invalid_union': {
      if ('discriminator' in issue && issue.discriminator) {
        const kinds = kindsAt(source.schema, path, yaml.data)
        return value === undefined ? absent(oneOf(kinds)) : here(...notOneOf(name, value, kinds))
      }
      return nearestBranch(issue).flatMap((inner) => problemsOf(inner, source))
    }
    case 'too_small':
      if (issue.origin === 'number')
        return here(
          `${name} must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}`,
          'Choose a larger number.',
        )
      return here(`${name} is empty`, 'Fill it in, or remove the key.')
    case 'too_big':
      return here(
        `${name} must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`,
        issue.origin === 'string' ? 'Make it shorter.' : 'Choose a smaller number.',
      )
    default:
      return here(said.replace('%', name), mend ?? 'Correct the value.')
  }
}

function unknownKey(
  key: string,
  path: readonly PropertyKey[],
  { schema, yaml, aliases }: Source,
): Found {
  const known = keysAt(schema, path, yaml.data)
  const alias = Object.hasOwn(aliases, key) ? (aliases[key] as string) : ''
  const near = known.includes(alias) ? alias : nearest(key, known)
  return {
    problem: {
      code: 'schema',
      message: `unknown key "${key}"`,
      mend: near ? `Did you mean "${near}"?` : `Known here: ${known.join(', ')}.`,
      ...yaml.placeOfKey([...path, key]),
    },
    ...(near ? { meant: [...path, near].map(String).join('.') } : {}),
  }
}

/** Of a value that may be one of several things: what is wrong with it as the one that it comes nearest to. */
function nearestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const branches = issue.errors.map((errors) =>
    errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue),
  )
  return branches.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
}

const depth = (issues: readonly Issue[]) =>
  Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)),
  )

/** `"title"`, `item 2 of "facts"`. */
function nameOf(path: readonly PropertyKey[]): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  if (typeof last !== 'number') return `"${String(last)}"`
  const list = path.at(-2)
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of "${String(list)}"`
}

const oneOf = (known: readonly string[]) => `It is one of: ${known.join(', ')}.`

function notOneOf(
  name: string,
  value: unknown,
  known: readonly string[],
): [message: string, mend: string] {
  const near = typeof value === 'string' ? nearest(value, known) : undefined
  return [`${name} cannot be ${described(value)}`, near ? `Did you mean "${near}"?` : oneOf(known)]
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
}
const kindOf = (expected: string) => KINDS[expected] ?? `a ${expected}`

function described(value: unknown): string {
  if (value === null) return 'empty'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a group of keys'
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
  return typeof value === 'number' ? `the number ${value}` : String(value)
}

function quoteHint(value: unknown, expected: string): string {
  return expected === 'string' && typeof value !== 'object'
    ? `Put it in quotes: '${String(value)}'.`
    : `Write ${kindOf(expected)}.`
}
