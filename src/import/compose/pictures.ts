// Images as an issue's files show them: each gets a name in the folder once, what is not at hand or says
// nothing is named to be looked at.

import type { Block, SourceImage } from '../block.ts'
import { coverOf, type GotImage, imageKey, imageName, pictureWord } from '../images.ts'
import type { Caption } from '../judge/captions.ts'
import type { Piece } from '../piece.ts'
import type { Writer, WrittenImage } from './markdown.ts'
import type { ImportedImage } from './result.ts'

const MAX_SHOWN = 80
const MAX_LINK_SHOWN = 60

export class Pictures {
  readonly #pieces: readonly Piece[]
  readonly #got: ReadonlyMap<string, GotImage>
  readonly #lang: string
  readonly #look: (remark: string) => void
  readonly #cover: ReturnType<typeof coverOf>
  readonly #names = new Set<string>()
  readonly #written = new Map<string, ImportedImage>()
  readonly #missed = new Set<string>()

  /** @param got by `imageKey`. @param look told what an editor should look at. */
  constructor(
    pieces: readonly Piece[],
    got: ReadonlyMap<string, GotImage>,
    lang: string,
    look: (remark: string) => void,
  ) {
    this.#pieces = pieces
    this.#got = got
    this.#lang = lang
    this.#look = look
    this.#cover = coverOf(pieces)
  }

  /** Those that were asked for so far; names are relative to the folder. */
  written(): readonly ImportedImage[] {
    return [...this.#written.values()]
  }

  /** The picture at the top, its file relative to the folder. */
  cover(): WrittenImage | undefined {
    const cover = this.#cover?.cover
    const file = cover && this.#fileOf(cover.source, cover)
    if (!cover || file === undefined) return undefined
    if (cover.alt === '' && !cover.caption)
      this.#look(`Nobody said what ${file}, the picture at the top, shows: write it behind "alt:".`)
    return { ...cover, alt: cover.alt || cover.caption || '', file }
  }

  /** Writes the images and links of one source. */
  writer(source: number): Writer {
    const piece = this.#pieces[source]
    const captions = (piece?.article?.head ?? piece?.interview?.head)?.captionOf
    const dropped = new Set<string>()
    return {
      imageOf: (block) => this.#imageOf(source, block, captions?.get(block)),
      onDroppedLink: (target) => {
        if (dropped.has(target)) return
        dropped.add(target)
        const shown = shortened(target, MAX_LINK_SHOWN) || '(empty)'
        this.#look(`A link that leads nowhere in a letter lost its target: ${shown}`)
      },
    }
  }

  #imageOf(source: number, block: Block, caption: Caption | undefined): WrittenImage | undefined {
    const { image } = block
    if (!image || block === this.#cover?.block) return undefined
    const said = { ...image, ...caption }
    const file = this.#fileOf(source, said)
    if (file === undefined) return undefined
    if (image.alt.trim() === '')
      this.#look(`Nobody said what ${file} shows: write it between the brackets of the image.`)
    return { ...said, file, alt: image.alt.trim() || said.caption || pictureWord(this.#lang) }
  }

  #fileOf(source: number, image: SourceImage): string | undefined {
    const key = imageKey(source, image.src)
    const before = this.#written.get(key)
    if (before) return before.name
    const got = this.#got.get(key)
    if (got?.kind === 'got') {
      const name = imageName(image, got.extension, this.#names)
      this.#written.set(key, { source, src: image.src, name })
      return name
    }
    if (!this.#missed.has(key)) {
      this.#missed.add(key)
      const said = image.alt ? ` (“${image.alt}”)` : ''
      const beneath = [image.caption, image.credit && `(${image.credit})`].filter(Boolean).join(' ')
      const caption = beneath === '' ? '' : `; beneath it stood: “${beneath}”`
      this.#look(
        `An image was left out, ${got?.why ?? 'since it is not at hand'}: ${shortened(image.src, MAX_SHOWN)}${said}${caption}`,
      )
    }
    return undefined
  }
}

const shortened = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most)}…` : text
