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
/** What a look is asked of: everything else is passed over. */
const ASKED = new Set([
  ...INHERITED,
  ...['background-color', 'background-image', 'display', 'max-height', 'opacity', 'overflow'],
])

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

  const fontSize = inherited(
    (element, around: () => number) =>
      pixels(declared(element, 'font-size'), around(), element.name),
    ROOT_SIZE,
  )

  const hides = (element: Element): boolean =>
    declared(element, 'display')?.toLowerCase() === 'none' ||
    'hidden' in element.attribs ||
    value(element, 'visibility') === 'hidden' ||
    (/^0(px)?$/.test(declared(element, 'max-height') ?? '') &&
      declared(element, 'overflow') === 'hidden') ||
    (declared(element, 'opacity') !== undefined && Number(declared(element, 'opacity')) === 0)

  const isHidden = inherited((element, around: () => boolean) => hides(element) || around(), false)
  const ground = grounds(declared)
  const opacity = opacities(declared)

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
      const behind = ground(element)
      const said = value(element, 'color')
      const text = said === undefined ? BLACK : readColour(said)
      if (!text || !behind) return undefined
      return { text: over(text, behind, opacity(element)), ground: behind }
    },
  }
}

type Declared = (element: Element, property: string) => string | undefined

/** Asked of each element once, and of what is around it. */
function inherited<Value>(work: (element: Element, around: () => Value) => Value, outside: Value) {
  const known = new Map<Element, Value>()
  const of = (element: Element): Value => {
    const before = known.get(element)
    if (before !== undefined || known.has(element)) return before as Value
    const { parent } = element
    const value = work(element, () => (parent instanceof Element ? of(parent) : outside))
    known.set(element, value)
    return value
  }
  return of
}

const opacities = (declared: Declared) =>
  inherited((element, around: () => number) => {
    const own = Number(declared(element, 'opacity') ?? 1)
    return Number.isNaN(own) ? around() : own * around()
  }, 1)

/** What lies behind an element: its own ground and those around it, down to the first that is opaque. */
const grounds = (declared: Declared) =>
  inherited<Colour | undefined>((element, around) => {
    const image = declared(element, 'background-image')
    if ((image !== undefined && image !== 'none') || element.attribs.background !== undefined)
      return undefined
    const said = declared(element, 'background-color') ?? element.attribs.bgcolor
    if (said === undefined) return around()
    const colour = readColour(said)
    if (!colour || colour.alpha === 1) return colour
    const below = around()
    return below && over(colour, below)
  }, WHITE)

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
      if (!ASKED.has(property)) continue
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
