// The cut: a text with slot tokens becomes constant segments and open slots (`Merge`), once an issue.
// Each slot learns where it stands; one that could change markup, a style or a URL's host is refused.

import { PressrunError, type Problem } from '../problem.ts'
import { placeSlots, type Site } from './html-place.ts'
import type { Expression, Merge, Part, Place } from './rendered.ts'
import type { Slot, SlotTable } from './slot.ts'

/** What stands where in the text, whatever kind of text it is. */
interface Cutting {
  readonly slot: Slot
  /** The stretch of text that the slot takes the place of. */
  readonly from: number
  readonly to: number
  /** Slots that open, divide and close one block must share a site. */
  readonly site: string
  /** The place of a value, given the constant text that leads up to it within its site. */
  place(lead: string): Place | Refusal
  /** Where the site began: what leads up to the slot is counted from here. */
  readonly siteFrom: number
}

interface Refusal {
  readonly refused: string
  readonly mend: string
}

const URL_ATTRIBUTES = new Set(['href', 'src', 'action', 'background', 'xlink:href'])
/** Scheme and host are there in full, so that nothing after them can change the host. */
const HOST_DONE = /^\s*(https?:\/\/[^/?#\s\\@]+[/?#]|mailto:[^?\s]+\?|tel:\+?[\d-]+)/i

/** @throws PressrunError `template`, all problems at once. */
export function cutHtml(html: string, slots: SlotTable): Merge {
  const cuttings = placeSlots(html, slots).map(({ slot, site }) => htmlCutting(slot, site))
  return assemble(html, cuttings)
}

/**
 * @param kind `plain` for the text part and the preheader, `header` for the subject.
 * @throws PressrunError `template`
 */
export function cutText(text: string, slots: SlotTable, kind: 'plain' | 'header'): Merge {
  const cuttings = [...slots.in(text)].map(({ slot, at }): Cutting => {
    return {
      slot,
      from: at,
      to: at + slot.token.length,
      site: 'text',
      siteFrom: 0,
      place: (lead) => (kind === 'header' ? 'header' : plainPlace(slot, lead)),
    }
  })
  return assemble(text, cuttings)
}

function htmlCutting(slot: Slot, site: Site): Cutting {
  const from = site.in === 'comment' ? site.at : site.at
  const to = site.in === 'comment' ? site.end : site.at + slot.token.length
  const inText = site.in === 'text' || site.in === 'comment'
  return {
    slot,
    from,
    to,
    site: inText ? 'text' : site.in === 'attribute' ? `attribute ${site.start}` : 'nowhere',
    siteFrom: site.in === 'attribute' ? site.start : from,
    place: (lead) => htmlPlace(slot, site, lead),
  }
}

function htmlPlace(slot: Slot, site: Site, lead: string): Place | Refusal {
  switch (site.in) {
    case 'text':
      return 'html'
    case 'comment':
    case 'nowhere':
      return {
        refused: `stands in ${site.in === 'comment' ? 'a comment' : site.what}, where a reader's value could do harm`,
        mend: 'A slot may stand in text and in href, src and alt.',
      }
    case 'attribute':
      if (site.name === 'style' || site.name.startsWith('on')) {
        return {
          refused: `stands in the attribute "${site.name}"`,
          mend: 'A slot may stand in text and in href, src and alt.',
        }
      }
      return URL_ATTRIBUTES.has(site.name) ? urlPlace(slot, lead, 'url') : 'attribute'
  }
}

function plainPlace(slot: Slot, lead: string): Place | Refusal {
  const url = /(?:https?:\/\/|mailto:).*$/is.exec(lastWord(lead))?.[0]
  return url === undefined ? 'plain' : urlPlace(slot, url, 'plain-url')
}

/** From the end: looked for from the start, each word before it would be read once a character. */
function lastWord(text: string): string {
  let from = text.length
  while (from > 0 && /\S/.test(text[from - 1] as string)) from--
  return text.slice(from)
}

function urlPlace(slot: Slot, lead: string, place: 'url' | 'plain-url'): Place | Refusal {
  if (isLink(slot) && lead.trim() === '') return place === 'url' ? 'link' : 'plain'
  if (HOST_DONE.test(lead)) return place
  return {
    refused: 'could change where a link leads, because it stands before the end of the host',
    mend: 'Write the link as https://host/ and put the slot after that.',
  }
}

const isLink = (slot: Slot) =>
  slot.kind === 'value' && slot.value.kind === 'path' && slot.value.root === 'links'

/** A block that is being read. */
interface Frame {
  readonly cutting: Cutting
  /** What led up to the block within its site. */
  readonly lead: string
  readonly outer: Part[]
  /** The first branch, once `else` was met. */
  first?: Part[]
  /** What led up to the `else`, at the end of the first branch. */
  firstLead?: string
}

function assemble(text: string, cuttings: readonly Cutting[]): Merge {
  const problems: Problem[] = []
  const refuse = (slot: Slot, what: string, mend: string) =>
    problems.push({ code: 'template', message: `this slot ${what}`, mend, ...slot.origin })
  const frames: Frame[] = []
  let parts: Part[] = []
  let at = 0
  let site = ''
  /** Constant text of the current site, up to here. */
  let lead = ''

  for (const cutting of cuttings) {
    const { slot } = cutting
    const constant = text.slice(at, cutting.from)
    if (constant !== '') parts.push(constant)
    if (cutting.site === site) lead += constant
    else lead = text.slice(cutting.siteFrom, cutting.from)
    site = cutting.site
    at = cutting.to

    if (slot.kind === 'value') {
      const place = cutting.place(lead)
      if (typeof place === 'string') parts.push({ kind: 'value', value: slot.value, place })
      else refuse(slot, place.refused, place.mend)
      // Stands for the value: it completes no host and ends no word.
      lead += '\u2060'
      continue
    }
    if (cutting.site === 'nowhere') {
      const place = cutting.place(lead)
      if (typeof place !== 'string') refuse(slot, place.refused, place.mend)
      continue
    }
    if (slot.kind === 'if' || slot.kind === 'each') {
      frames.push({ cutting, lead, outer: parts })
      parts = []
      continue
    }
    const frame = frames.at(-1)
    if (!frame || frame.cutting.site !== cutting.site) {
      refuse(
        slot,
        'ends in another place than where it began',
        'Keep the whole block within one text or one attribute.',
      )
      continue
    }
    if (slot.kind === 'else') {
      frame.first = parts
      frame.firstLead = lead
      parts = []
      lead = frame.lead
      continue
    }
    frames.pop()
    frame.outer.push(closeBlock(frame, parts))
    parts = frame.outer
    lead = joinLeads(frame.firstLead ?? frame.lead, lead)
  }
  for (const { cutting } of frames) {
    refuse(
      cutting.slot,
      'opens a block that is not closed in the letter',
      'Check the markup around it.',
    )
  }
  if (problems.length > 0) throw new PressrunError(problems)
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

function closeBlock(frame: Frame, last: readonly Part[]): Part {
  const { slot } = frame.cutting
  const [body, otherwise] = frame.first ? [frame.first, last] : [last, []]
  return slot.kind === 'each'
    ? { kind: 'each', list: slot.list, body, otherwise }
    : { kind: 'if', test: (slot as { test: Expression }).test, body, otherwise }
}

/** After a block, only what is true whichever way it went: the less complete of both leads. */
function joinLeads(a: string, b: string): string {
  return HOST_DONE.test(a) ? b : a
}
