// The head of a piece: headline, kicker, standfirst, byline, dateline, day, captions; and the byline that stands
// at its end. What is none of these is body.

import type { Block, Metadata, Taken } from '../block.ts'
import { askedBy } from '../interview/evidence.ts'
import { isProse } from '../interview/part.ts'
import { cutStart } from '../text/cut.ts'
import { columns, SENTENCE_END } from '../text/wrapping.ts'
import { type HeadLine, isPersons, readHeadLine, readOpening } from './bylines.ts'
import { type Caption, readCaption } from './captions.ts'
import { isTitle, isVerse, OF_A_PLAY, sameTitle, shouted } from './titles.ts'

export interface Head {
  readonly title?: string
  readonly kicker?: string
  readonly standfirst?: string
  readonly byline?: string
  readonly dateline?: string
  readonly published?: string
  readonly source?: string
  /** Captions that belong to no image of the source. */
  readonly captions: readonly Caption[]
  /** Captions that stand beneath an image, by its block. */
  readonly captionOf: ReadonlyMap<Block, Caption>
}

export interface ReadHead {
  readonly head: Head
  /** What is left: the body. */
  readonly body: readonly Block[]
  /** What each block of the head was taken as. */
  readonly taken: ReadonlyMap<Block, { readonly taken: Taken; readonly why?: string }>
}

const MAX_HEAD_BLOCKS = 14
const MAX_TAIL_BLOCKS = 4

/** @param blocks a piece from its start, without furniture. */
export function readHead(blocks: readonly Block[], metadata: Metadata): ReadHead {
  return new HeadReader(blocks, metadata).read()
}

class HeadReader {
  readonly #blocks: readonly Block[]
  readonly #metadata: Metadata
  readonly #taken = new Map<Block, { taken: Taken; why?: string }>()
  readonly #fields: {
    title?: string
    kicker?: string
    standfirst?: string
    byline?: string
    dateline?: string
    published?: string
    source?: string
  } = {}
  readonly #captions: Caption[] = []
  readonly #captionOf = new Map<Block, Caption>()

  constructor(blocks: readonly Block[], metadata: Metadata) {
    this.#blocks = blocks
    this.#metadata = metadata
  }

  read(): ReadHead {
    const zone = this.#zone()
    this.#lines(zone)
    this.#bareName(zone)
    this.#titles(zone.filter((block) => !this.#taken.has(block)))
    this.#lines(this.#blocks.slice(-MAX_TAIL_BLOCKS).filter((block) => !zone.includes(block)))
    this.#captionLines()
    const body = this.#opening(this.#blocks.filter((block) => !this.#taken.has(block)))
    const captions = { captions: this.#captions, captionOf: this.#captionOf }
    return { head: { ...this.#fields, ...captions }, body, taken: this.#taken }
  }

  /** Blocks before the body: up to the first prose that no line of a head follows. */
  #zone(): readonly Block[] {
    const blocks = this.#blocks.slice(0, MAX_HEAD_BLOCKS)
    let end = 0
    for (const [at, block] of blocks.entries()) {
      const prose = isProse(block) && !(block.emphasis && columns(block.text) < 400)
      const headed = blocks
        .slice(at + 1, at + 3)
        .some(
          ({ text }, ahead) =>
            isHeadLine(text) && (ahead === 0 || !isProse(blocks[at + 1] as Block)),
        )
      if (prose && !(headed && columns(block.text) <= 420)) break
      if (
        block.form === 'item' ||
        block.form === 'table' ||
        block.form === 'quote' ||
        block.form === 'rule'
      )
        break
      if (
        block.form === 'heading' &&
        at > 0 &&
        (block.level ?? 1) > 1 &&
        end > 0 &&
        this.#fields.title
      )
        break
      end = at + 1
    }
    // Short lines to the very end are no head: they are all there is.
    if (end === this.#blocks.length && !blocks.some(isProse))
      return blocks.slice(0, Math.min(end, 3))
    return blocks.slice(0, end)
  }

  #lines(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if ((block.form !== 'text' && block.form !== 'heading') || block.hint === 'body') continue
      const hinted = block.hint === 'byline' || block.hint === 'published'
      const read =
        readHeadLine(block.text) ??
        (block === this.#blocks[0] ? undefined : askingLine(block.text)) ??
        (hinted ? hintedLine(block) : undefined)
      if (!read) continue
      this.#take(block, read)
    }
  }

  /** A name alone on its line, beside the line that says when. */
  #bareName(zone: readonly Block[]): void {
    const dated = zone.findIndex((block) => this.#taken.get(block)?.taken === 'published')
    if (dated < 0 || this.#fields.byline) return
    for (const at of [dated - 1, dated + 1]) {
      const block = zone[at]
      if (at < 1 || !block || this.#taken.has(block) || !isPersons(block.text)) continue
      this.#take(block, { byline: block.text })
      return
    }
  }

  #take(block: Block, read: HeadLine): void {
    const { byline, dateline, published, source } = read
    const fields = this.#fields
    const fresh =
      (byline && !fields.byline) ||
      (published && !fields.published) ||
      (dateline && !fields.dateline) ||
      (source && !fields.source)
    if (byline) fields.byline ??= byline
    if (dateline) fields.dateline ??= dateline
    if (published) fields.published ??= published
    if (source) fields.source ??= source
    if (!fresh) {
      this.#taken.set(block, { taken: 'left out', why: 'byline or time, said before' })
      return
    }
    const kinds = [
      byline && 'byline',
      dateline && 'dateline',
      published && 'published',
      source && 'source',
    ].filter(Boolean)
    this.#taken.set(block, {
      taken: kinds[0] as Taken,
      ...(kinds.length > 1 ? { why: `with ${kinds.slice(1).join(' and ')}` } : {}),
    })
  }

  #titles(open: readonly Block[]): void {
    const captioned = open.filter(
      (block) =>
        block.hint !== 'caption' &&
        block.hint !== 'body' &&
        block.form !== 'image' &&
        !readCaption(block.text),
    )
    const hinted = captioned.find(({ hint }) => hint === 'headline')
    const first = captioned.find(({ form, level }) => form === 'heading' && level === 1)
    const heading = hinted ?? first ?? this.#likelyTitle(captioned)
    if (!heading) return
    this.#set(heading, 'headline', 'title')
    const before = captioned.slice(0, captioned.indexOf(heading))
    const after = captioned.slice(captioned.indexOf(heading) + 1)
    for (const block of before.slice(-1)) {
      if (columns(block.text) <= 40 || block.hint === 'kicker') this.#set(block, 'kicker', 'kicker')
    }
    const told = after.find(
      (block) =>
        (block.form === 'text' || block.hint === 'standfirst' || block.form === 'heading') &&
        !isVerse(block) &&
        (block.hint === 'standfirst' || columns(block.text) >= 32) &&
        columns(block.text) <= 420 &&
        (block.form !== 'heading' || block === after[0]),
    )
    if (told && this.#leavesBody(told)) this.#set(told, 'standfirst', 'standfirst')
  }

  /** A standfirst stands before something. */
  #leavesBody(standfirst: Block): boolean {
    const after = this.#blocks.slice(this.#blocks.indexOf(standfirst) + 1)
    return after.some((block) => !this.#taken.has(block) && block.form !== 'rule')
  }

  #likelyTitle(open: readonly Block[]): Block | undefined {
    const { title } = this.#metadata
    const named = title && open.find(({ text }) => sameTitle(text, title))
    if (named) return named
    const [first, second] = open
    if (!first) return undefined
    if (first.form === 'heading') return first
    const short = columns(first.text) <= 28 && first.text.split(/\s+/).length <= 4
    const isKicker =
      short &&
      second &&
      !OF_A_PLAY.test(second.text) &&
      isTitle(second) &&
      columns(second.text) > columns(first.text)
    if (
      isKicker &&
      (second.form === 'heading' ||
        shouted(first.text) ||
        second.after !== 'blank' ||
        first.text.split(/\s+/).length <= 2)
    )
      return second
    return isTitle(first) ? first : undefined
  }

  #set(block: Block, taken: Taken, field: 'title' | 'kicker' | 'standfirst'): void {
    this.#fields[field] = block.text
    this.#taken.set(block, { taken })
  }

  /** Anywhere in the piece: lines that stand under pictures. */
  #captionLines(): void {
    for (const [at, block] of this.#blocks.entries()) {
      if (this.#taken.has(block) || block.image || block.hint === 'body') continue
      if (block.form !== 'text' && block.hint !== 'caption') continue
      const above = this.#blocks[at - 1]
      const image = above?.image ? above : undefined
      const italic = image !== undefined && block.emphasis !== undefined && block.text.length <= 240
      const caption = readCaption(block.text, block.hint === 'caption' || italic)
      if (!caption) continue
      if (image) this.#captionOf.set(image, caption)
      else this.#captions.push(caption)
      this.#taken.set(block, { taken: 'caption' })
    }
  }

  /** Place and agency at the start of the first paragraph. */
  #opening(body: readonly Block[]): readonly Block[] {
    const [first, ...rest] = body
    if (first?.form !== 'text') return body
    const opening = readOpening(first.text)
    if (!opening) return body
    const { head, length } = opening
    this.#fields.dateline ??= head.dateline ?? ''
    if (this.#fields.dateline === '') delete this.#fields.dateline
    if (head.byline) this.#fields.byline ??= head.byline
    if (head.source) this.#fields.source ??= head.source
    const cut = cutStart(first, first.text.slice(length).trim())
    return [cut, ...rest]
  }
}

const isHeadLine = (text: string) => {
  const read = readHeadLine(text)
  return read !== undefined
}

/** `Propos recueillis par Léa Morin`: whoever asked wrote it. */
function askingLine(text: string): HeadLine | undefined {
  const name = text.length <= 80 ? askedBy(text) : undefined
  return name === undefined ? undefined : { byline: name }
}

function hintedLine({ hint, text }: Block): HeadLine | undefined {
  const name = text.replace(/^(?:by|von|par|por)\s+/i, '').trim()
  if (
    hint !== 'byline' ||
    name === '' ||
    name.length > 80 ||
    SENTENCE_END.test(name.replace(/\b\p{L}\.$/u, ''))
  )
    return undefined
  return { byline: name }
}
