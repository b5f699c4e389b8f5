// A page's tree to blocks in their order, a line each: paragraphs, headings, items, quotations, tables, pictures;
// with what the markup says each is, and why it is no part of the piece where Readability or the markup says so.

import type { Block, Hint } from '../block.ts'
import { escapeStart } from '../text/escape.ts'
import { flat, holdsBlocks, INLINE, isCaption, isWithin, onlyButton, rawText } from './elements.ts'
import { imageOf, isSmall } from './images.ts'
import { inlineOf } from './inline.ts'
import type { MainPart } from './main-part.ts'
import { landmarkOf, saysHint } from './markup.ts'
import { isDataTable, tableOf } from './table.ts'
import { type Element, find } from './tree.ts'

/** A block before it is known on which line of the report it stands. */
export type PageBlock = Omit<Block, 'lines'>

export interface PageContext {
  /** Where the piece is; undefined: all of it is. */
  readonly main: MainPart | undefined
  /** What relative addresses are relative to. */
  readonly base: string | undefined
}

export function blocksOf(body: Element, context: PageContext): readonly PageBlock[] {
  const walker = new Walker(context)
  walker.walk(body)
  return walker.blocks
}

class Walker {
  readonly blocks: PageBlock[] = []
  readonly #context: PageContext
  #after: Block['after'] = 'blank'
  #waiting: (Element | string)[] = []
  #holder: Element | undefined
  readonly #lists: { readonly ordered: boolean; count: number }[] = []
  /** Marker of the list item that begins with the next block. */
  #marker: string | undefined
  #heading: number | undefined

  constructor(context: PageContext) {
    this.#context = context
  }

  walk(element: Element): void {
    this.#inside(element)
    this.#flush()
  }

  #inside(element: Element): void {
    for (const child of element.children) {
      if (typeof child === 'string') this.#wait(child, element)
      else if (child.tag === 'br') this.#break(element)
      else if (INLINE.has(child.tag) && !holdsBlocks(child)) this.#wait(child, element)
      else this.#block(child)
    }
  }

  #wait(node: Element | string, holder: Element): void {
    if (this.#waiting.length === 0) this.#holder = holder
    this.#waiting.push(node)
  }

  /** One `br` ends a line, two end a paragraph. */
  #break(holder: Element): void {
    const had = this.#waiting.some((node) => typeof node !== 'string' || node.trim() !== '')
    if (had) {
      this.#flush()
      this.#after = 'newline'
    } else this.#after = 'blank'
    this.#holder = holder
  }

  #flush(): void {
    const nodes = this.#waiting
    this.#waiting = []
    if (nodes.length === 0) return
    const around = this.#holder as Element
    const button = onlyButton(nodes)
    const holder = button && this.#outside(around) === undefined ? button : around
    const inline = inlineOf(nodes)
    if (inline.text !== '') {
      const level = this.#heading
      const marker = this.#marker
      this.#marker = undefined
      const { text, markdown, emphasis } = inline
      const base = {
        text,
        ...(emphasis ? { emphasis } : {}),
        ...(holder.tag === 'p' ? { bounded: true as const } : {}),
      }
      if (level !== undefined)
        this.#push({ ...base, form: 'heading', level, markdown }, holder, inline.links)
      else if (marker !== undefined)
        this.#push({ text, form: 'item', markdown: marker + markdown }, holder, inline.links)
      else
        this.#push({ ...base, form: 'text', markdown: escapeStart(markdown) }, holder, inline.links)
    }
    for (const image of inline.images) this.#image(image, undefined)
  }

  #push(block: Omit<PageBlock, 'after' | 'hint' | 'outside'>, holder: Element, links = 0): void {
    const outside = this.#outside(holder) ?? this.#linksOnly(holder, links)
    const hint = saysHint(holder, block.text)
    this.blocks.push({
      ...block,
      after: this.#after,
      ...(hint ? { hint } : {}),
      ...(outside === undefined ? {} : { outside }),
    })
    this.#after = 'blank'
  }

  /** A line that does nothing but link, which Readability passed over too, leads elsewhere. */
  #linksOnly(holder: Element, links: number): string | undefined {
    const { main } = this.#context
    const passed = main !== undefined && !main.taken.has(holder.id)
    return passed && links > 0.8 && saysHint(holder, '') !== 'byline'
      ? 'links to other pages'
      : undefined
  }

  #outside(holder: Element): string | undefined {
    if (holder.hidden) return 'hidden on the page'
    const { main } = this.#context
    if (main === undefined) return undefined
    const landmark = landmarkOf(holder, main.region)
    if (main.taken.has(holder.id) && landmark?.sure !== true) return undefined
    if (landmark) return landmark.why
    return isWithin(holder, main.region) ? undefined : 'outside the piece'
  }

  #block(element: Element): void {
    this.#flush()
    this.#after = 'blank'
    const { tag } = element
    const heading = /^h([1-6])$/.exec(tag)
    if (heading) this.#headingBlock(element, Number(heading[1]))
    else if (tag === 'blockquote') this.#quote(element)
    else if (tag === 'pre') this.#code(element)
    else if (tag === 'hr') this.#push({ form: 'rule', text: '', markdown: '---' }, element)
    else if (tag === 'table' && isDataTable(element))
      this.#push({ form: 'table', ...tableOf(element) }, element)
    else if (tag === 'figure') this.#figure(element)
    else if (tag === 'ul' || tag === 'ol') this.#list(element)
    else if (tag === 'li') this.#item(element)
    else {
      this.#inside(element)
      this.#flush()
    }
    this.#after = 'blank'
  }

  #headingBlock(element: Element, level: number): void {
    this.#heading = level
    this.#inside(element)
    this.#flush()
    this.#heading = undefined
  }

  #list(element: Element): void {
    const start = Number(element.attributes.start ?? 1)
    this.#lists.push({ ordered: element.tag === 'ol', count: Number.isInteger(start) ? start : 1 })
    this.#inside(element)
    this.#flush()
    this.#lists.pop()
  }

  #item(element: Element): void {
    const list = this.#lists.at(-1)
    const indent = '  '.repeat(Math.max(0, Math.min(this.#lists.length, 6) - 1))
    this.#marker = list?.ordered ? `${indent}${list.count++}. ` : `${indent}- `
    this.#inside(element)
    this.#flush()
    this.#marker = undefined
  }

  /** One block, whatever is in it: paragraphs are parted by an empty line of the quotation. */
  #quote(element: Element): void {
    const inner = new Walker({ ...this.#context, main: undefined })
    inner.walk(element)
    const parts = inner.blocks.filter(({ text }) => text !== '')
    if (parts.length === 0) return
    const quoted = parts.map(({ markdown }) =>
      markdown
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n'),
    )
    const text = parts.map((part) => part.text).join(' ')
    this.#push({ form: 'quote', text, markdown: quoted.join('\n>\n') }, element)
  }

  #code(element: Element): void {
    const text = rawText(element).replace(/^\n+|\s+$/g, '')
    if (text.trim() === '') return
    const fence = '`'.repeat(Math.max(3, ...(text.match(/`+/g) ?? []).map((run) => run.length + 1)))
    this.#push({ form: 'code', text, markdown: `${fence}\n${text}\n${fence}` }, element)
  }

  #figure(element: Element): void {
    const images = find(element, 'img')
    const [caption] = find(element, 'figcaption')
    if (images.length === 0) {
      this.#inside(element)
      this.#flush()
      return
    }
    for (const image of images) this.#image(image, undefined)
    if (caption) {
      const { text, markdown } = inlineOf(flat(caption.children))
      if (text !== '')
        this.#pushHinted(
          { form: 'text', text, markdown: escapeStart(markdown) },
          caption,
          'caption',
          element,
        )
    }
    for (const child of element.children)
      if (typeof child !== 'string' && find(child, 'img').length === 0 && !isCaption(child))
        this.#inside(child)
    this.#flush()
  }

  #pushHinted(
    block: Omit<PageBlock, 'after' | 'hint' | 'outside'>,
    holder: Element,
    hint: Hint,
    figure: Element,
  ): void {
    const inside = this.#outside(figure) === undefined
    const outside = inside ? undefined : this.#outside(holder)
    this.blocks.push({
      ...block,
      after: 'newline',
      hint,
      ...(outside === undefined ? {} : { outside }),
    })
    this.#after = 'blank'
  }

  #image(element: Element, caption: string | undefined): void {
    const image = imageOf(element, this.#context.base)
    if (!image) return
    const small = isSmall(element)
    const outside = small ? 'a picture of a few pixels' : this.#outside(element)
    this.blocks.push({
      form: 'image',
      text: image.alt || `[${image.src.startsWith('data:') ? 'picture' : image.src}]`,
      markdown: '',
      after: 'blank',
      image: caption === undefined ? image : { ...image, caption },
      ...(outside === undefined ? {} : { outside }),
    })
  }
}
