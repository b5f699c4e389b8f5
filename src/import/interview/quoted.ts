// A dialogue that somebody tells within an answer ("The priest: Why do you come? The farmer: For rain.") has the
// form of turns and is none: its voices are heard in one place only, and what stands before announces them.

import type { Block } from '../block.ts'

interface Heard {
  readonly block: number
  readonly key: string
  readonly label: { readonly name: string }
}

const ANNOUNCES = /[:：…]["”’»」』）)]*$|[“"「『«]$/

/** @returns the turns that are spoken, in order; those of quoted voices are left out. */
export function withoutQuoted<T extends Heard>(
  blocks: readonly Block[],
  heard: readonly T[],
  mentions: string,
): readonly T[] {
  const spans = new Map<string, { first: number; last: number }>()
  for (const [index, { key }] of heard.entries()) {
    const span = spans.get(key)
    if (span) span.last = index
    else spans.set(key, { first: index, last: index })
  }
  if (spans.size < 3) return heard
  const lower = mentions.toLowerCase()
  const known = (key: string) =>
    heard.some((entry) => entry.key === key && lower.includes(entry.label.name.toLowerCase()))
  const quoted = new Set<string>()
  for (let start = 1; start < heard.length; start++) {
    const cluster = clusterAt(heard, spans, start)
    if (!cluster) continue
    const before = heard[start - 1] as T
    const announced = ANNOUNCES.test(blocks[(heard[start] as T).block - 1]?.text.trim() ?? '')
    const outer = new Set(heard.map(({ key }) => key).filter((key) => !cluster.has(key)))
    if (announced && outer.size >= 2 && outer.has(before.key) && ![...cluster].some(known))
      for (const key of cluster) quoted.add(key)
  }
  return heard.filter(({ key }) => !quoted.has(key))
}

/** Voices that are heard from here on without a stop, and nowhere else. */
function clusterAt(
  heard: readonly Heard[],
  spans: ReadonlyMap<string, { readonly first: number; readonly last: number }>,
  start: number,
): ReadonlySet<string> | undefined {
  const keys = new Set<string>()
  for (let index = start; index < heard.length; index++) {
    const key = (heard[index] as Heard).key
    const span = spans.get(key)
    if (!span || span.first < start) break
    keys.add(key)
  }
  const last = Math.max(-1, ...[...keys].map((key) => spans.get(key)?.last ?? -1))
  const size = [...keys].length
  if (size === 0) return undefined
  const contained =
    last - start + 1 === heard.slice(start, last + 1).filter(({ key }) => keys.has(key)).length
  return contained ? keys : undefined
}
