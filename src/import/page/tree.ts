// A page's HTML to a plain tree: no scripts, styles or controls, nothing nested deeper than a person would, each
// element with a number. Made in one pass, whatever the page is; what its head says of it is kept beside it.

import { Parser } from 'htmlparser2'

export interface Element {
  readonly tag: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (Element | string)[]
  readonly parent: Element | undefined
  /** Unique within the page, in its order. */
  readonly id: number
  /** Nobody sees it. */
  readonly hidden: boolean
}

export interface PageTree {
  readonly body: Element
  /** Of `<html>`. */
  readonly lang?: string
  readonly title: string
  /** `content` by `name`, `property` or `itemprop`, in lower case; the first of each. */
  readonly meta: ReadonlyMap<string, string>
  readonly canonical?: string
  /** Of `<base>`. */
  readonly base?: string
  /** Texts of JSON-LD. */
  readonly data: readonly string[]
  /** What stands in place of what cannot be in a letter, by tag: how many. */
  readonly dropped: ReadonlyMap<string, number>
}

/** Never text: what is in them is for machines. */
const MACHINES = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'canvas',
  'head',
])
/** Not in a letter; named in the report. */
const EMBEDDED = new Set(['iframe', 'object', 'embed', 'video', 'audio', 'applet'])
const EMPTY = new Set(['input', 'select', 'textarea', 'datalist', 'progress', 'meter'])
const VOID = new Set([
  'img',
  'br',
  'hr',
  'wbr',
  'source',
  'col',
  'input',
  'embed',
  'meta',
  'link',
  'base',
  'area',
  'track',
  'param',
])
const KEPT_ATTRIBUTES =
  /^(?:class|id|itemprop|itemtype|rel|role|href|src|srcset|alt|title|width|height|datetime|start|colspan|rowspan|lang|dir|cite|property|data-(?:src|srcset|original|lazy-src))$/
const MAX_DEPTH = 120
const MAX_DATA = 400_000
const MAX_ELEMENTS = 400_000

export function readTree(html: string): PageTree {
  const reader = new TreeReader()
  const parser = new Parser(reader.handler(), { decodeEntities: true, lowerCaseTags: true })
  parser.write(html)
  parser.end()
  return reader.tree()
}

class TreeReader {
  #count = 0
  readonly #body: Element = this.#element('body', {}, undefined)
  /** Open elements as the page nests them; those beyond the depth stand for the one they are put into. */
  readonly #open: { readonly tag: string; readonly element: Element; readonly skips: boolean }[] =
    []
  #skipping = 0
  #inTitle = false
  #inData = false
  #inSvg = 0
  #title = ''
  #lang: string | undefined
  #canonical: string | undefined
  #base: string | undefined
  #dataText = ''
  readonly #meta = new Map<string, string>()
  readonly #data: string[] = []
  readonly #dropped = new Map<string, number>()

  tree(): PageTree {
    return {
      body: this.#body,
      title: this.#title.replace(/\s+/g, ' ').trim(),
      meta: this.#meta,
      data: this.#data,
      dropped: this.#dropped,
      ...(this.#lang ? { lang: this.#lang } : {}),
      ...(this.#canonical ? { canonical: this.#canonical } : {}),
      ...(this.#base ? { base: this.#base } : {}),
    }
  }

  handler() {
    return {
      onopentag: (tag: string, attributes: Record<string, string>) =>
        this.#openTag(tag, attributes),
      ontext: (text: string) => this.#text(text),
      onclosetag: (tag: string) => this.#closeTag(tag),
    }
  }

  #element(tag: string, attributes: Record<string, string>, parent: Element | undefined): Element {
    const kept: Record<string, string> = {}
    for (const name in attributes)
      if (KEPT_ATTRIBUTES.test(name)) kept[name] = attributes[name] as string
    return {
      tag,
      attributes: kept,
      children: [],
      parent,
      id: this.#count++,
      hidden: (parent?.hidden ?? false) || isHidden(attributes),
    }
  }

  #openTag(tag: string, attributes: Record<string, string>): void {
    this.#headTag(tag, attributes)
    if (tag === 'svg') this.#inSvg++
    if (tag === 'title' && this.#inSvg === 0 && this.#title === '') this.#inTitle = true
    if (tag === 'script' && /^application\/ld\+json/i.test(attributes.type ?? '')) {
      this.#inData = true
      this.#dataText = ''
    }
    const at = this.#open.at(-1)?.element ?? this.#body
    if (EMBEDDED.has(tag)) this.#dropped.set(tag, (this.#dropped.get(tag) ?? 0) + 1)
    const skips = MACHINES.has(tag) || EMBEDDED.has(tag) || EMPTY.has(tag)
    if (skips) this.#skipping++
    if (skips || this.#skipping > 0 || tag === 'html' || tag === 'body') {
      this.#open.push({ tag, element: at, skips })
      return
    }
    const deep = this.#open.length >= MAX_DEPTH || this.#count >= MAX_ELEMENTS
    if (deep && !VOID.has(tag) && tag !== 'p') {
      this.#open.push({ tag, element: at, skips: false })
      return
    }
    const element = this.#element(tag, attributes, at)
    at.children.push(element)
    this.#open.push({ tag, element, skips: false })
  }

  #headTag(tag: string, attributes: Record<string, string>): void {
    if (tag === 'html') this.#lang ??= attributes.lang ?? attributes['xml:lang']
    else if (tag === 'base') this.#base ??= attributes.href
    else if (tag === 'meta') {
      const name = (attributes.property ?? attributes.name ?? attributes.itemprop)?.toLowerCase()
      const { content } = attributes
      if (name && content && !this.#meta.has(name)) this.#meta.set(name, content.trim())
    } else if (tag === 'link' && /(?:^|\s)canonical(?:\s|$)/i.test(attributes.rel ?? ''))
      this.#canonical ??= attributes.href
  }

  #text(text: string): void {
    if (this.#inTitle) this.#title += text
    if (this.#inData && this.#dataText.length < MAX_DATA) this.#dataText += text
    if (this.#skipping > 0 || this.#inTitle) return
    const { children } = this.#open.at(-1)?.element ?? this.#body
    const last = children.length - 1
    if (typeof children[last] === 'string') children[last] += text
    else children.push(text)
  }

  #closeTag(tag: string): void {
    if (tag === 'svg') this.#inSvg = Math.max(0, this.#inSvg - 1)
    if (tag === 'title') this.#inTitle = false
    if (tag === 'script' && this.#inData) {
      this.#inData = false
      if (this.#dataText.length < MAX_DATA) this.#data.push(this.#dataText)
    }
    const last = this.#open.at(-1)
    if (last?.tag !== tag) return
    this.#open.pop()
    if (last.skips) this.#skipping--
  }
}

const isHidden = (attributes: Record<string, string>): boolean =>
  attributes.hidden !== undefined ||
  attributes['aria-hidden'] === 'true' ||
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attributes.style ?? '')

/** The element's text, spaces collapsed. */
export function textOfElement(element: Element): string {
  const parts: string[] = []
  const walk = (node: Element | string): void => {
    if (typeof node === 'string') parts.push(node)
    else {
      if (node.tag === 'br') parts.push(' ')
      for (const child of node.children) walk(child)
    }
  }
  walk(element)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

/** The element itself and what it stands in, from the inside out. */
export function* upward(element: Element | undefined): Generator<Element> {
  for (let at = element; at; at = at.parent) yield at
}

/** The element itself where it is of that tag, or those of the tag within it. */
export function find(element: Element, tag: string): Element[] {
  if (element.tag === tag) return [element]
  return element.children.flatMap((child) => (typeof child === 'string' ? [] : find(child, tag)))
}
