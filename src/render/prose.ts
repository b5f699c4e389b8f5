// The content tree to HTML, for inside an mj-text. Everything is escaped here, before MJML sees it, so that
// text can never become a tag of HTML or of MJML. Looks are the template's affair: plain elements, few classes.

import type { Block, Footnote, Inline, Prose } from '../issue/content.ts'
import { inlineText } from '../issue/words.ts'
import type { ImageRef } from '../project/image-ref.ts'
import { type Cell, dataTableHtml } from './data-table.ts'
import { tongueAttributes, tongueOf } from './tongue.ts'
import type { ViewImage } from './view.ts'

export interface ProseOptions {
  /** Heading level that the content's first level becomes: 2 or 3, so that the letter has one h1. */
  readonly level: number
  /** BCP 47, of the letter. */
  readonly lang: string
  /** Width of the column, CSS pixels. */
  readonly width: number
  /** False where the footnotes are gathered elsewhere. */
  readonly notes: boolean
  readonly image: (ref: ImageRef) => ViewImage
}

/** @returns HTML; footnotes follow in a `div.footnotes`. */
export function proseHtml(prose: Prose, options: ProseOptions): string {
  const levels = headingLevels(prose.blocks, options.level)
  const inner = { ...options, levels }
  const body = blocksHtml(prose.blocks, inner)
  return options.notes ? body + footnotesHtml(prose.footnotes, inner) : body
}

/** The content's levels in order, from `first` on without a gap: `#` and `###` become h2 and h3. */
function headingLevels(blocks: readonly Block[], first: number): ReadonlyMap<number, number> {
  const used = blocks.flatMap((block) => (block.type === 'heading' ? [block.level] : []))
  const distinct = [...new Set<number>(used)].sort((a, b) => a - b)
  return new Map(distinct.map((level, index) => [level, Math.min(first + index, 6)]))
}

/** Escapes for HTML text and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

type Options = ProseOptions & { readonly levels: ReadonlyMap<number, number> }

function blocksHtml(blocks: readonly Block[], options: Options): string {
  return blocks.map((block) => blockHtml(block, options)).join('\n')
}

function blockHtml(block: Block, options: Options): string {
  switch (block.type) {
    case 'paragraph':
      return `<p${tongue(block.children, options)}>${inlineHtml(block.children)}</p>`
    case 'heading': {
      // A heading inside a quotation or a list is not one of the letter's own.
      const level = options.levels.get(block.level)
      const text = inlineHtml(block.children)
      if (level === undefined) return `<p><strong>${text}</strong></p>`
      return `<h${level}${tongue(block.children, options)}>${text}</h${level}>`
    }
    case 'quote':
      return `<blockquote>${blocksHtml(block.children, { ...options, levels: new Map() })}</blockquote>`
    case 'list':
      return listHtml(block, options)
    case 'code':
      return `<div class="panel code" dir="ltr">${codeHtml(block.text)}</div>`
    case 'table':
      return tableHtml(block, options)
    case 'image':
      return figureHtml(options.image(block.image), block.href)
    case 'rule':
      return '<hr>'
  }
}

function listHtml(list: Extract<Block, { type: 'list' }>, options: Options): string {
  const tag = list.ordered ? 'ol' : 'ul'
  const start = list.ordered && list.start !== 1 ? ` start="${list.start}"` : ''
  const items = list.items.map((item) => {
    const [only] = item
    const inner = { ...options, levels: new Map<number, number>() }
    if (!list.tight || only?.type !== 'paragraph') return `<li>${blocksHtml(item, inner)}</li>`
    const rest = item.slice(1).map((block) => blockHtml(block, inner))
    const { lang, dir } = tongueOf(inlineText(only.children), options.lang)
    const said = inlineHtml(only.children)
    // On the item itself the direction would move its number to the other side.
    const inside = dir === undefined ? said : `<span dir="${dir}">${said}</span>`
    return `<li${tongueAttributes(lang === undefined ? {} : { lang })}>${[inside, ...rest].join('\n')}</li>`
  })
  return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`
}

function tableHtml(
  { align, head, rows }: Extract<Block, { type: 'table' }>,
  { width, lang }: Options,
): string {
  const cell = (nodes: readonly Inline[]): Cell => ({
    html: inlineHtml(nodes),
    text: inlineText(nodes),
  })
  return dataTableHtml(
    { align, head: head.map(cell), rows: rows.map((row) => row.map(cell)) },
    width,
    lang,
  )
}

function figureHtml(image: ViewImage, href?: string): string {
  const { src, width, height, alt, caption, credit } = image
  // As templates/partials/image.mjml.hbs, where it says why the style is here.
  const picture = `<img class="picture" src="${escapeHtml(src)}" width="${width}" height="${height}" alt="${escapeHtml(alt)}" style="display:block;width:100%;max-width:${width}px;height:auto">`
  const shown = href === undefined ? picture : `<a href="${escapeHtml(href)}">${picture}</a>`
  const below = [
    ...(caption === null ? [] : [`<p class="sans caption soft">${escapeHtml(caption)}</p>`]),
    ...(credit === null ? [] : [`<p class="sans credit faint">${escapeHtml(credit)}</p>`]),
  ]
  return `<div class="sans figure">${shown}${below.join('')}</div>`
}

/** Mail clients drop `white-space: pre` and `pre` alike: line breaks and leading spaces are written out. */
function codeHtml(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) =>
      escapeHtml(line).replace(/^ +| {2,}/g, (spaces) => '&nbsp;'.repeat(spaces.length)),
    )
    .join('<br />')
}

function inlineHtml(nodes: readonly Inline[]): string {
  return nodes.map(nodeHtml).join('')
}

const TAGS = { emphasis: 'em', strong: 'strong', strike: 'del' } as const

function nodeHtml(node: Inline): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text)
    case 'code':
      return `<code>${escapeHtml(node.text)}</code>`
    case 'break':
      return '<br />'
    case 'footnote':
      return `<sup>${node.number}</sup>`
    case 'link': {
      const title = node.title === undefined ? '' : ` title="${escapeHtml(node.title)}"`
      return `<a href="${escapeHtml(node.href)}"${title}>${inlineHtml(node.children)}</a>`
    }
    default:
      return `<${TAGS[node.type]}>${inlineHtml(node.children)}</${TAGS[node.type]}>`
  }
}

function footnotesHtml(footnotes: readonly Footnote[], options: Options): string {
  if (footnotes.length === 0) return ''
  const inner = { ...options, levels: new Map<number, number>() }
  const notes = footnotes.map((note) => `<li>${blocksHtml(note.children, inner)}</li>`)
  const first = footnotes[0]?.number ?? 1
  const start = first === 1 ? '' : ` start="${first}"`
  return `\n<div class="sans footnotes line"><ol${start}>\n${notes.join('\n')}\n</ol></div>`
}

/** What a block says of its language, where that is not the letter's. */
const tongue = (nodes: readonly Inline[], { lang }: Options) =>
  tongueAttributes(tongueOf(inlineText(nodes), lang))
