// The front matter of a Markdown source: keys that mean something here become metadata, the others are named.

import { parseDocument } from 'yaml'
import type { Metadata, Taken } from '../block.ts'

export interface FrontMatter {
  readonly metadata: Metadata
  /** How many lines it takes, fences included. */
  readonly length: number
  /** A verdict for each of its lines, by number. */
  readonly settled: ReadonlyMap<number, { readonly taken: Taken; readonly why?: string }>
}

const MEANS: Readonly<Record<string, keyof Metadata>> = {
  title: 'title',
  headline: 'title',
  author: 'byline',
  authors: 'byline',
  byline: 'byline',
  by: 'byline',
  description: 'description',
  summary: 'description',
  excerpt: 'description',
  standfirst: 'description',
  date: 'published',
  published: 'published',
  lang: 'lang',
  language: 'lang',
  site: 'site',
  publication: 'site',
  url: 'url',
  canonical: 'url',
  source: 'url',
}
const MAX_LINES = 200

/** It looks like front matter, and its lines are read as text where that is all they are. */
export const looksLikeFrontMatter = (lines: readonly string[]): boolean =>
  /^---[ \t]*$/.test(lines[0] ?? '') &&
  /^(?:title|author|date|tags|layout|slug)\s*:/i.test(lines[1] ?? '')

/** Undefined where the text does not begin with front matter that can be read. */
export function readFrontMatter(lines: readonly string[]): FrontMatter | undefined {
  if (!/^---[ \t]*$/.test(lines[0] ?? '')) return undefined
  const end = lines.findIndex((line, at) => at > 0 && at < MAX_LINES && /^---[ \t]*$/.test(line))
  if (end < 0) return undefined
  const document = parseDocument(lines.slice(1, end).join('\n'), { logLevel: 'silent' })
  if (document.errors.length > 0) return undefined
  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: 20 })
  } catch {
    return undefined
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return undefined

  const metadata: Record<string, string> = {}
  const unknown = new Set<string>()
  for (const [key, value] of Object.entries(data)) {
    const meant = MEANS[key.toLowerCase()]
    const text = textOf(value)
    if (meant === undefined || text === undefined || metadata[meant] !== undefined) unknown.add(key)
    else metadata[meant] = text
  }
  const settled = new Map<number, { taken: Taken; why?: string }>()
  let key: string | undefined
  for (let at = 0; at <= end; at++) {
    key = /^([\w-]+)\s*:/.exec(lines[at] ?? '')?.[1] ?? key
    const lost = key !== undefined && unknown.has(key) && at > 0 && at < end
    settled.set(
      at + 1,
      lost
        ? { taken: 'left out', why: `front matter: there is no place for "${key}"` }
        : { taken: 'metadata' },
    )
  }
  return { metadata, length: end + 1, settled }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) {
    const texts = value.map(textOf).filter((text) => text !== undefined)
    return texts.length > 0 ? texts.join(', ') : undefined
  }
  if (value !== null && typeof value === 'object') return textOf((value as { name?: unknown }).name)
  return undefined
}
