// Paragraphs, lists, tables and the rest: tokens to blocks, each with its line.

import type { Block, Footnote, Inline, Prose } from './content.ts'
import { footnoteNumber, type InlinePart, merged, readInline } from './markdown-inline.ts'
import type { Reading, Token } from './markdown-reading.ts'

/** Quotations and lists inside of one another: more could not be told apart in a letter. */
const MAX_DEPTH = 12

export class BlockReader {
  readonly #tokens: readonly Token[]
  readonly #reading: Reading
  readonly #footnotes: Footnote[] = []
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], reading: Reading) {
    this.#tokens = tokens
    this.#reading = reading
  }

  prose(): Prose {
    const blocks = this.#blocks(undefined)
    return { blocks, footnotes: this.#footnotes }
  }

  /** Reads up to the token that closes what is being read. */
  #blocks(close: string | undefined): Block[] {
    const blocks: Block[] = []
    for (let token = this.#tokens[this.#at]; token; token = this.#tokens[this.#at]) {
      this.#at++
      if (token.type === close) break
      blocks.push(...this.#block(token))
    }
    return blocks
  }

  #block(token: Token): Block[] {
    const index = token.map?.[0] ?? 0
    const line = this.#reading.lineAt(index)
    switch (token.type) {
      case 'paragraph_open':
        return this.#paragraph(index)
      case 'heading_open': {
        const level = Number(token.tag.slice(1)) as 1
        const children = this.#words('heading_close', index, 'a heading')
        return [{ type: 'heading', level, children, line }]
      }
      case 'blockquote_open': {
        const children = this.#nested(index, () => this.#blocks('blockquote_close'))
        return [{ type: 'quote', children, line }]
      }
      case 'bullet_list_open':
      case 'ordered_list_open':
        return [this.#nested(index, () => this.#list(token, line))]
      case 'fence':
      case 'code_block': {
        const language = token.info.trim().split(/\s+/)[0]
        return [{ type: 'code', text: token.content, ...(language ? { language } : {}), line }]
      }
      case 'table_open':
        return [this.#table(index, line)]
      case 'hr':
        return [{ type: 'rule', line }]
      case 'footnote_block_open':
        this.#readFootnotes()
        return []
      default:
        return []
    }
  }

  #nested<T>(index: number, read: () => T): T {
    this.#depth++
    if (this.#depth === MAX_DEPTH + 1) {
      this.#reading.problem(
        'quotations or lists are nested more deeply here than a letter can show',
        'Write it flatter.',
        index,
      )
    }
    const result = read()
    this.#depth--
    return result
  }

  /** A paragraph; images in it come out as blocks of their own. */
  #paragraph(index: number): Block[] {
    const line = this.#reading.lineAt(index)
    const blocks: Block[] = []
    let children: Inline[] = []
    const flush = () => {
      if (children.some((child) => child.type !== 'text' || child.text.trim() !== '')) {
        blocks.push({ type: 'paragraph', children: trimEnds(children), line })
      }
      children = []
    }
    for (const part of this.#inline('paragraph_close', index)) {
      if (part.type === 'image') {
        flush()
        blocks.push({ ...part, line })
      } else children.push(part)
    }
    flush()
    return blocks
  }

  #list(open: Token, line: number): Block {
    const close = open.type.replace('open', 'close')
    const items: Block[][] = []
    let tight = true
    for (
      let token = this.#tokens[this.#at];
      token && token.type !== close;
      token = this.#tokens[this.#at]
    ) {
      this.#at++
      if (token.type !== 'list_item_open') continue
      const first = this.#tokens[this.#at]
      if (first?.type === 'paragraph_open' && !first.hidden) tight = false
      items.push(this.#blocks('list_item_close'))
    }
    this.#at++
    const ordered = open.type === 'ordered_list_open'
    const start = Number(open.attrGet('start') ?? 1)
    return { type: 'list', ordered, start, tight, items, line }
  }

  #table(index: number, line: number): Block {
    const rows: Inline[][][] = []
    const align: ('left' | 'center' | 'right' | null)[] = []
    let row = index
    for (
      let token = this.#tokens[this.#at++];
      token && token.type !== 'table_close';
      token = this.#tokens[this.#at++]
    ) {
      if (token.type === 'tr_open') {
        row = token.map?.[0] ?? row
        rows.push([])
      }
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      if (token.type === 'th_open') align.push(alignOf(token))
      const close = token.type.replace('open', 'close')
      rows.at(-1)?.push(this.#words(close, row, 'a table'))
    }
    const [head = [], ...body] = rows
    return { type: 'table', align, head, rows: body, line }
  }

  #readFootnotes(): void {
    for (
      let token = this.#tokens[this.#at];
      token && token.type !== 'footnote_block_close';
      token = this.#tokens[this.#at]
    ) {
      this.#at++
      if (token.type !== 'footnote_open') continue
      const number = footnoteNumber(token, this.#reading)
      this.#footnotes.push({ number, children: this.#blocks('footnote_close') })
    }
    this.#at++
  }

  /** Inline content where an image cannot stand. */
  #words(close: string, index: number, place: string): Inline[] {
    const parts = this.#inline(close, index)
    const words = parts.filter((part) => part.type !== 'image') as Inline[]
    if (words.length < parts.length) {
      this.#reading.problem(
        `an image cannot stand in ${place}`,
        'Put it into a paragraph of its own.',
        index,
      )
    }
    return trimEnds(words)
  }

  #inline(close: string, index: number): InlinePart[] {
    const parts: InlinePart[] = []
    for (
      let token = this.#tokens[this.#at++];
      token && token.type !== close;
      token = this.#tokens[this.#at++]
    ) {
      if (token.type !== 'inline') continue
      parts.push(...readInline(token.children ?? [], token.map?.[0] ?? index, this.#reading))
    }
    return parts
  }
}

function alignOf(cell: Token): 'left' | 'center' | 'right' | null {
  const style = String(cell.attrGet('style') ?? '')
  return (/text-align:(left|center|right)/.exec(style)?.[1] as 'left') ?? null
}

function trimEnds(parts: readonly Inline[]): Inline[] {
  const kept = merged(parts) as Inline[]
  return kept.map((part, index) => {
    if (part.type !== 'text') return part
    const start = index === 0 ? part.text.trimStart() : part.text
    return { type: 'text' as const, text: index === kept.length - 1 ? start.trimEnd() : start }
  })
}
