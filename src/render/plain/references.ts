// The numbered links and footnotes of one piece: gathered while it is written, listed at its end.

import type { Footnote } from '../../issue/content.ts'
import { columnsOf } from './width.ts'

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

export class References {
  /** As they are listed: an address, and what its author calls it. */
  readonly #links: string[] = []
  readonly #notes: Footnote[] = []
  /** How many notes earlier parts of the piece had, and the numbers that this part knows its own by. */
  #before = 0
  #numbers: readonly number[] = []

  /** A further part of the piece begins, with footnotes of its own. */
  open(footnotes: readonly Footnote[]): void {
    this.#before = this.#notes.length
    this.#numbers = footnotes.map(({ number }) => number)
    this.#notes.push(...footnotes)
  }

  /**
   * `text [3]`; the bare address where the text says just that. The same address has one number.
   * @param title what the link says where a pointer rests on it.
   */
  linked(text: string, href: string, title?: string): string {
    const address = plainAddress(href)
    const listed = title === undefined ? address : `${address} (${title})`
    if (text === '' || sameAddress(text, address)) return listed
    const known = this.#links.indexOf(listed)
    const number = known >= 0 ? known + 1 : this.#links.push(listed)
    return `${text}${endsWide(text) ? '' : ' '}[${number}]`
  }

  /** `¹`: set apart from the numbers of links. */
  noteMark(number: number): string {
    return superscript(this.#before + this.#numbers.indexOf(number) + 1)
  }

  /** Each footnote with its mark, in order. Notes may hold links, so list them before the links. */
  notes(): readonly { readonly mark: string; readonly footnote: Footnote }[] {
    return this.#notes.map((footnote, index) => ({ mark: superscript(index + 1), footnote }))
  }

  /** `[1] https://…`, a line each, never wrapped. */
  linkLines(): string[] {
    return this.#links.map((listed, index) => `[${index + 1}] ${listed}`)
  }
}

/** A mail address or a telephone number without its scheme, as a person writes it. */
function plainAddress(href: string): string {
  const bare = /^(?:mailto|tel):([^?]+)$/i.exec(href)?.[1]
  return bare === undefined ? href : decoded(bare)
}

function sameAddress(text: string, address: string): boolean {
  const shown = address.replace(/^https?:\/\//, '')
  return [address, decoded(address), shown, shown.replace(/\/$/, '')].includes(text)
}

function decoded(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}

/** Chinese, Japanese and Korean put no space before a mark: in Korean a particle may follow it. */
const endsWide = (text: string) => columnsOf([...text].at(-1) ?? '') === 2

const superscript = (number: number) =>
  [...String(number)].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')
