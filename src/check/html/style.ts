// What a client that reads style sheets makes of each element: the cascade, for the few properties that checks
// ask about, in light or dark and at a width. A selector that cannot be told here matches nothing.

import { type Document, Element } from 'domhandler'
import { BLACK, type Colour, over, readColour, WHITE } from './colour.ts'
import { type Declaration, readDeclarations, readSheet, type Sheet } from './css.ts'
import { ancestors, elements } from './document.ts'
import { type Matched, matchedRules } from './matches.ts'

/** As what the letter is looked at. */
export interface Setting {
  readonly scheme: 'light' | 'dark'
  /** CSS pixels. */
  readonly width: number
}

export interface Look {
  /** A declared or inherited value; undefined where nobody said. */
  value(element: Element, property: string): string | undefined
  /** Hidden by itself or by something around it. */
  isHidden(element: Element): boolean
  /** CSS pixels. */
  fontSize(element: Element): number
  isBold(element: Element): boolean
  /** Undefined where it cannot be told: unknown notations, pictures behind. */
  colours(element: Element): { readonly text: Colour; readonly ground: Colour } | undefined
}

const INHERITED = new Set(['color', 'font-size', 'font-weight', 'visibility', 'line-height'])
const ROOT_SIZE = 16

export function sheetsOf(document: Document): readonly Sheet[] {
  return elements(document)
    .filter(({ name }) => name === 'style')
    .map((style) =>
      readSheet(
        style.children.map((child) => ('data' in child ? child.data : '')).join(''),
        style.attribs.media,
      ),
    )
}

/** What matches what is the same in every setting: found once. */
export function stylesOf(document: Document, sheets: readonly Sheet[]): (setting: Setting) => Look {
  const matched = matchedRules(document, sheets)
  return (setting) => lookOf(document, matched, setting)
}

/** Winning declarations of each element; worked out at once, asked for often. */
function lookOf(document: Document, matched: readonly Matched[], setting: Setting): Look {
  const won = cascade(document, matched, setting)
  const declared = (element: Element, property: string) => won.get(element)?.get(property)?.value

  const value = (element: Element, property: string): string | undefined => {
    const own = declared(element, property)
    if (own !== undefined && !/^(inherit|unset)$/i.test(own)) return own
    const passes = own !== undefined || INHERITED.has(property)
    const { parent } = element
    return passes && parent instanceof Element ? value(parent, property) : undefined
  }

  const sizes = new Map<Element, number>()
  const fontSize = (element: Element): number => {
    const known = sizes.get(element)
    if (known !== undefined) return known
    const parent = element.parent instanceof Element ? fontSize(element.parent) : ROOT_SIZE
    const size = pixels(declared(element, 'font-size'), parent, element.name)
    sizes.set(element, size)
    return size
  }

  const hides = (element: Element): boolean =>
    declared(element, 'display')?.toLowerCase() === 'none' ||
    'hidden' in element.attribs ||
    value(element, 'visibility') === 'hidden' ||
    (/^0(px)?$/.test(declared(element, 'max-height') ?? '') &&
      declared(element, 'overflow') === 'hidden') ||
    (declared(element, 'opacity') !== undefined && Number(declared(element, 'opacity')) === 0)

  const hidden = new Map<Element, boolean>()
  const isHidden = (element: Element): boolean => {
    const known = hidden.get(element)
    if (known !== undefined) return known
    const { parent } = element
    const is = hides(element) || (parent instanceof Element && isHidden(parent))
    hidden.set(element, is)
    return is
  }

  return {
    value,
    fontSize,
    isHidden,
    isBold(element) {
      const weight = value(element, 'font-weight') ?? ''
      if (weight !== '') return weight === 'bold' || weight === 'bolder' || Number(weight) >= 700
      return [element, ...ancestors(element)].some(({ name }) =>
        /^(b|strong|th|h[1-6])$/.test(name),
      )
    },
    colours(element) {
      const ground = groundOf(element, declared)
      const said = value(element, 'color')
      const text = said === undefined ? BLACK : readColour(said)
      if (!text || !ground) return undefined
      return { text: over(text, ground, opacityOf(element, declared)), ground }
    },
  }
}

type Declared = (element: Element, property: string) => string | undefined

function opacityOf(element: Element, declared: Declared): number {
  let opacity = 1
  for (const part of [element, ...ancestors(element)]) {
    const own = Number(declared(part, 'opacity') ?? 1)
    if (!Number.isNaN(own)) opacity *= own
  }
  return opacity
}

/** What lies behind an element: its own ground and those around it, down to the first that is opaque. */
function groundOf(element: Element, declared: Declared): Colour | undefined {
  const layers: Colour[] = []
  for (const part of [element, ...ancestors(element)]) {
    const colour = declared(part, 'background-color') ?? part.attribs.bgcolor
    const image = declared(part, 'background-image')
    if (image !== undefined && image !== 'none') return undefined
    if (part.attribs.background !== undefined) return undefined
    if (colour === undefined) continue
    const read = readColour(colour)
    if (!read) return undefined
    layers.push(read)
    if (read.alpha === 1) break
  }
  return layers.reduceRight((below, layer) => over(layer, below), WHITE)
}

const KEYWORD_SIZES: Readonly<Record<string, number>> = {
  'xx-small': 9,
  'x-small': 10,
  small: 13,
  medium: 16,
  large: 18,
  'x-large': 24,
  'xx-large': 32,
}
/** As browsers' own style sheets have them. */
const ELEMENT_SIZES: Readonly<Record<string, number>> = {
  h1: 2,
  h2: 1.5,
  h3: 1.17,
  h5: 0.83,
  h6: 0.67,
  small: 0.83,
  sub: 0.83,
  sup: 0.83,
}

function pixels(size: string | undefined, parent: number, name: string): number {
  if (size === undefined) return parent * (ELEMENT_SIZES[name] ?? 1)
  const [, number, unit] = /^([\d.]+)(px|pt|em|rem|%)?$/i.exec(size.trim()) ?? []
  if (number === undefined) return KEYWORD_SIZES[size.toLowerCase()] ?? parent
  const units: Record<string, number> = {
    px: 1,
    pt: 4 / 3,
    em: parent,
    rem: ROOT_SIZE,
    '%': parent / 100,
  }
  return Number(number) * (units[(unit ?? 'px').toLowerCase()] ?? 1)
}

interface Winner {
  readonly value: string
  /** Important, inline, then specificity, then order. */
  readonly rank: readonly number[]
}

function cascade(document: Document, matched: readonly Matched[], setting: Setting) {
  const won = new Map<Element, Map<string, Winner>>()
  let order = 0
  const declare = (
    element: Element,
    declarations: readonly Declaration[],
    inline: boolean,
    specificity: readonly number[],
  ) => {
    const winners = won.get(element) ?? new Map<string, Winner>()
    won.set(element, winners)
    for (const declaration of declarations.flatMap(longhands)) {
      const { property, value, important } = declaration
      const rank = [Number(important), Number(inline), ...specificity, order++]
      const known = winners.get(property)
      if (!known || outranks(rank, known.rank)) winners.set(property, { value, rank })
    }
  }
  for (const { rule, found } of matched) {
    if (!rule.media.every((condition) => mediaHolds(condition, setting))) continue
    for (const [element, specificity] of found)
      declare(element, rule.declarations, false, specificity)
  }
  for (const element of elements(document)) {
    const { style } = element.attribs
    if (style) declare(element, readDeclarations(style), true, [0, 0, 0])
  }
  return won
}

function outranks(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index] as number
    if (value !== other) return value > other
  }
  return true
}

/** `background` as the colour and the picture in it; everything else as it is. */
function longhands(declaration: Declaration): Declaration[] {
  if (declaration.property !== 'background') return [declaration]
  const { value } = declaration
  const image = /url\(|gradient\(/i.test(value)
  const colour = value
    .replace(/(?:url|[a-z-]+gradient)\([^)]*\)/gi, ' ')
    .split(/\s+(?![^(]*\))/)
    .find((part) => readColour(part) !== undefined)
  return [
    { ...declaration, property: 'background-color', value: colour ?? 'transparent' },
    { ...declaration, property: 'background-image', value: image ? value : 'none' },
  ]
}

/** @returns false for whatever cannot be told. */
export function mediaHolds(condition: string, { scheme, width }: Setting): boolean {
  return condition.split(',').some((query) => {
    const words = query.trim().toLowerCase()
    if (/^not\b/.test(words)) return false
    return words.split(/\band\b/).every((part) => {
      const said = part.trim()
      if (/^(only\s+)?(screen|all)$/.test(said) || said === '') return true
      const [, feature, value = ''] = /^\(\s*([a-z-]+)\s*:?\s*([^)]*)\)$/.exec(said) ?? []
      if (feature === 'prefers-color-scheme') return value.trim() === scheme
      const length = pixels(value.trim(), ROOT_SIZE, '')
      if (feature === 'min-width') return width >= length
      if (feature === 'max-width') return width <= length
      return false
    })
  })
}
