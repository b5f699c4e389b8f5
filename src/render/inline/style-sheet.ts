// A style sheet that is to be written into elements, read once: rules by what their last part asks for, so that an
// element is held against the few that could fit. What cannot be written into an element is named, never dropped.

import { compile } from 'css-select'
import { parse, type Selector, stringify } from 'css-what'
import type { AnyNode, Element } from 'domhandler'

export interface Declaration {
  readonly name: string
  readonly value: string
  readonly important: boolean
}

export interface StyleRule {
  readonly fits: (element: Element) => boolean
  /** Selectors Level 4 §17: ids, classes, types, as one number. */
  readonly specificity: number
  /** Its place in the sheet. */
  readonly order: number
  readonly declarations: readonly Declaration[]
}

/** What stands in a sheet and cannot be written into an element. */
export interface Unwritable {
  readonly at: number
  readonly what: string
}

export interface StyleSheet {
  /** Keyed by `#id`, `.class`, a tag's name or `*`; in the order of the sheet. */
  readonly rules: ReadonlyMap<string, readonly StyleRule[]>
  readonly unwritable: readonly Unwritable[]
}

/** Depends on what a reader does, or makes what is no element: neither has a place in a style attribute. */
const OF_THE_MOMENT = new Set(['hover', 'active', 'focus', 'focus-within', 'visited', 'link'])

export function readStyleSheet(css: string): StyleSheet {
  const rules = new Map<string, StyleRule[]>()
  const unwritable: Unwritable[] = []
  let order = 0
  for (const { at, prelude, body } of blocksOf(css)) {
    if (prelude.startsWith('@')) {
      unwritable.push({ at, what: prelude.split(/\s/)[0] as string })
      continue
    }
    const declarations = readDeclarations(body)
    let selectors: Selector[][]
    try {
      selectors = parse(prelude)
    } catch {
      unwritable.push({ at, what: `the selector "${prelude}"` })
      continue
    }
    for (const selector of selectors) {
      const moment = selector.find(
        (part) =>
          part.type === 'pseudo-element' ||
          (part.type === 'pseudo' && OF_THE_MOMENT.has(part.name)),
      )
      if (moment) {
        unwritable.push({ at, what: `"${stringify([selector])}"` })
        continue
      }
      const key = keyOf(selector)
      const same = rules.get(key) ?? []
      rules.set(key, same)
      same.push({
        fits: compile<AnyNode, Element>([selector]),
        specificity: specificityOf(selector),
        order: order++,
        declarations,
      })
    }
  }
  return { rules, unwritable }
}

/** `color: red; width: 1px !important` */
export function readDeclarations(text: string): Declaration[] {
  const declarations: Declaration[] = []
  for (const [part] of text.matchAll(
    /(?:[^;"'(]|"[^"]*"|'[^']*'|\((?:[^()"']|"[^"]*"|'[^']*')*\)|[("'])+/g,
  )) {
    const colon = part.indexOf(':')
    if (colon < 0) continue
    const name = part.slice(0, colon).trim()
    const given = part.slice(colon + 1).trim()
    const value = given.replace(/\s*!important$/i, '')
    if (name === '' || value === '') continue
    declarations.push({
      name: name.startsWith('--') ? name : name.toLowerCase(),
      value: value.replaceAll('"', "'"),
      important: value !== given,
    })
  }
  return declarations
}

interface StyleBlock {
  readonly at: number
  readonly prelude: string
  readonly body: string
}

/** The sheet's blocks, outermost; comments are white space. */
function* blocksOf(css: string): Generator<StyleBlock> {
  const text = css.replace(/\/\*[\s\S]*?\*\/|<!--|-->/g, (comment) => ' '.repeat(comment.length))
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('{', at)
    if (open < 0) return
    let depth = 1
    let end = open + 1
    while (end < text.length && depth > 0) {
      const character = text[end++]
      if (character === '{') depth++
      else if (character === '}') depth--
    }
    // A statement without a block (`@import …;`) ends where the next begins.
    const statements = text.slice(at, open).split(';')
    let from = at
    for (const statement of statements) {
      const last = from + statement.length === open
      const prelude = statement.trim()
      const start = from + statement.length - statement.trimStart().length
      if (prelude !== '')
        yield { at: start, prelude, body: last ? text.slice(open + 1, end - 1) : '' }
      from += statement.length + 1
    }
    at = end
  }
}

/** The one test of a selector's last compound that leaves the fewest candidates. */
function keyOf(selector: readonly Selector[]): string {
  let key = '*'
  for (const part of selector) {
    if (part.type === 'tag' && key === '*') key = part.name
    else if (part.type === 'attribute' && part.action === 'element') key = `.${part.value}`
    else if (part.type === 'attribute' && part.action === 'equals' && part.name === 'id')
      key = `#${part.value}`
    else if (COMBINATORS.has(part.type)) key = '*'
  }
  return key
}

const COMBINATORS = new Set<string>([
  'adjacent',
  'child',
  'descendant',
  'sibling',
  'parent',
  'column-combinator',
])

function specificityOf(selector: readonly Selector[]): number {
  let sum = 0
  for (const part of selector) {
    if (part.type === 'tag') sum += 1
    else if (part.type === 'attribute') {
      sum += part.name === 'id' && part.action === 'equals' ? 1_000_000 : 1000
    } else if (part.type === 'pseudo') {
      if (part.name === 'where') continue
      const inside = Array.isArray(part.data) ? part.data.map(specificityOf) : []
      sum += inside.length > 0 ? Math.max(...inside) : 1000
    }
  }
  return sum
}
