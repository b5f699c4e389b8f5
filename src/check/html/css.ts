// Style sheets and style attributes to plain rules: selectors as written, the media that they are for,
// declarations in order. What cannot be read is kept as an error: some clients drop a sheet for one.

import type { CssNode, ParseOptions } from 'css-tree'
import generate from 'css-tree/generator'
import parseCss from 'css-tree/parser'

export interface Declaration {
  /** Lower case. */
  readonly property: string
  readonly value: string
  readonly important: boolean
}

export interface StyleRule {
  readonly selectors: readonly Selector[]
  /** Conditions of the `@media` around it, the outermost first. */
  readonly media: readonly string[]
  readonly declarations: readonly Declaration[]
}

export interface Selector {
  readonly text: string
  /** Ids, then classes, attributes and pseudo-classes, then elements: CSS Selectors 4 section 17. */
  readonly specificity: readonly [number, number, number]
}

export interface AtRule {
  readonly name: string
  readonly prelude: string
}

export interface Sheet {
  readonly rules: readonly StyleRule[]
  readonly atRules: readonly AtRule[]
  readonly errors: readonly string[]
}

const parse = parseCss as (text: string, options: ParseOptions) => CssNode

/** Letters of one project share their sheets. */
const sheets = new Map<string, Sheet>()
const MOST_SHEETS = 100

/** @param media of the style element. */
export function readSheet(css: string, media = ''): Sheet {
  const key = `${media}\n${css}`
  const known = sheets.get(key)
  if (known) return known
  if (sheets.size >= MOST_SHEETS) sheets.clear()
  const sheet = parseSheet(css, media)
  sheets.set(key, sheet)
  return sheet
}

function parseSheet(css: string, media: string): Sheet {
  const rules: StyleRule[] = []
  const atRules: AtRule[] = []
  const errors: string[] = []
  const root = parse(css, {
    parseValue: false,
    parseCustomProperty: false,
    onParseError: (error) => errors.push(error.message),
  })
  const walk = (node: CssNode, conditions: readonly string[]): void => {
    if (node.type === 'StyleSheet' || node.type === 'Block') {
      for (const child of node.children) walk(child, conditions)
    } else if (node.type === 'Atrule') {
      const prelude = node.prelude ? generate(node.prelude) : ''
      atRules.push({ name: node.name.toLowerCase(), prelude })
      if (node.block && /^(media|supports|layer)$/i.test(node.name))
        walk(node.block, /^media$/i.test(node.name) ? [...conditions, prelude] : conditions)
    } else if (node.type === 'Rule' && node.prelude.type === 'SelectorList') {
      rules.push({
        selectors: [...node.prelude.children].map(selectorOf),
        media: conditions,
        declarations: [...node.block.children].flatMap(declarationOf),
      })
      // Nested rules mean nothing to a mail client, but they are there.
      for (const child of node.block.children) if (child.type === 'Rule') walk(child, conditions)
    }
  }
  walk(root, media === '' ? [] : [media])
  return { rules, atRules, errors }
}

/** Most elements of a letter share their styles with others: each is read once. */
const read = new Map<string, readonly Declaration[]>()
const MOST_READ = 5000

export function readDeclarations(style: string): readonly Declaration[] {
  const known = read.get(style)
  if (known) return known
  if (read.size >= MOST_READ) read.clear()
  const declarations = parseDeclarations(style)
  read.set(style, declarations)
  return declarations
}

function parseDeclarations(style: string): readonly Declaration[] {
  const root = parse(style, { context: 'declarationList', parseValue: false })
  return root.type === 'DeclarationList' ? [...root.children].flatMap(declarationOf) : []
}

function declarationOf(node: CssNode): Declaration[] {
  if (node.type !== 'Declaration') return []
  const value = node.value.type === 'Raw' ? node.value.value.trim() : generate(node.value)
  return [{ property: node.property.toLowerCase(), value, important: Boolean(node.important) }]
}

function selectorOf(node: CssNode): Selector {
  let ids = 0
  let classes = 0
  let types = 0
  const count = (part: CssNode): void => {
    if (part.type === 'IdSelector') ids++
    else if (part.type === 'ClassSelector' || part.type === 'AttributeSelector') classes++
    else if (part.type === 'PseudoElementSelector') types++
    else if (part.type === 'TypeSelector' && part.name !== '*') types++
    else if (part.type === 'PseudoClassSelector') {
      if (!/^(not|is|has|where)$/.test(part.name)) classes++
      if (part.name !== 'where' && part.children) for (const inner of part.children) count(inner)
    } else if (part.type === 'Selector' || part.type === 'SelectorList') {
      for (const inner of part.children) count(inner)
    }
  }
  count(node)
  return { text: generate(node), specificity: [ids, classes, types] }
}
