// Slots: what depends on the reader, kept as opaque tokens while Handlebars and MJML do their work.
// A token is plain ASCII, so that MJML carries it through untouched, and holds a nonce that is made from
// everything else in the letter, so that no content can contain one.

import { createHash } from 'node:crypto'
import type { Expression } from './rendered.ts'

/** Where in a template something stands. `line` and `column` are 1-based. */
export interface Origin {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type SlotMark =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'if'; readonly test: Expression }
  | { readonly kind: 'each'; readonly list: Expression }
  | { readonly kind: 'else' }
  | { readonly kind: 'end' }

export type Slot = SlotMark & { readonly token: string; readonly origin: Origin }

/** Matches one token; `g`, so use it with `matchAll`, `split` or `replace` only. */
export const SLOT_TOKEN = /pr[0-9a-f]{10}slot\d+x/g

/** The slots of one letter, in the order in which the templates asked for them. */
export class SlotTable {
  readonly #prefix: string
  readonly #slots = new Map<string, Slot>()

  /** @param seed everything that the letter is made from. */
  constructor(seed: string) {
    this.#prefix = `pr${createHash('sha256').update(seed).digest('hex').slice(0, 10)}slot`
  }

  add(mark: SlotMark, origin: Origin): string {
    const token = `${this.#prefix}${this.#slots.size}x`
    this.#slots.set(token, { ...mark, token, origin })
    return token
  }

  get(token: string): Slot | undefined {
    return this.#slots.get(token)
  }

  all(): IterableIterator<Slot> {
    return this.#slots.values()
  }

  /** The slots in `text`, in order, each with its offset. What only looks like a token is passed over. */
  *in(text: string): Generator<{ readonly slot: Slot; readonly at: number }> {
    for (const match of text.matchAll(SLOT_TOKEN)) {
      const slot = this.#slots.get(match[0])
      if (slot) yield { slot, at: match.index }
    }
  }
}
