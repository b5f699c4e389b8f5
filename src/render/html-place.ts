// Where in HTML each slot stands, and so how it must be escaped. A small reader of the HTML that MJML makes
// (quoted attributes, conditional comments): what enters is HTML with tokens, what leaves is one site a token.

import type { Slot, SlotTable } from './slot.ts'

export type Site =
  | { readonly in: 'text'; readonly at: number }
  | {
      readonly in: 'attribute'
      readonly at: number
      /** Lower case. */
      readonly name: string
      /** Offset of the attribute's first character: two slots with the same one share the attribute. */
      readonly start: number
    }
  /** A comment of its own, `<!--token-->`: `at` to `end` is the whole comment. */
  | { readonly in: 'comment'; readonly at: number; readonly end: number }
  /** Where no slot may stand: a tag's name, a style sheet, an unquoted attribute. */
  | { readonly in: 'nowhere'; readonly at: number; readonly what: string }

export interface Placed {
  readonly slot: Slot
  readonly site: Site
}

/** In the order of the text. */
export function placeSlots(html: string, slots: SlotTable): Placed[] {
  const found = [...slots.in(html)]
  const placed: Placed[] = []
  let next = 0
  /** Gives every token before `end` the site that `site` says. */
  const take = (end: number, site: (at: number) => Site) => {
    for (let token = found[next]; token && token.at < end; token = found[++next]) {
      placed.push({ slot: token.slot, site: site(token.at) })
    }
  }
  let at = 0
  while (next < found.length) {
    const open = html.indexOf('<', at)
    const tag = open < 0 ? html.length : open
    take(tag, (at) => ({ in: 'text', at }))
    if (open < 0) break
    at = readMarkup(html, open, take)
  }
  return placed
}

const TAG_NAME = /<\/?([a-z][a-z0-9:-]*)/iy
const ATTRIBUTE = /\s*([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?|\s*\/|\s*>/y

type Take = (end: number, site: (at: number) => Site) => void

function readMarkup(html: string, open: number, take: Take): number {
  if (html.startsWith('<!--', open)) return readComment(html, open, take)
  if (html.startsWith('<!', open)) {
    const end = after(html, '>', open)
    take(end, (at) => ({ in: 'nowhere', at, what: 'a declaration' }))
    return end
  }
  TAG_NAME.lastIndex = open
  const tag = TAG_NAME.exec(html)
  if (!tag) {
    take(open + 1, (at) => ({ in: 'text', at }))
    return open + 1
  }
  const end = readAttributes(html, TAG_NAME.lastIndex, take)
  if (tag[0] === '<style' || tag[0] === '<script') {
    const close = html.indexOf(`</${tag[1]}`, end)
    const stop = close < 0 ? html.length : close
    take(stop, (at) => ({ in: 'nowhere', at, what: `<${tag[1]}>` }))
    return stop
  }
  return end
}

/** Conditional comments are Outlook's HTML and read as such; `<!--token-->` is a block between elements. */
function readComment(html: string, open: number, take: Take): number {
  if (html.startsWith('<!--[if', open)) return after(html, ']>', open)
  const end = after(html, '-->', open)
  const alone = /^<!--\s*pr[0-9a-f]{10}slot\d+x\s*-->$/.test(html.slice(open, end))
  take(end, (at) =>
    alone ? { in: 'comment', at: open, end } : { in: 'nowhere', at, what: 'a comment' },
  )
  return end
}

function readAttributes(html: string, from: number, take: Take): number {
  let at = from
  for (;;) {
    ATTRIBUTE.lastIndex = at
    const match = ATTRIBUTE.exec(html)
    if (!match || match[0].trim() === '>') {
      const end = match ? ATTRIBUTE.lastIndex : Math.max(after(html, '>', at), at + 1)
      take(end, (at) => ({ in: 'nowhere', at, what: 'a tag' }))
      return end
    }
    at = ATTRIBUTE.lastIndex
    const value = match[2]
    if (value === undefined) {
      take(at, (at) => ({ in: 'nowhere', at, what: 'a tag' }))
      continue
    }
    const start = at - value.length
    take(start, (at) => ({ in: 'nowhere', at, what: 'a tag' }))
    const name = (match[1] as string).toLowerCase()
    const quoted = value.startsWith('"') || value.startsWith("'")
    take(at, (at) =>
      quoted
        ? { in: 'attribute', at, name, start: start + 1 }
        : { in: 'nowhere', at, what: `the unquoted attribute "${name}"` },
    )
  }
}

function after(html: string, what: string, from: number): number {
  const at = html.indexOf(what, from)
  return at < 0 ? html.length : at + what.length
}
