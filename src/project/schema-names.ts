// The names that a schema knows at a path, read through zod's own definitions: for "Did you mean".

import type { z } from 'zod'

type Def = {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  valueType?: z.ZodType
  innerType?: z.ZodType
  options?: z.ZodType[]
  in?: z.ZodType
  discriminator?: string
  values?: unknown[]
}
const def = (schema: z.ZodType) => (schema as unknown as { def: Def }).def

/** Keys that may stand in the object at `path`; where it is one of several kinds, of the kind that `data` names. */
export function keysAt(
  schema: z.ZodType,
  path: readonly PropertyKey[],
  data: unknown,
): readonly string[] {
  const found = schemasAt(schema, path, data)
  return [...new Set(found.flatMap((object) => Object.keys(def(object).shape ?? {})))]
}

/** The kinds that a discriminating key (the last step of `path`) may name. */
export function kindsAt(
  schema: z.ZodType,
  path: readonly PropertyKey[],
  data: unknown,
): readonly string[] {
  const key = String(path.at(-1))
  const found = schemasAt(schema, path.slice(0, -1), { ...(data as object), [key]: undefined })
  return found.map((option) => String(literalOf(option, key)))
}

/** What stands at `path` in plain data. */
export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<PropertyKey, unknown>)[step]
  }
  return value
}

function schemasAt(schema: z.ZodType, path: readonly PropertyKey[], data: unknown): z.ZodType[] {
  const {
    type,
    shape,
    element,
    valueType,
    innerType,
    options,
    in: input,
    discriminator,
  } = def(schema)
  if (innerType) return schemasAt(innerType, path, data)
  if (type === 'pipe' && input) return schemasAt(input, path, data)
  if (type === 'union' && options) {
    const kind = discriminator ? valueAt(data, [discriminator]) : undefined
    const chosen =
      kind === undefined
        ? options
        : options.filter((option) => literalOf(option, discriminator as string) === kind)
    return (chosen.length > 0 ? chosen : options).flatMap((option) => schemasAt(option, path, data))
  }
  const [step, ...rest] = path
  if (step === undefined) return [schema]
  const next = type === 'object' ? shape?.[String(step)] : (element ?? valueType)
  return next ? schemasAt(next, rest, valueAt(data, [step])) : []
}

function literalOf(option: z.ZodType, key: string): unknown {
  const shape = schemasAt(option, [], undefined)[0]
  const field = shape && def(shape).shape?.[key]
  return field && def(field).values?.[0]
}
