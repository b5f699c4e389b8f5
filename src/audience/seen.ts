// Which addresses a list has had, in 12 bytes each and a table at most four fifths full: a million readers fit in
// 25 MB, where a Set of the addresses takes 130. Of an address only 64 bits of its SHA-1 are kept: that two of a
// million share them happens once in forty million lists, and nobody can make an address that pushes out another.

import { hash } from 'node:crypto'

/** The table's first size: a power of two. */
const SMALLEST = 1 << 12

export class SeenAddresses {
  #mask = SMALLEST - 1
  #highs = new Uint32Array(SMALLEST)
  #lows = new Uint32Array(SMALLEST)
  #lines = new Uint32Array(SMALLEST)
  #size = 0

  /** @returns the line on which the address stood first; undefined where this is the first time. */
  add(email: string, line: number): number | undefined {
    const digest = hash('sha1', email.toLowerCase(), 'binary')
    // 0 stands for an empty place.
    const high = word(digest, 0) || 1
    const low = word(digest, 4)
    const at = this.#find(high, low)
    if (this.#highs[at] !== 0) return this.#lines[at]
    this.#put(at, high, low, line)
    if (++this.#size > (this.#mask + 1) * 0.8) this.#grow()
    return undefined
  }

  /** Its place, or the empty one where it would go. */
  #find(high: number, low: number): number {
    let at = low & this.#mask
    while (this.#highs[at] !== 0 && (this.#highs[at] !== high || this.#lows[at] !== low))
      at = (at + 1) & this.#mask
    return at
  }

  #put(at: number, high: number, low: number, line: number): void {
    this.#highs[at] = high
    this.#lows[at] = low
    this.#lines[at] = line
  }

  #grow(): void {
    const [highs, lows, lines] = [this.#highs, this.#lows, this.#lines]
    const size = highs.length * 2
    this.#mask = size - 1
    this.#highs = new Uint32Array(size)
    this.#lows = new Uint32Array(size)
    this.#lines = new Uint32Array(size)
    for (const [index, high] of highs.entries()) {
      const low = lows[index] as number
      if (high !== 0) this.#put(this.#find(high, low), high, low, lines[index] as number)
    }
  }
}

const word = (digest: string, at: number): number =>
  (digest.charCodeAt(at) |
    (digest.charCodeAt(at + 1) << 8) |
    (digest.charCodeAt(at + 2) << 16) |
    (digest.charCodeAt(at + 3) << 24)) >>>
  0
