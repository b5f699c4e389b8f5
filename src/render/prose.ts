// The content tree to HTML, for inside an mj-text. Everything is escaped here, before MJML sees it, so that
// text can never become a tag of HTML or of MJML. Looks are the template's affair: plain elements, few classes.

import type { Block, Footnote, Inline, Prose } from '../issue/content.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { ViewImage } from './view.ts'

export interface ProseOptions {
  /** Heading level that the content's first level becomes: 2 or 3, so that the letter has one h1. */
  readonly level: number
  readonly image: (ref: ImageRef) => ViewImage
}

/** @returns HTML; footnotes follow in a `div.footnotes`. */
export function proseHtml(prose: Prose, options: ProseOptions): string {
  const top = Math.min(...prose.blocks.map((block) => (block.type === 'heading' ? block.level : 6)))
  const shift = options.level - top
  return (
    blocksHtml(prose.blocks, { ...options, shift }) +
    footnotesHtml(prose.footnotes, { ...options, shift })
  )
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

type Options = ProseOptions & { readonly shift: number }

function blocksHtml(blocks: readonly Block[], options: Options): string {
  return blocks.map((block) => blockHtml(block, options)).join('\n')
}

function blockHtml(block: Block, options: Options): string {
  switch (block.type) {
    case 'paragraph':
      return `<p>${inlineHtml(block.children)}</p>`
    case 'heading': {
      const level = Math.min(block.level + options.shift, 6)
      return `<h${level}>${inlineHtml(block.children)}</h${level}>`
    }
    case 'quote':
      return `<blockquote>${blocksHtml(block.children, options)}</blockquote>`
    case 'list':
      return listHtml(block, options)
    case 'code':
      return `<div class="code">${codeHtml(block.text)}</div>`
    case 'table':
      return tableHtml(block)
    case 'image':
      return figureHtml(options.image(block.image))
    case 'rule':
      return '<hr>'
  }
}

function listHtml(list: Extract<Block, { type: 'list' }>, options: Options): string {
  const tag = list.ordered ? 'ol' : 'ul'
  const start = list.ordered && list.start !== 1 ? ` start="${list.start}"` : ''
  const items = list.items.map((item) => {
    const [only] = item
    const inside =
      list.tight && only?.type === 'paragraph'
        ? [
            inlineHtml(only.children),
            ...item.slice(1).map((block) => blockHtml(block, options)),
          ].join('\n')
        : blocksHtml(item, options)
    return `<li>${inside}</li>`
  })
  return `<${tag}${start}>\n${items.join('\n')}\n</${tag}>`
}

function tableHtml(table: Extract<Block, { type: 'table' }>): string {
  const cell = (tag: string, scope: string) => (children: readonly Inline[], column: number) => {
    const align = table.align[column]
    return `<${tag}${scope}${align ? ` align="${align}"` : ''}>${inlineHtml(children)}</${tag}>`
  }
  const head = table.head.map(cell('th', ' scope="col"')).join('')
  const rows = table.rows.map((row) => `<tr>${row.map(cell('td', '')).join('')}</tr>`)
  return `<table class="data" border="0" cellpadding="0" cellspacing="0" width="100%"><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`
}

function figureHtml(image: ViewImage): string {
  const caption = [image.caption, image.credit]
    .filter((text) => text !== null)
    .map((text) => escapeHtml(text as string))
  const shown = `<img src="${escapeHtml(image.src)}" width="${image.width}" height="${image.height}" alt="${escapeHtml(image.alt)}">`
  return `<div class="figure">${shown}${caption.length > 0 ? `<p class="caption">${caption.join(' · ')}</p>` : ''}</div>`
}

/** Mail clients drop `white-space: pre` and `pre` alike: line breaks and leading spaces are written out. */
function codeHtml(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) =>
      escapeHtml(line).replace(/^ +| {2,}/g, (spaces) => '&nbsp;'.repeat(spaces.length)),
    )
    .join('<br>')
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
      return '<br>'
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
  const notes = footnotes.map((note) => `<li>${blocksHtml(note.children, options)}</li>`)
  return `\n<div class="footnotes"><ol>\n${notes.join('\n')}\n</ol></div>`
}
