// Data to a valid value, by a zod schema; what does not fit is said in words that a writer understands, with
// the file and line of the key or value.

import { closestMatch } from 'leven'
import type { z } from 'zod'
import { PressrunError, type Problem } from '../problem.ts'
import type { Place, YamlFile } from './yaml.ts'

/** What people write for a key that is called otherwise here. */
export type Aliases = Readonly<Record<string, string>>

/** @throws PressrunError `schema`, all problems at once. */
export function validate<T extends z.ZodType>(
  schema: T,
  yaml: YamlFile,
  aliases: Aliases = {},
): z.output<T> {
  const result = schema.safeParse(yaml.data ?? {})
  if (result.success) return result.data
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, schema, yaml, aliases))
  throw new PressrunError(problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)))
}

type Issue = z.core.$ZodIssue

function problemsOf(issue: Issue, schema: z.ZodType, yaml: YamlFile, aliases: Aliases): Problem[] {
  const at = (place: Place, message: string, mend: string): Problem => ({
    code: 'schema',
    message,
    mend,
    ...place,
  })
  const name = issue.path.length > 0 ? `"${String(issue.path.at(-1))}"` : 'the file'
  const value = valueAt(yaml.data, issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const known = keysAt(schema, issue.path, yaml.data)
        const near = aliases[key] ?? closestMatch(key, known, { maxDistance: 3 })
        const mend = near ? `Did you mean "${near}"?` : `Known here: ${known.join(', ')}.`
        return at(yaml.placeOfKey([...issue.path, key]), `unknown key "${key}"`, mend)
      })
    case 'invalid_type':
      if (value === undefined || value === null) {
        const place =
          value === null ? yaml.placeOf(issue.path) : yaml.placeOf(issue.path.slice(0, -1))
        return [at(place, `${name} is missing`, `Add ${kindOf(issue.expected)}.`)]
      }
      return [
        at(
          yaml.placeOf(issue.path),
          `${name} is ${described(value)}, not ${kindOf(issue.expected)}`,
          quoteHint(value, issue.expected),
        ),
      ]
    case 'invalid_value': {
      const known = issue.values.map(String)
      const near =
        typeof value === 'string' ? closestMatch(value, known, { maxDistance: 3 }) : undefined
      if (value === undefined) {
        return [
          at(
            yaml.placeOf(issue.path.slice(0, -1)),
            `${name} is missing`,
            `It is one of: ${known.join(', ')}.`,
          ),
        ]
      }
      return [
        at(
          yaml.placeOf(issue.path),
          `${name} cannot be ${described(value)}`,
          near ? `Did you mean "${near}"?` : `It is one of: ${known.join(', ')}.`,
        ),
      ]
    }
    case 'invalid_union': {
      if ('discriminator' in issue && issue.discriminator) {
        const kinds = discriminators(schema, issue.path, yaml.data)
        const given = valueAt(yaml.data, issue.path)
        const near =
          typeof given === 'string' ? closestMatch(given, kinds, { maxDistance: 3 }) : undefined
        const message =
          given === undefined ? `${name} is missing` : `${name} cannot be ${described(given)}`
        return [
          at(
            yaml.placeOf(issue.path),
            message,
            near ? `Did you mean "${near}"?` : `It is one of: ${kinds.join(', ')}.`,
          ),
        ]
      }
      // The branch that came nearest: what it complains about lies deepest.
      const branches = issue.errors.map((errors) =>
        errors.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue),
      )
      const best = branches.sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
      return best.flatMap((inner) => problemsOf(inner, schema, yaml, aliases))
    }
    case 'too_small':
      return [
        at(
          yaml.placeOf(issue.path),
          `${name} ${issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'is empty'}`,
          issue.origin === 'number' ? 'Choose a larger number.' : 'Fill it in, or remove the key.',
        ),
      ]
    case 'too_big':
      return [
        at(
          yaml.placeOf(issue.path),
          `${name} must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters' : ''}`,
          'Make it smaller.',
        ),
      ]
    default: {
      const [message, mend] = issue.message.split(' | ')
      return [
        at(
          yaml.placeOf(issue.path),
          (message ?? '').replace('%', name),
          mend ?? 'Correct the value.',
        ),
      ]
    }
  }
}

const depth = (issues: readonly Issue[]) =>
  Math.max(
    0,
    ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)),
  )

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const step of path)
    value = (value as Record<PropertyKey, unknown> | undefined | null)?.[step]
  return value
}

// The schema at a path, read through zod's own definitions: for the names that are known there.
type Def = {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  innerType?: z.ZodType
  options?: z.ZodType[]
  in?: z.ZodType
  discriminator?: string
  values?: unknown[]
}
const def = (schema: z.ZodType) => (schema as unknown as { def: Def }).def

function schemasAt(schema: z.ZodType, path: readonly PropertyKey[], data: unknown): z.ZodType[] {
  const { type, shape, element, innerType, options, in: input, discriminator } = def(schema)
  if (innerType) return schemasAt(innerType, path, data)
  if (type === 'pipe' && input) return schemasAt(input, path, data)
  if (type === 'union' && options) {
    const kind = discriminator
      ? (data as Record<string, unknown> | undefined)?.[discriminator]
      : undefined
    const chosen =
      kind === undefined
        ? options
        : options.filter((option) => literalOf(option, discriminator as string) === kind)
    return (chosen.length > 0 ? chosen : options).flatMap((option) => schemasAt(option, path, data))
  }
  const [step, ...rest] = path
  if (step === undefined) return [schema]
  const next = type === 'object' ? shape?.[String(step)] : element
  return next
    ? schemasAt(next, rest, (data as Record<PropertyKey, unknown> | undefined)?.[step])
    : []
}

function literalOf(option: z.ZodType, key: string): unknown {
  const shape = schemasAt(option, [], undefined)[0]
  const field = shape && def(shape).shape?.[key]
  return field && def(field).values?.[0]
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[], data: unknown): string[] {
  return [
    ...new Set(
      schemasAt(schema, path, data).flatMap((found) => Object.keys(def(found).shape ?? {})),
    ),
  ]
}

function discriminators(schema: z.ZodType, path: readonly PropertyKey[], data: unknown): string[] {
  const key = String(path.at(-1))
  const found = schemasAt(schema, path.slice(0, -1), { ...(data as object), [key]: undefined })
  return found.map((option) => String(literalOf(option, key)))
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of keys',
  record: 'a group of keys',
  array: 'a list',
}
const kindOf = (expected: string) => KINDS[expected] ?? `a ${expected}`

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value && typeof value === 'object') return 'a group of keys'
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`
  return typeof value === 'number' ? `the number ${value}` : String(value)
}

function quoteHint(value: unknown, expected: string): string {
  return expected === 'string' && typeof value !== 'object'
    ? `Put it in quotes: '${String(value)}'.`
    : `Write ${kindOf(expected)}.`
}
