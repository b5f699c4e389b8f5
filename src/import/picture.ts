// The bytes of a picture to a file that a letter can show, or why not. What letters do not show everywhere (AVIF, TIFF)
// becomes JPEG or PNG.

import { MAX_IMAGE_BYTES } from './limits.ts'

export type Picture =
  | { readonly kind: 'got'; readonly extension: string; readonly bytes: Buffer }
  | { readonly kind: 'missing'; readonly why: string }

const SHOWN: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  png: 'png',
  gif: 'gif',
  webp: 'webp',
}
const FEW_PIXELS = 24

export const missing = (why: string): Picture => ({ kind: 'missing', why })

export async function pictureOf(bytes: Buffer): Promise<Picture> {
  if (bytes.length > MAX_IMAGE_BYTES)
    return missing(`which is larger than ${MAX_IMAGE_BYTES / 1e6} MB`)
  const { default: sharp } = await import('sharp')
  try {
    const image = sharp(bytes)
    const { format, width = 0, height = 0, hasAlpha } = await image.metadata()
    if (Math.min(width, height) <= FEW_PIXELS) return missing('a picture of a few pixels')
    const extension = SHOWN[format ?? '']
    if (extension !== undefined) return { kind: 'got', extension, bytes }
    if (format === 'svg') return missing('a drawing (SVG), which mail does not show')
    const made = hasAlpha ? image.png() : image.rotate().jpeg({ quality: 88 })
    return { kind: 'got', extension: hasAlpha ? 'png' : 'jpg', bytes: await made.toBuffer() }
  } catch {
    return missing('which is no picture that can be read')
  }
}

const DATA_URL = /^data:image\/[\w.+-]+(?:;[\w=.+-]+)*?(;base64)?,/i

/** Undefined where it is no picture's. */
export function bytesOfDataUrl(src: string): Buffer | undefined {
  const found = DATA_URL.exec(src)
  if (!found) return undefined
  const data = src.slice(found[0].length)
  try {
    return found[1] ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data), 'latin1')
  } catch {
    return undefined
  }
}
