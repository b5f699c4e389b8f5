// The inside of a paragraph, a heading or a cell: tokens to inline content. Images come out as parts of their
// own, with the link that was around them; whoever asked says whether an image may stand there.

import { PressrunError } from '../problem.ts'
import { isWebUrl } from '../project/fields.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { Inline } from './content.ts'
import { decoded, type Reading, type Token } from './markdown-reading.ts'
import { softBreak } from './typography.ts'

export interface ImagePart {
  readonly type: 'image'
  readonly image: ImageRef
  readonly href?: string
}
export type InlinePart = Inline | ImagePart

const OTHER_LINK = /^(mailto:(?:[^?\s]+@[^?\s]+|\?)|tel:\+?[\d(])/i

/** @param start line of the text, 0-based, on which the tokens begin. */
export function readInline(
  tokens: readonly Token[],
  start: number,
  reading: Reading,
): readonly InlinePart[] {
  const stack: { readonly open?: Token; readonly parts: InlinePart[] }[] = [{ parts: [] }]
  let line = start
  const put = (...parts: readonly InlinePart[]) => stack.at(-1)?.parts.push(...parts)
  for (const [index, token] of tokens.entries()) {
    switch (token.type) {
      case 'text':
        if (token.content !== '') put({ type: 'text', text: token.content })
        break
      case 'softbreak':
        line++
        put({ type: 'text', text: softBreak(...around(tokens, index)) })
        break
      case 'hardbreak':
        line++
        put({ type: 'break' })
        break
      case 'code_inline':
        put({ type: 'code', text: token.content })
        break
      case 'footnote_ref':
        put({ type: 'footnote', number: footnoteNumber(token, reading) })
        break
      case 'image':
        put(...readImage(token, line, reading))
        break
      case 'em_open':
      case 'strong_open':
      case 's_open':
      case 'link_open':
        stack.push({ open: token, parts: [] })
        break
      case 'em_close':
      case 'strong_close':
      case 's_close':
      case 'link_close': {
        const { open, parts } = stack.pop() as { open: Token; parts: InlinePart[] }
        put(...(open.type === 'link_open' ? link(open, parts, line, reading) : styled(open, parts)))
        break
      }
    }
  }
  const parts = merged(stack[0]?.parts ?? [])
  for (const part of parts) if (part.type === 'text') noteOpenReference(part.text, start, reading)
  return parts
}

export function footnoteNumber(token: Token, { source }: Reading): number {
  return (token.meta as { id: number }).id + 1 + (source.footnotes ?? 0)
}

/** What stands before and after a token, through the marks of emphasis and links. */
function around(tokens: readonly Token[], index: number): [before: string, after: string] {
  const worded = (token: Token) => token.content !== ''
  return [
    tokens.slice(0, index).findLast(worded)?.content ?? '',
    tokens.slice(index + 1).find(worded)?.content ?? '',
  ]
}

const STYLES = { em_open: 'emphasis', strong_open: 'strong', s_open: 'strike' } as const

function styled(open: Token, parts: readonly InlinePart[]): InlinePart[] {
  const type = STYLES[open.type as keyof typeof STYLES]
  return aroundImages(parts, (children) => ({ type, children }))
}

function link(
  open: Token,
  parts: readonly InlinePart[],
  line: number,
  reading: Reading,
): InlinePart[] {
  const href = attribute(open, 'href')
  const title = oneLine(attribute(open, 'title'))
  const at = reading.find(href, line)
  if (!(OTHER_LINK.test(href) || isWebUrl(href))) {
    reading.problem(
      `the link "${href.length > 60 ? `${href.slice(0, 60)}…` : href}" leads nowhere in a letter`,
      'Write it whole: https://…, mailto:… or tel:….',
      at,
    )
  } else if (parts.every(isBlank)) {
    reading.problem(
      `the link to "${href}" has no words`,
      'Say in the brackets where it leads: [The timetable](https://…).',
      at,
    )
  }
  return aroundImages(parts, (children) => ({
    type: 'link',
    href,
    ...(title ? { title } : {}),
    children,
  })).map((part) => (part.type === 'image' ? { href, ...part } : part))
}

/** What is around an image is around what stands at its sides. */
function aroundImages(
  parts: readonly InlinePart[],
  wrap: (children: readonly Inline[]) => Inline,
): InlinePart[] {
  const result: InlinePart[] = []
  let children: Inline[] = []
  const flush = () => {
    if (!children.every(isBlank)) result.push(wrap(merged(children) as Inline[]))
    children = []
  }
  for (const part of parts) {
    if (part.type === 'image') {
      flush()
      result.push(part)
    } else children.push(part)
  }
  flush()
  return result
}

const isBlank = (part: InlinePart) => part.type === 'text' && part.text.trim() === ''

function noteOpenReference(text: string, line: number, reading: Reading): void {
  const reference = /\[\^[^\]\s]+\]/.exec(text)?.[0]
  if (reference === undefined) return
  reading.problem(
    `the footnote ${reference} is not there`,
    `Add a line "${reference}: …", or write \`${reference}\` where no footnote is meant.`,
    reading.find(reference, line),
  )
}

function readImage(token: Token, line: number, reading: Reading): ImagePart[] {
  const { file, files } = reading.source
  const pointer = decoded(attribute(token, 'src'))
  const at = reading.find(pointer, line)
  const alt = wordsOf(token.children ?? [])
  if (alt.trim() === '') {
    reading.problem(
      `the image "${pointer}" has no alt text`,
      'Say in the brackets what it shows: ![A ferry at dusk](ferry.jpg).',
      at,
    )
    return []
  }
  const where = { file, line: reading.lineAt(at) }
  try {
    const name = files.resolve(pointer, file, where)
    const caption = oneLine(attribute(token, 'title'))
    const image = { path: files.path(name), name, alt, where, ...(caption ? { caption } : {}) }
    return [{ type: 'image', image }]
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    reading.problems.push(...error.problems)
    return []
  }
}

function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ type, content, children }) =>
      type === 'image' ? wordsOf(children ?? []) : type.endsWith('break') ? ' ' : content,
    )
    .join('')
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

const attribute = (token: Token, name: string): string => String(token.attrGet(name) ?? '')

/** Neighbouring texts as one. */
export function merged(parts: readonly InlinePart[]): InlinePart[] {
  const result: InlinePart[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (part.type === 'text' && last?.type === 'text') {
      result[result.length - 1] = { type: 'text', text: last.text + part.text }
    } else result.push(part)
  }
  return result
}
