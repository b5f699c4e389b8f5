// The images of the pieces: which are wanted, under which name each is kept, which one goes to the top of the issue.

import { slugOf } from '../issue/slug.ts'
import type { Block, SourceImage } from './block.ts'
import type { Piece } from './piece.ts'

export interface WantedImage {
  /** Whole URL, `data:` URL, key of an embedded image, or a path relative to the source. */
  readonly src: string
  /** Which source it is from: index. */
  readonly source: number
}

/** An image that is at hand, or why it is not. */
export type GotImage =
  | { readonly kind: 'got'; readonly extension: string }
  | { readonly kind: 'missing'; readonly why: string }

export interface CoverImage extends SourceImage {
  readonly source: number
}

/** Words where nobody said what an image shows, by language. */
const PICTURE: Readonly<Record<string, string>> = {
  en: 'Picture',
  ko: '사진',
  ja: '写真',
  zh: '图片',
  es: 'Imagen',
  fr: 'Image',
  de: 'Bild',
  it: 'Immagine',
  pt: 'Imagem',
  ar: 'صورة',
}

export const pictureWord = (lang: string): string =>
  PICTURE[lang.split('-')[0] as string] ?? (PICTURE.en as string)

/** More images than this make no letter: the rest is named and left out. */
const MAX_IMAGES = 40

export function wantedImages(pieces: readonly Piece[]): readonly WantedImage[] {
  const wanted = new Map<string, WantedImage>()
  for (const [source, piece] of pieces.entries()) {
    const images = [piece.metadata.image, ...bodyOf(piece).map(({ image }) => image)]
    for (const image of images) {
      if (image && !wanted.has(imageKey(source, image.src)) && wanted.size < MAX_IMAGES)
        wanted.set(imageKey(source, image.src), { src: image.src, source })
    }
  }
  return [...wanted.values()]
}

export const imageKey = (source: number, src: string): string => `${source} ${src}`

export function bodyOf({ article, interview }: Piece): readonly Block[] {
  return [
    ...(article?.body ?? []),
    ...(interview?.intro ?? []),
    ...(interview?.turns.flatMap(({ blocks }) => blocks) ?? []),
    ...(interview?.closing ?? []),
  ]
}

/** The picture for the top: what the page names as its own, or an image before the first paragraph. */
export function coverOf(
  pieces: readonly Piece[],
): { cover: CoverImage; block?: Block } | undefined {
  for (const [source, piece] of pieces.entries()) {
    const body = bodyOf(piece)
    const first = body.find(({ image, form }) => image !== undefined || form === 'text')
    const named = piece.metadata.image
    const same = named && body.find(({ image }) => image && sameImage(image.src, named.src))
    const block = same ?? (first?.image ? first : undefined)
    const captions = piece.article?.head.captionOf ?? piece.interview?.head?.captionOf
    const beneath = block && captions?.get(block)
    const image = block?.image ?? named
    if (!image) continue
    const alt = image.alt || named?.alt || ''
    const cover = { ...image, ...(named ? { src: named.src } : {}), ...beneath, alt, source }
    // The page's own picture may be another cut of the one at the top of the text.
    return block && (same || !named || isNear(body, block)) ? { cover, block } : { cover }
  }
  return undefined
}

const isNear = (body: readonly Block[], block: Block) => body.indexOf(block) <= 1

/** What content systems append to the name of a picture that they made smaller. */
const SIZE = /[-_](?:\d{2,4}x\d{2,4}|scaled|large|medium|small|thumb(?:nail)?)(?=\.\w+$|$)/i

/** The same picture at another size, as far as an address tells. */
function sameImage(a: string, b: string): boolean {
  const core = (src: string) =>
    (src.startsWith('data:') ? src : (src.split(/[?#]/)[0] as string))
      .replace(/^.*\//, '')
      .replace(SIZE, '')
  return a === b || (core(a) !== '' && core(a) === core(b))
}

/**
 * A name in the folder, after what the image shows or is called.
 * @param taken names in use; the new one is added.
 */
export function imageName(image: SourceImage, extension: string, taken: Set<string>): string {
  const address = image.src.startsWith('data:') ? '' : (image.src.split(/[?#]/)[0] as string)
  const last = decoded(
    address
      .replace(/^.*\//, '')
      .replace(/\.\w{2,5}$/, '')
      .replace(SIZE, ''),
  )
  const told = /^(?:img|image|photo|dsc|picture|unnamed|file|\d+)?[-_\s]*[\da-f-]*$/i.test(last)
    ? ''
    : slugOf(last)
  const base = told || slugOf(image.alt) || slugOf(image.caption ?? '') || 'image'
  let name = `${base}.${extension}`
  for (let count = 2; taken.has(name); count++) name = `${base}-${count}.${extension}`
  taken.add(name)
  return name
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
