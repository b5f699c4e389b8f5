// What a plan froze, by digests: so that a send that goes on can say what has changed since.

import { hash } from 'node:crypto'

export const PARTS = ['subject', 'preheader', 'html', 'text', 'images', 'list', 'sender'] as const
export type Part = (typeof PARTS)[number]

/** A digest of each. `list` may be any text that changes when the list does. */
export type ContentParts = Readonly<Record<Part, string>>

const WORDS: Readonly<Record<Part, string>> = {
  subject: 'the subject',
  preheader: 'the preheader',
  html: 'the HTML',
  text: 'the plain text',
  images: 'the images',
  list: 'the list',
  sender: 'the sender',
}

/**
 * SHA-256, hex, of what is plain data: the same whatever order keys stand in; bytes count as their own digest,
 * whichever kind of array they are in.
 */
export const digestOf = (value: unknown): string => hash('sha256', JSON.stringify(plain(value)))

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return hash('sha256', value)
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value ?? null
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.sort(byKey).map(([key, inner]) => [key, plain(inner)]))
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

const LETTER = ['subject', 'preheader', 'html', 'text', 'images'] as const
type LetterPart = (typeof LETTER)[number]

/** @param letter what is the same for every reader: a `RenderedIssue`. */
export function letterParts(
  letter: Readonly<Record<LetterPart, unknown>>,
): Readonly<Record<LetterPart, string>> {
  const digests = LETTER.map((part) => [part, digestOf(letter[part])])
  return Object.fromEntries(digests) as Record<LetterPart, string>
}

/** Over the parts that every reader gets the same: what a run is held to. */
export function contentDigest(parts: ContentParts): string {
  return digestOf(PARTS.filter((part) => part !== 'list').map((part) => parts[part]))
}

/** @returns what differs, in words. */
export function changedParts(
  before: Partial<ContentParts>,
  now: ContentParts,
  parts: readonly Part[] = PARTS,
): readonly string[] {
  return parts.filter((part) => before[part] !== now[part]).map((part) => WORDS[part])
}
