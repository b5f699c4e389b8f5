// Dark mode as mail programs make it, applied to a letter in its frame. There are three kinds, and they are
// different things: the letter's own rules, part inversion, and full inversion. All read computed colours, since
// programs look at what is seen and not at how it was written.

import type { Ground } from '../address.ts'
import { fromCss, invert, isDark, isLight, toCss } from './colour.ts'

/** What a program that inverts shows where the letter says nothing. */
const CANVAS = { light: '#ffffff', dark: '#1f1f1f' }

/** @returns whether the letter has dark rules of its own. */
export function applyGround(doc: Document, ground: Ground): boolean {
  const own = setScheme(doc, ground === 'own' ? 'dark' : 'light')
  if (ground === 'part') invertColours(doc, 'part')
  if (ground === 'full') invertColours(doc, 'full')
  return own
}

const FEATURE = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi
const ALWAYS = '(min-width: 0px)'
const NEVER = '(max-width: 0px)'

/**
 * Answers every question for the colour scheme with `scheme`, whatever the viewer's own is.
 * @returns whether the letter asks for it at all.
 */
function setScheme(doc: Document, scheme: 'light' | 'dark'): boolean {
  let asks = false
  const answer = (query: string) =>
    query.replace(FEATURE, (_, wanted: string) => {
      asks = true
      return wanted.toLowerCase() === scheme ? ALWAYS : NEVER
    })
  for (const sheet of doc.styleSheets)
    for (const rule of mediaRules(sheet)) {
      const text = rule.media.mediaText
      const answered = answer(text)
      if (answered !== text) rule.media.mediaText = answered
    }
  for (const element of doc.querySelectorAll('[media]')) {
    const text = element.getAttribute('media') ?? ''
    const answered = answer(text)
    if (answered !== text) element.setAttribute('media', answered)
  }
  const root = doc.documentElement
  const declared = doc.querySelector('meta[name="color-scheme" i]')?.getAttribute('content') ?? ''
  const supports = /\bdark\b/.test(`${declared} ${getStyle(root).colorScheme}`)
  root.style.setProperty(
    'color-scheme',
    scheme === 'dark' && supports ? 'dark' : 'light',
    'important',
  )
  return asks
}

function* mediaRules(owner: CSSStyleSheet | CSSGroupingRule): Generator<CSSMediaRule> {
  for (const rule of owner.cssRules) {
    // Rules belong to the frame's own realm, so `instanceof` does not know them.
    if ('media' in rule && 'cssRules' in rule) yield rule as CSSMediaRule
    if ('cssRules' in rule) yield* mediaRules(rule as CSSGroupingRule)
  }
}

interface Repaint {
  readonly element: HTMLElement
  readonly property: string
  readonly value: string
}

const BORDERS = [
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
]

/**
 * `part`: light backgrounds become dark, and dark text light; what is dark already stays. `full`: every colour is
 * turned over, dark backgrounds too. Pictures stay as they are in both.
 */
function invertColours(doc: Document, kind: 'part' | 'full'): void {
  const repaints: Repaint[] = []
  for (const element of doc.body.querySelectorAll<HTMLElement>('*')) {
    if (/^(IMG|VIDEO|SVG|STYLE)$/i.test(element.tagName)) continue
    repaints.push(...repaintsOf(element, kind))
  }
  repaints.push(...repaintsOf(doc.body, kind))
  const canvas = fromCss(getStyle(doc.body).backgroundColor) ?? fromCss(CANVAS.light)
  if (canvas && canvas.alpha === 0) {
    repaints.push({ element: doc.body, property: 'background-color', value: CANVAS.dark })
  }
  for (const { element, property, value } of repaints) {
    // Outlook.com says what it changed, and letters may have rules for it.
    if (kind === 'part' && property === 'color') element.setAttribute('data-ogsc', '')
    if (kind === 'part' && property === 'background-color') element.setAttribute('data-ogsb', '')
    element.style.setProperty(property, value, 'important')
  }
  if (kind === 'part') giveWayToOwnRules(doc)
}

function repaintsOf(element: HTMLElement, kind: 'part' | 'full'): Repaint[] {
  const style = getStyle(element)
  const repaints: Repaint[] = []
  const turn = (property: string, wants: (lightness: number) => boolean) => {
    const colour = fromCss(style.getPropertyValue(property))
    if (!colour || colour.alpha === 0 || (kind === 'part' && !wants(colour.lightness))) return
    repaints.push({ element, property, value: toCss(invert(colour)) })
  }
  turn('background-color', isLight)
  turn('color', isDark)
  for (const border of BORDERS) {
    if (style.getPropertyValue(border.replace('color', 'style')) !== 'none')
      turn(border, () => true)
  }
  return repaints
}

/** Where the letter has a rule for `data-ogsc` or `data-ogsb`, that rule holds. */
function giveWayToOwnRules(doc: Document): void {
  for (const sheet of doc.styleSheets) {
    for (const rule of sheet.cssRules) {
      const { selectorText, style } = rule as CSSStyleRule
      if (!selectorText || !/data-ogs[cb]/.test(selectorText)) continue
      for (const element of doc.querySelectorAll<HTMLElement>(selectorText)) {
        for (const property of style) element.style.removeProperty(property)
      }
    }
  }
}

const getStyle = (element: Element): CSSStyleDeclaration =>
  (element.ownerDocument.defaultView as Window & typeof globalThis).getComputedStyle(element)
