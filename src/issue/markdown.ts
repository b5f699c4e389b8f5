// Markdown to the content tree. Raw HTML is text like any other; links have a known scheme; images are in the
// project and have alt text. After this nobody sees Markdown again.

import MarkdownIt from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { PressrunError, type Problem } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { Block, Footnote, Inline, Prose } from './content.ts'
import { quotesOf, softBreak } from './typography.ts'

type Parser = InstanceType<typeof MarkdownIt>
type Token = ReturnType<Parser['parse']>[number]

export interface MarkdownSource {
  /** Relative to the project: for messages, and what image paths are relative to. */
  readonly file: string
  /** Line of the file on which the text begins. */
  readonly firstLine: number
  /** BCP 47: for quotation marks. */
  readonly lang: string
  readonly files: Files
  /** How many footnotes came before in the same piece. */
  readonly footnotes?: number
}

/**
 * CommonMark with tables, strikethrough, footnotes and typographic quotes.
 * @throws PressrunError `content`, `file`: all problems at once.
 */
export function proseFromMarkdown(text: string, source: MarkdownSource): Prose {
  const clean = text.replace(/[\uFDD0-\uFDEF\uFFFE\uFFFF]/g, '\uFFFD')
  const tokens = parserFor(source.lang).parse(clean, {})
  const reader = new TokenReader(tokens, source)
  const prose = reader.prose()
  if (reader.problems.length > 0) throw new PressrunError(reader.problems)
  return prose
}

const parsers = new Map<string, Parser>()

function parserFor(lang: string): Parser {
  const quotes = quotesOf(lang)
  const key = quotes.join()
  let parser = parsers.get(key)
  if (!parser) {
    parser = new MarkdownIt({
      html: false,
      linkify: true,
      typographer: true,
      quotes: [...quotes],
    }).use(footnote)
    parser.disable('replacements')
    parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false })
    // Every link is looked at below, where it can be refused with its line.
    parser.validateLink = () => true
    parsers.set(key, parser)
  }
  return parser
}

const LINK_SCHEME = /^(https?:\/\/[^/]|mailto:[^@]+@|tel:\+?[\d(])/i

class TokenReader {
  readonly problems: Problem[] = []
  readonly #tokens: readonly Token[]
  readonly #source: MarkdownSource
  #at = 0
  #footnotes: Footnote[] = []

  constructor(tokens: readonly Token[], source: MarkdownSource) {
    this.#tokens = tokens
    this.#source = source
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
    const line = this.#line(token)
    switch (token.type) {
      case 'paragraph_open':
        return this.#paragraph(line)
      case 'heading_open': {
        const level = Number(token.tag.slice(1)) as 1
        return [
          { type: 'heading', level, children: this.#inlineUntil('heading_close', line), line },
        ]
      }
      case 'blockquote_open':
        return [{ type: 'quote', children: this.#blocks('blockquote_close'), line }]
      case 'bullet_list_open':
      case 'ordered_list_open':
        return [this.#list(token, line)]
      case 'fence':
      case 'code_block': {
        const language = token.info.trim().split(/\s+/)[0]
        return [{ type: 'code', text: token.content, ...(language ? { language } : {}), line }]
      }
      case 'table_open':
        return [this.#table(line)]
      case 'hr':
        return [{ type: 'rule', line }]
      case 'footnote_block_open':
        this.#readFootnotes()
        return []
      default:
        return []
    }
  }

  /** A paragraph; images in it come out as blocks of their own. */
  #paragraph(line: number): Block[] {
    const blocks: Block[] = []
    let children: Inline[] = []
    const flush = () => {
      if (children.some((child) => child.type !== 'text' || child.text.trim() !== '')) {
        blocks.push({ type: 'paragraph', children: trimEnds(children), line })
      }
      children = []
    }
    for (const part of this.#inlineParts('paragraph_close', line)) {
      if (part.type === 'image') {
        flush()
        blocks.push({ type: 'image', image: part.image, line })
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
      if (this.#tokens[this.#at]?.type === 'paragraph_open' && !this.#tokens[this.#at]?.hidden)
        tight = false
      items.push(this.#blocks('list_item_close'))
    }
    this.#at++
    const ordered = open.type === 'ordered_list_open'
    return {
      type: 'list',
      ordered,
      start: Number(attribute(open, 'start') || 1),
      tight,
      items,
      line,
    }
  }

  #table(line: number): Block {
    const rows: Inline[][][] = []
    const align: ('left' | 'center' | 'right' | null)[] = []
    for (
      let token = this.#tokens[this.#at++];
      token && token.type !== 'table_close';
      token = this.#tokens[this.#at++]
    ) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type !== 'th_open' && token.type !== 'td_open') continue
      if (token.type === 'th_open') {
        align.push(
          (/text-align:(left|center|right)/.exec(attribute(token, 'style'))?.[1] as 'left') ?? null,
        )
      }
      rows
        .at(-1)
        ?.push(this.#inlineUntil(token.type.replace('open', 'close'), this.#line(token, line)))
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
      const number = this.#footnoteNumber(token)
      this.#footnotes.push({ number, children: this.#blocks('footnote_close') })
    }
    this.#at++
  }

  #footnoteNumber(token: Token): number {
    return (token.meta as { id: number }).id + 1 + (this.#source.footnotes ?? 0)
  }

  /** Inline content where an image cannot stand on its own: its alt text takes its place. */
  #inlineUntil(close: string, line: number): Inline[] {
    return trimEnds(
      this.#inlineParts(close, line).map((part) =>
        part.type === 'image' ? { type: 'text', text: part.image.alt } : part,
      ),
    )
  }

  #inlineParts(close: string, line: number): (Inline | ImagePart)[] {
    const parts: (Inline | ImagePart)[] = []
    for (
      let token = this.#tokens[this.#at++];
      token && token.type !== close;
      token = this.#tokens[this.#at++]
    ) {
      if (token.type === 'inline')
        parts.push(...this.#inline(token.children ?? [], this.#line(token, line)))
    }
    return parts
  }

  #inline(tokens: readonly Token[], firstLine: number): (Inline | ImagePart)[] {
    const stack: { token?: Token; children: (Inline | ImagePart)[] }[] = [{ children: [] }]
    let line = firstLine
    const put = (part: Inline | ImagePart) => stack.at(-1)?.children.push(part)
    for (const [index, token] of tokens.entries()) {
      switch (token.type) {
        case 'text':
          if (token.content !== '') put({ type: 'text', text: token.content })
          break
        case 'softbreak':
          line++
          put({
            type: 'text',
            text: softBreak(tokens[index - 1]?.content, tokens[index + 1]?.content),
          })
          break
        case 'hardbreak':
          line++
          put({ type: 'break' })
          break
        case 'code_inline':
          put({ type: 'code', text: token.content })
          break
        case 'footnote_ref':
          put({ type: 'footnote', number: this.#footnoteNumber(token) })
          break
        case 'image': {
          const image = this.#image(token, line)
          if (image) put({ type: 'image', image })
          break
        }
        case 'em_open':
        case 'strong_open':
        case 's_open':
        case 'link_open':
          stack.push({ token, children: [] })
          break
        case 'em_close':
        case 'strong_close':
        case 's_close':
        case 'link_close': {
          const { token: open, children } = stack.pop() as {
            token: Token
            children: (Inline | ImagePart)[]
          }
          put(...this.#close(open, children, line))
          break
        }
      }
    }
    return merged(stack[0]?.children ?? [])
  }

  #close(open: Token, parts: readonly (Inline | ImagePart)[], line: number): [Inline] {
    const children = merged(
      parts.map((part) => (part.type === 'image' ? { type: 'text', text: part.image.alt } : part)),
    ) as Inline[]
    if (open.type !== 'link_open') {
      const type = ({ em_open: 'emphasis', strong_open: 'strong', s_open: 'strike' } as const)[
        open.type as 'em_open'
      ]
      return [{ type, children }]
    }
    const href = attribute(open, 'href')
    const title = attribute(open, 'title')
    if (!LINK_SCHEME.test(href)) this.#refuseLink(href, line)
    return [{ type: 'link', href, ...(title ? { title } : {}), children }]
  }

  #refuseLink(href: string, line: number): void {
    const shown = href.length > 60 ? `${href.slice(0, 60)}…` : href
    this.#problem(
      `the link "${shown}" leads nowhere in a letter`,
      'Write it whole: https://…, mailto:… or tel:….',
      line,
    )
  }

  #image(token: Token, line: number): ImageRef | undefined {
    const pointer = decodeURI(attribute(token, 'src'))
    const where: Where = { file: this.#source.file, line }
    if (token.content.trim() === '') {
      this.#problem(
        `the image "${pointer}" has no alt text`,
        'Say in the brackets what it shows: ![A ferry at dusk](ferry.jpg).',
        line,
      )
      return undefined
    }
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(pointer)) {
      this.#problem(
        `the image "${pointer}" is not in the project`,
        'Save it beside this file and point to it there.',
        line,
      )
      return undefined
    }
    try {
      const name = this.#source.files.resolve(pointer, this.#source.file, where)
      const caption = attribute(token, 'title')
      return {
        path: this.#source.files.path(name),
        name,
        alt: token.content,
        ...(caption ? { caption } : {}),
      }
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      this.problems.push(...error.problems)
      return undefined
    }
  }

  #line(token: Token, otherwise?: number): number {
    return token.map ? token.map[0] + this.#source.firstLine : (otherwise ?? this.#source.firstLine)
  }

  #problem(message: string, mend: string, line: number): void {
    this.problems.push({ code: 'content', message, mend, file: this.#source.file, line })
  }
}

interface ImagePart {
  readonly type: 'image'
  readonly image: ImageRef
}

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')

/** Neighbouring texts as one. */
function merged(parts: readonly (Inline | ImagePart)[]): (Inline | ImagePart)[] {
  const result: (Inline | ImagePart)[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.type === 'text' && last?.type === 'text') {
      result[result.length - 1] = { type: 'text', text: last.text + part.text }
    } else result.push(part)
  }
  return result
}

function trimEnds(parts: readonly (Inline | ImagePart)[]): Inline[] {
  const kept = merged(parts) as Inline[]
  return kept.map((part, index) => {
    if (part.type !== 'text') return part
    const start = index === 0 ? part.text.trimStart() : part.text
    return { type: 'text' as const, text: index === kept.length - 1 ? start.trimEnd() : start }
  })
}
