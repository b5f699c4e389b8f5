// The links of a letter, for lists and checks.

import type { SlotTable } from './slot.ts'

/** Every link that is the same for all readers, decoded, once each, in order. */
export function linksIn(html: string, slots: SlotTable): readonly string[] {
  const links = new Set<string>()
  for (const [, href] of html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)) {
    const { done } = slots.in(href as string).next()
    if (done) links.add(decodeEntities(href as string))
  }
  return [...links]
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The entities that escaping writes: five names and numbers. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
  })
}
