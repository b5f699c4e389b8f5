// A style sheet written into the elements that it fits, as the cascade says: for clients that drop style sheets.
// HTML enters and leaves as text, and nothing but the style attributes (and what Outlook reads instead of them)
// changes. MJML's own way through four other libraries costs more than all the rest of making a letter.

import { type Element, isTag, type ParentNode } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import {
  type Declaration,
  readDeclarations,
  type StyleRule,
  type StyleSheet,
} from './style-sheet.ts'

/** Nothing of these is seen. */
const UNSEEN = new Set(['head', 'title', 'base', 'link', 'style', 'meta', 'script', 'noscript'])
const SIZED = new Set(['table', 'td', 'th', 'img'])
const OF_TABLES = new Set([
  'table',
  'th',
  'tr',
  'td',
  'caption',
  'colgroup',
  'col',
  'thead',
  'tbody',
  'tfoot',
])
/** Word lays tables out by attributes. */
const AS_ATTRIBUTE: Readonly<Record<string, string>> = {
  'background-color': 'bgcolor',
  'text-align': 'align',
  'vertical-align': 'valign',
}

export function inlineStyles(html: string, sheet: StyleSheet): string {
  const document = parseDocument(html, { withStartIndices: true, decodeEntities: false })
  let written = ''
  let from = 0
  for (const element of elementsOf(document)) {
    const rules = rulesFor(element, sheet)
    if (rules.length === 0) continue
    const start = element.startIndex as number
    const end = endOfTag(html, start)
    written += html.slice(from, start) + rewrite(html.slice(start, end), element, rules)
    from = end
  }
  return written + html.slice(from)
}

/** In the order of the text. */
function* elementsOf(node: ParentNode): Generator<Element> {
  for (const child of node.children) {
    if (!isTag(child) || UNSEEN.has(child.name)) continue
    yield child
    yield* elementsOf(child)
  }
}

/** The rules that fit, weakest first. */
function rulesFor(element: Element, { rules }: StyleSheet): StyleRule[] {
  const { class: classes, id } = element.attribs
  const keys = ['*', element.name]
  if (classes) keys.push(...new Set(classes.split(/\s+/).map((name) => `.${name}`)))
  if (id) keys.push(`#${id}`)
  const fitting: StyleRule[] = []
  for (const key of keys) {
    for (const rule of rules.get(key) ?? []) if (rule.fits(element)) fitting.push(rule)
  }
  return fitting.sort((a, b) => a.specificity - b.specificity || a.order - b.order)
}

const TAG = /<(?:[^>"']|"[^"]*"|'[^']*')*>/y

function endOfTag(html: string, start: number): number {
  TAG.lastIndex = start
  return TAG.test(html) ? TAG.lastIndex : start
}

function rewrite(tag: string, element: Element, rules: readonly StyleRule[]): string {
  const own = readDeclarations(element.attribs.style ?? '')
  const style = cascade([...rules.map(({ declarations }) => declarations), own])
  let rewritten = withAttribute(
    tag,
    'style',
    style.map(({ name, value }) => `${name}:${value}`).join(';'),
  )
  for (const [name, value] of attributesFor(element.name, style))
    rewritten = withAttribute(rewritten, name, value)
  return rewritten
}

/**
 * One declaration a property, and those of one block that say it more than once (a fallback first); in rising
 * order of weight, so that `margin` and `margin-top` come out right. @param blocks weakest first
 */
function cascade(blocks: readonly (readonly Declaration[])[]): Declaration[] {
  const winners = new Map<string, { block: number; declarations: Declaration[] }>()
  for (const important of [false, true]) {
    for (const [block, declarations] of blocks.entries()) {
      for (const declaration of declarations) {
        if (declaration.important !== important) continue
        const known = winners.get(declaration.name)
        if (known?.block === block) known.declarations.push(declaration)
        else {
          winners.delete(declaration.name)
          winners.set(declaration.name, { block, declarations: [declaration] })
        }
      }
    }
  }
  return [...winners.values()].flatMap(({ declarations }) => declarations)
}

function* attributesFor(tag: string, style: readonly Declaration[]): Generator<[string, string]> {
  for (const { name, value } of style) {
    if (SIZED.has(tag) && (name === 'width' || name === 'height')) {
      const pixels = /^(\d+)px$/.exec(value)?.[1]
      if (pixels !== undefined) yield [name, pixels]
      else if (tag !== 'img' && /^\d+%$/.test(value)) yield [name, value]
    }
    if (!OF_TABLES.has(tag)) continue
    const attribute = AS_ATTRIBUTE[name]
    if (attribute) yield [attribute, value]
    const picture = name === 'background-image' && /^url\(['"]?([^'"]+)['"]?\)$/.exec(value)?.[1]
    if (picture) yield ['background', picture]
  }
}

const ATTRIBUTE = /\s*([^\s=>"'/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?/y

/** @param value holds no double quote. */
function withAttribute(tag: string, name: string, value: string): string {
  ATTRIBUTE.lastIndex = tag.search(/[\s/>]/)
  for (let match = ATTRIBUTE.exec(tag); match; match = ATTRIBUTE.exec(tag)) {
    if ((match[1] as string).toLowerCase() !== name) continue
    const end = ATTRIBUTE.lastIndex
    const start = match[2] === undefined ? end : end - match[2].length
    return `${tag.slice(0, start)}${match[2] === undefined ? '=' : ''}"${value}"${tag.slice(end)}`
  }
  const end = tag.endsWith('/>') ? tag.length - 2 : tag.length - 1
  return `${tag.slice(0, end).trimEnd()} ${name}="${value}"${tag.slice(end)}`
}
