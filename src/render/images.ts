// Images of a letter: the project's files sized for twice the width at which they are shown, recompressed,
// and named by what is in them. Reading goes through the project's files; what was made once may be kept.

import { createHash } from 'node:crypto'
import type { Sharp } from 'sharp'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { Project } from '../project/project.ts'
import type { RenderedImage } from './rendered.ts'
import { isSvg, undrawn } from './svg.ts'

/** An image and how wide it is shown, in CSS pixels. */
export interface PlacedImage {
  readonly ref: ImageRef
  readonly width: number
  /** Cut to a square around its middle: portraits. */
  readonly square?: boolean
}

/** Keeps what was made of an image; keys are hex digests. */
export interface ImageCache {
  get(key: string): Buffer | undefined
  set(key: string, made: Buffer): void
}

type Made = Omit<RenderedImage, 'name' | 'src'>

const MAX_IMAGE_BYTES = 40_000_000
/** Raise it when the way images are made changes. */
const RECIPE = 1
const EXTENSIONS = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
} as const

/**
 * @returns one image a place, keyed by `imageKey`.
 * @throws PressrunError `image` for a file that is no image, all of them at once.
 */
export async function prepareImages(
  project: Project,
  slug: string,
  files: Files,
  places: readonly PlacedImage[],
  cache?: ImageCache,
): Promise<ReadonlyMap<string, RenderedImage>> {
  const distinct = new Map(places.map((place) => [imageKey(place), place]))
  const made = await Promise.allSettled(
    [...distinct].map(async ([key, place]) => {
      const image = await makeImage(files, place, cache)
      return [key, nameImage(project, slug, place.ref, image)] as const
    }),
  )
  const failed = made.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  )
  const crash = failed.find((error) => !(error instanceof PressrunError))
  if (crash) throw crash
  if (failed.length > 0)
    throw new PressrunError((failed as PressrunError[]).flatMap((error) => error.problems))
  return new Map(made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])))
}

export function imageKey({ ref, width, square }: PlacedImage): string {
  return `${ref.name} ${width}${square ? ' square' : ''}`
}

async function makeImage(files: Files, place: PlacedImage, cache?: ImageCache): Promise<Made> {
  const source = files.bytes(place.ref.name, MAX_IMAGE_BYTES, place.ref.where)
  const key = createHash('sha256')
    .update(`${RECIPE} ${place.width} ${place.square ?? false}\0`)
    .update(source)
    .digest('hex')
  const kept = cache?.get(key)
  if (kept) return unpack(kept)
  const made = await encode(source, place)
  cache?.set(key, pack(made))
  return made
}

async function encode(source: Buffer, { ref, width, square }: PlacedImage): Promise<Made> {
  const { default: sharp } = await import('sharp')
  const refuse = (what: string, mend: string, cause?: unknown) =>
    new PressrunError(
      {
        code: 'image',
        message: `"${ref.name}" ${what}`,
        mend,
        ...(ref.where ?? { file: ref.name }),
      },
      { cause },
    )
  if (source.length === 0) throw refuse('is empty', 'Save the image again.')
  const missing = isSvg(source) ? undrawn(source) : undefined
  if (missing !== undefined)
    throw refuse(missing, 'Save it as one file with everything in it, such as a PNG.')
  try {
    const { format, pages, hasAlpha } = await sharp(source).metadata()
    const moving = format === 'gif' && (pages ?? 1) > 1
    const sized = sharp(source, { animated: moving })
      .autoOrient()
      .resize({
        width: width * 2,
        ...(square ? { height: width * 2 } : {}),
        withoutEnlargement: true,
      })
    const type = moving ? 'image/gif' : hasAlpha || format === 'svg' ? 'image/png' : 'image/jpeg'
    const { data, info } = await compress(sized, type).toBuffer({ resolveWithObject: true })
    const height = moving ? (info.pageHeight ?? info.height) : info.height
    const shown = Math.min(width, info.width)
    return { type, bytes: data, width: shown, height: Math.round((height * shown) / info.width) }
  } catch (error) {
    throw refuse(
      `cannot be read as an image: ${reasonOf((error as Error).message)}`,
      'Save it as JPEG, PNG, WebP, GIF or SVG.',
      error,
    )
  }
}

/** What the image library said, for somebody who made the picture. */
function reasonOf(message: string): string {
  if (/unsupported image format/.test(message)) return 'it is something else'
  if (/pixel limit/.test(message)) return 'it has more pixels than can be handled'
  if (/premature end|read error|corrupt|truncated|parse error|bad /i.test(message))
    return 'it is damaged or cut off'
  return message.split('\n')[0] as string
}

function compress(image: Sharp, type: Made['type']): Sharp {
  if (type === 'image/gif') return image.gif()
  if (type === 'image/png') return image.png({ compressionLevel: 9, palette: true, quality: 90 })
  return image.flatten({ background: '#ffffff' }).jpeg({ quality: 78, mozjpeg: true })
}

function nameImage(project: Project, slug: string, ref: ImageRef, made: Made): RenderedImage {
  const base = (ref.name.split('/').at(-1) as string).replace(/\.[^.]*$/, '')
  const safe =
    base
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'image'
  const digest = createHash('sha256').update(made.bytes).digest('hex').slice(0, 8)
  const name = `${safe}-${digest}.${EXTENSIONS[made.type]}`
  const host = new URL(project.url).hostname
  const src =
    project.images === 'embed' ? `cid:${name}@${host}` : `${project.url}/${slug}/images/${name}`
  return { ...made, name, src }
}

// As kept: one line of JSON, then the bytes.
function pack({ bytes, ...rest }: Made): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(rest)}\n`), bytes])
}

function unpack(kept: Buffer): Made {
  const end = kept.indexOf(10)
  return { ...JSON.parse(kept.subarray(0, end).toString()), bytes: kept.subarray(end + 1) }
}
