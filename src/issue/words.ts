// The text of a content tree, without its structure: for counting and for looking into.

import type { Block, Inline, Prose } from './content.ts'
import { countWords } from './typography.ts'

export function textOf(prose: Prose): string {
  return [
    ...prose.blocks.map(blockText),
    ...prose.footnotes.flatMap((note) => note.children.map(blockText)),
  ].join('\n')
}

export const wordsOf = (prose: Prose, lang: string): number => countWords(textOf(prose), lang)

function blockText(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children)
    case 'quote':
      return block.children.map(blockText).join('\n')
    case 'list':
      return block.items.flatMap((item) => item.map(blockText)).join('\n')
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineText).join(' ')).join('\n')
    case 'code':
      return block.text
    case 'image':
    case 'rule':
      return ''
  }
}

export function inlineText(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return inlineText(node.children)
      return node.type === 'text' || node.type === 'code'
        ? node.text
        : node.type === 'break'
          ? '\n'
          : ''
    })
    .join('')
}
