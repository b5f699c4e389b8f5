// Blocks to the Markdown of a file: what `issue/` reads back as the same blocks. Links that lead nowhere in a letter
// lose their target, images that are not at hand go; both are returned, to be named.

import type { Block } from '../block.ts'

export interface WrittenImage {
  /** Relative to the file. */
  readonly file: string
  readonly alt: string
  readonly caption?: string
  readonly credit?: string
}

export interface Writer {
  /** What became of an image; undefined where it is not at hand. */
  imageOf(block: Block): WrittenImage | undefined
  /** Told of every link that was dropped. */
  onDroppedLink(target: string, block: Block): void
}

/** @param base what relative links are relative to. */
export function markdownOf(blocks: readonly Block[], writer: Writer, base?: string): string {
  const top = Math.min(
    6,
    ...blocks.map(({ form, level }) => (form === 'heading' ? (level ?? 2) : 6)),
  )
  const parts: string[] = []
  let before: Block | undefined
  for (const block of trimRules(blocks)) {
    const text = blockMarkdown(block, top, writer, base)
    if (text === '') continue
    if (parts.length > 0)
      parts.push(before?.form === 'item' && block.form === 'item' ? '\n' : '\n\n')
    parts.push(text)
    before = block
  }
  return parts.join('')
}

function trimRules(blocks: readonly Block[]): readonly Block[] {
  const first = blocks.findIndex(({ form }) => form !== 'rule')
  const last = blocks.findLastIndex(({ form }) => form !== 'rule')
  return first < 0 ? [] : blocks.slice(first, last + 1)
}

function blockMarkdown(
  block: Block,
  top: number,
  writer: Writer,
  base: string | undefined,
): string {
  if (block.image) {
    const image = writer.imageOf(block)
    return image ? imageMarkdown(image) : ''
  }
  if (block.form === 'code') return block.markdown
  const drop = (target: string) => writer.onDroppedLink(target, block)
  const markdown = withoutDeadLinks(block.markdown, drop, base)
  if (block.form !== 'heading') return markdown
  const level = Math.min(4, (block.level ?? 2) - top + 2)
  return `${'#'.repeat(level)} ${markdown.replace(/\s*\\?\n/g, ' ')}`
}

function imageMarkdown({ file, alt, caption, credit }: WrittenImage): string {
  const said = [caption, credit && `(${credit})`].filter(Boolean).join(' ')
  const title = said === '' ? '' : ` "${said.replace(/["\\]/g, '\\$&')}"`
  return `![${alt.replace(/[[\]\\]/g, '\\$&').replace(/\s+/g, ' ')}](${file}${title})`
}

const LINK =
  /(?<![!\\])\[((?:[^\][\\]|\\.|\[[^\][]{0,200}\]){1,2000})\]\(\s*<?((?:[^()\s\\<>]|\\.|\([^()\s]{0,200}\)){0,2000})>?((?:\s+"(?:[^"\\]|\\.){0,500}")?)\s*\)/g

/** A link in a letter is whole: http, https, mailto or tel. */
function withoutDeadLinks(
  markdown: string,
  onDropped: (target: string) => void,
  base: string | undefined,
): string {
  const linked = markdown.includes('](')
    ? markdown.replace(LINK, (_, text: string, target: string, title: string) => {
        const whole = wholeLink(target.replace(/\\(.)/g, '$1'), base)
        if (whole === undefined) {
          onDropped(target)
          return text
        }
        return `[${text}](${whole}${title})`
      })
    : markdown
  return neutralised(linked)
}

export function wholeLink(target: string, base: string | undefined): string | undefined {
  if (target.startsWith('#') || target === '') return undefined
  if (/^(mailto:[^@]+@|tel:\+?[\d(])/i.test(target))
    return target.replace(/[\s()]/g, encodeURIComponent)
  const url = URL.parse(target, base)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.hostname === '')
    return undefined
  return url.href.replaceAll('(', '%28').replaceAll(')', '%29')
}

/** What Markdown would link by itself though it leads nowhere in a letter: `ftp://…`, `//host`, `<scheme:…>`. */
const neutralised = (markdown: string): string =>
  markdown.replace(
    /`[^`\n]{1,500}`|(?<!https?:)(?<!\\)\/\/(?=[\p{L}\p{N}])|(?<!\\)<(?=[a-z][a-z0-9+.-]{1,31}:)(?!https?:\/\/[^/]|mailto:[^@\s]+@)/giu,
    (found) => (found === '//' ? '/\\/' : found === '<' ? '\\<' : found),
  )
