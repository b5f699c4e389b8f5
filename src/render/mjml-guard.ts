// The guard before MJML, which loses without a word what stands where it does not look. Takes MJML with
// slot tokens; gives it back with per-reader blocks around whole sections made safe; refuses, with the
// template's file and line, tags that are not closed and slots where they would be lost or do harm.

import { PressrunError, type Problem } from '../problem.ts'
import type { Slot, SlotTable } from './slot.ts'
import type { Output } from './source-marks.ts'

/** Elements whose inside MJML passes on as it is. */
const ENDING_TAGS = new Set([
  'mj-accordion-text',
  'mj-accordion-title',
  'mj-breakpoint',
  'mj-button',
  'mj-carousel-image',
  'mj-html-attribute',
  'mj-navbar-link',
  'mj-preview',
  'mj-raw',
  'mj-social-element',
  'mj-style',
  'mj-table',
  'mj-text',
  'mj-title',
])
const NO_SLOTS_INSIDE = new Set(['mj-style', 'mj-breakpoint'])
const SLOT_ATTRIBUTES = new Set(['href', 'src', 'alt'])
/** Where a raw comment may stand between elements without changing the layout of its neighbours. */
const BLOCK_PARENTS = new Set(['mj-body', 'mj-wrapper', 'mj-column', 'mj-hero'])

interface Open {
  readonly name: string
  readonly at: number
}

/** @throws PressrunError `template`, all problems at once. */
export function guardMjml(output: Output, slots: SlotTable): string {
  const guard = new Guard(output, slots)
  guard.read()
  if (guard.problems.length > 0) throw new PressrunError(guard.problems)
  return guard.result()
}

class Guard {
  readonly problems: Problem[] = []
  readonly #output: Output
  readonly #text: string
  readonly #slots: SlotTable
  readonly #open: Open[] = []
  /** Tokens to be wrapped in an mj-raw, by offset. */
  readonly #wrap: { at: number; token: string }[] = []

  constructor(output: Output, slots: SlotTable) {
    this.#output = output
    this.#text = output.text
    this.#slots = slots
  }

  result(): string {
    let guarded = ''
    let from = 0
    for (const { at, token } of this.#wrap) {
      guarded += `${this.#text.slice(from, at)}<mj-raw><!--${token}--></mj-raw>`
      from = at + token.length
    }
    return guarded + this.#text.slice(from)
  }

  read(): void {
    const text = this.#text
    let at = 0
    while (at < text.length) {
      const next = text.indexOf('<', at)
      this.#between(at, next < 0 ? text.length : next)
      if (next < 0) break
      at = this.#markup(next)
    }
    for (const { name, at } of this.#open)
      this.#problem(at, `<${name}> is never closed`, `Add </${name}>.`)
  }

  /** Reads the comment or tag at `at`; returns where to go on. */
  #markup(at: number): number {
    const text = this.#text
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at)
      const stop = end < 0 ? text.length : end + 3
      if (end < 0) this.#problem(at, 'this comment is never closed', 'Add -->.')
      for (const { slot } of this.#slots.in(text.slice(at, stop))) {
        this.#refuse(slot, 'stands in a comment, where MJML drops it', 'Move it into an mj-text.')
      }
      return stop
    }
    const closing = /<\/([a-z][a-z0-9-]*)\s*>/iy
    closing.lastIndex = at
    const close = closing.exec(text)
    if (close) {
      this.#close(close[1] as string, at)
      return closing.lastIndex
    }
    const opening =
      /<([a-z][a-z0-9-]*)((?:(?:\s+|(?<=["']))[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>/iy
    opening.lastIndex = at
    const open = opening.exec(text)
    if (!open) {
      this.#problem(
        at,
        'this tag cannot be read',
        'Check its quotes and its closing >; every attribute is name="value".',
      )
      return at + 1
    }
    const [, name, attributes, selfClosing] = open as unknown as [string, string, string, string]
    this.#attributes(name, attributes, at + 1 + name.length)
    if (selfClosing) return opening.lastIndex
    if (ENDING_TAGS.has(name)) return this.#ending(name, at, opening.lastIndex)
    this.#open.push({ name, at })
    return opening.lastIndex
  }

  #attributes(element: string, attributes: string, offset: number): void {
    for (const match of attributes.matchAll(/([^\s=]+)\s*=\s*("[^"]*"|'[^']*')|([^\s=]+)/g)) {
      const name = match[1] ?? match[3] ?? ''
      for (const { slot } of this.#slots.in(match[0])) {
        const inName = match[2] === undefined || !match[2].includes(slot.token)
        if (inName) {
          this.#refuse(
            slot,
            `stands in the tag <${element}>, outside of an attribute's value`,
            'Put the #if around the whole element.',
          )
        } else if (!SLOT_ATTRIBUTES.has(name)) {
          this.#refuse(
            slot,
            `stands in the attribute "${name}", which lays the letter out before there is a reader`,
            'A slot may stand in text and in href, src and alt; for another layout write both and put an #if around each.',
          )
        }
      }
      if (/<mj-/.test(match[0])) {
        this.#problem(
          offset + match.index,
          `the attribute "${name}" runs into the next element`,
          'Close its quote.',
        )
      }
    }
  }

  /** The inside of an ending tag, up to its own closing tag. */
  #ending(name: string, at: number, from: number): number {
    const close = new RegExp(`</${name}\\s*>`, 'g')
    close.lastIndex = from
    const closed = close.exec(this.#text)
    const inside = this.#text.slice(from, closed?.index ?? this.#text.length)
    const nested = /<\/?mj-(?!raw)[a-z-]+/.exec(inside)
    if (!closed || nested) {
      this.#problem(
        at,
        `<${name}> is never closed`,
        `Add </${name}>${nested ? ` before ${nested[0]}>` : ''}.`,
      )
      return nested ? from + nested.index : this.#text.length
    }
    if (NO_SLOTS_INSIDE.has(name)) {
      for (const { slot } of this.#slots.in(inside)) {
        this.#refuse(
          slot,
          `stands in <${name}>`,
          'Styles are the same for every reader: write two blocks under an #if.',
        )
      }
    }
    return close.lastIndex
  }

  #close(name: string, at: number): void {
    const open = this.#open.at(-1)
    if (open?.name === name) {
      this.#open.pop()
      return
    }
    const known = this.#open.findLastIndex((candidate) => candidate.name === name)
    if (known < 0) {
      this.#problem(
        at,
        `</${name}> closes nothing`,
        open ? `<${open.name}> is what stands open here.` : 'Remove it.',
      )
      return
    }
    for (const unclosed of this.#open.slice(known + 1)) {
      this.#problem(
        unclosed.at,
        `<${unclosed.name}> is never closed`,
        `Add </${unclosed.name}> before </${name}>.`,
      )
    }
    this.#open.length = known
  }

  /** Text between elements: MJML drops it, so nothing but white space and wrapped blocks may stand here. */
  #between(from: number, to: number): void {
    const text = this.#text.slice(from, to)
    if (text.trim() === '') return
    const parent = this.#open.at(-1)?.name ?? 'the template'
    let rest = text
    for (const { slot, at } of this.#slots.in(text)) {
      rest = rest.replace(slot.token, '')
      if (slot.kind === 'value') {
        this.#refuse(
          slot,
          `stands directly in <${parent}>, where MJML drops it`,
          'Put it into an mj-text.',
        )
      } else if (BLOCK_PARENTS.has(parent)) {
        this.#wrap.push({ at: from + at, token: slot.token })
      } else if (slot.kind !== 'else' && slot.kind !== 'end') {
        this.#refuse(
          slot,
          `stands directly in <${parent}>, where MJML drops it`,
          'Put the block inside an mj-text, or around whole elements of an mj-body or an mj-column.',
        )
      }
    }
    const lost = rest.trim()
    if (lost !== '' && !this.problems.length) {
      const at = from + text.indexOf(lost.slice(0, 1))
      this.#problem(
        at,
        `"${lost.slice(0, 40)}" stands directly in <${parent}>, where MJML drops it`,
        'Put it into an mj-text.',
      )
    }
  }

  #refuse(slot: Slot, message: string, mend: string): void {
    this.problems.push({ code: 'template', message: `this slot ${message}`, mend, ...slot.origin })
  }

  #problem(at: number, message: string, mend: string): void {
    this.problems.push({ code: 'template', message, mend, ...this.#output.locate(at) })
  }
}
