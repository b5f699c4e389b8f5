// Images of the letters that were looked at last, by what is in them: so that the page's image addresses never
// change under it and a browser asks for each only once. Bounded: what was not looked at for longest goes first.

import { createHash } from 'node:crypto'

export interface ShelfImage {
  readonly type: string
  readonly bytes: Uint8Array
}

export interface ImageShelf {
  /** @returns the image's name on the shelf. */
  put(image: ShelfImage): string
  get(name: string): ShelfImage | undefined
}

export function imageShelf(maxBytes = 128_000_000): ImageShelf {
  /** In the order of their last use. */
  const images = new Map<string, ShelfImage>()
  let total = 0
  return {
    put(image) {
      const name = createHash('sha256').update(image.bytes).digest('hex').slice(0, 24)
      if (images.delete(name)) total -= image.bytes.length
      images.set(name, image)
      total += image.bytes.length
      for (const [oldest, { bytes }] of images) {
        if (total <= maxBytes || oldest === name) break
        images.delete(oldest)
        total -= bytes.length
      }
      return name
    },
    get: (name) => images.get(name),
  }
}
