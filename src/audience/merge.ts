// What becomes of a reader who is known already when a list names them again. The rule is chosen by whoever imports;
// how they stand on a list is no part of it: see `circulation/import.ts`.

import type { FieldValue, Subscriber } from './subscriber.ts'

/** What a list can say of a reader besides their address. */
export type Profile = Omit<Subscriber, 'email'>

/**
 * `update`: what the list says counts, what it leaves empty stays, tags are added. `fill`: only what was empty is
 * filled, tags are added. `replace`: as the list has it, and what it has not goes.
 */
export const MERGE_RULES = ['update', 'fill', 'replace'] as const
export type MergeRule = (typeof MERGE_RULES)[number]

/** @returns undefined where nothing changes. */
export function mergeProfile(known: Profile, said: Profile, rule: MergeRule): Profile | undefined {
  const merged = rule === 'replace' ? said : joined(known, said, rule)
  return isSame(known, merged) ? undefined : merged
}

function joined(known: Profile, said: Profile, rule: 'update' | 'fill'): Profile {
  const [first, second] = rule === 'update' ? [said, known] : [known, said]
  const named = first.name === '' ? second : first
  return {
    name: named.name,
    // The name a reader is called by belongs to the whole name.
    firstName: named.firstName || second.firstName,
    lang: first.lang || second.lang,
    tags: [...new Set([...known.tags, ...said.tags])],
    fields: { ...known.fields, ...second.fields, ...filled(first.fields) },
  }
}

const filled = (fields: Profile['fields']) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)))

const isEmpty = (value: FieldValue) => value === '' || value === null

function isSame(a: Profile, b: Profile): boolean {
  if (a.name !== b.name || a.firstName !== b.firstName || a.lang !== b.lang) return false
  if (a.tags.length !== b.tags.length || a.tags.some((tag, at) => tag !== b.tags[at])) return false
  const keys = Object.keys(a.fields)
  return (
    keys.length === Object.keys(b.fields).length &&
    keys.every((key) => key in b.fields && isEqual(a.fields[key], b.fields[key]))
  )
}

const isEqual = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
