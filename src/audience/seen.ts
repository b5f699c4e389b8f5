// Which addresses a list has had, in 12 bytes each: a million readers fit in 25 MB. Of an address only 64 bits
// of its SHA-1 are kept; that two of a million share them happens once in forty million lists.

import { hash } from 'node:crypto'

export class SeenAddresses {
  #capacity = 1 << 12
  #hashes = new BigUint64Array(this.#capacity)
  #lines = new Uint32Array(this.#capacity)
  #size = 0

  /** @returns the line on which the address stood first; undefined where this is the first time. */
  add(email: string, line: number): number | undefined {
    const key = keyOf(email)
    const at = this.#find(key)
    if (this.#hashes[at] === key) return this.#lines[at]
    this.#hashes[at] = key
    this.#lines[at] = line
    if (++this.#size * 2 > this.#capacity) this.#grow()
    return undefined
  }

  #find(key: bigint): number {
    let at = Number(key & BigInt(this.#capacity - 1))
    while (this.#hashes[at] !== 0n && this.#hashes[at] !== key) at = (at + 1) & (this.#capacity - 1)
    return at
  }

  #grow(): void {
    const [hashes, lines] = [this.#hashes, this.#lines]
    this.#capacity *= 2
    this.#hashes = new BigUint64Array(this.#capacity)
    this.#lines = new Uint32Array(this.#capacity)
    for (const [index, key] of hashes.entries()) {
      if (key === 0n) continue
      const at = this.#find(key)
      this.#hashes[at] = key
      this.#lines[at] = lines[index] as number
    }
  }
}

/** Local parts differ by case in theory only. Never 0, which stands for an empty place. */
const keyOf = (email: string): bigint =>
  hash('sha1', email.toLowerCase(), 'buffer').readBigUInt64LE() || 1n
