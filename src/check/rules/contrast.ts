// Text against what lies behind it, in light and in the letter's own dark mode: WCAG 2.2, success criterion 1.4.3.
// Worked out from styles; where something cannot be told (a picture behind, an unknown notation) nothing is said.

import { isText } from 'domhandler'
import type { Palette } from '../../project/project.ts'
import { hexOf, contrast as ratioOf } from '../html/colour.ts'
import { ancestors, type Element, elements, tidy, wordsIn } from '../html/document.ts'
import type { Look } from '../html/style.ts'
import type { Copy, Letter } from '../letter.ts'
import type { Report, Rule } from '../rule.ts'

const NORMAL = 4.5
const LARGE = 3
/** CSS pixels: 18 pt, and 14 pt in bold. */
const LARGE_FROM = 24
const LARGE_BOLD_FROM = 18.66

export const contrast: Rule = {
  id: 'contrast',
  level: 'warning',
  about: 'Text stands out from its ground: 4.5 to 1, large text 3 to 1, in light and in dark.',
  mend: 'Choose a darker or a lighter colour, most often under `theme:`.',
  async check(letter) {
    const reports = new Map<string, Report>()
    for (const copy of letter.copies) {
      for (const scheme of ['light', 'dark'] as const) {
        for (const faint of faintText(copy, scheme)) {
          // What is faint in light and stays as it is in dark is told once.
          const key = `${faint.text} ${faint.ground}`
          if (!reports.has(key)) reports.set(key, await told(letter, scheme, faint))
        }
      }
    }
    return reports.values()
  },
}

interface Faint {
  readonly element: Element
  /** `#rrggbb` */
  readonly text: string
  readonly ground: string
  readonly ratio: number
  readonly asked: number
}

function* faintText({ document, look }: Copy, scheme: 'light' | 'dark'): Generator<Faint> {
  const shown = look(scheme)
  for (const element of elements(document)) {
    if (!hasWords(element) || shown.isHidden(element) || isDecoration(element)) continue
    const colours = shown.colours(element)
    if (!colours) continue
    const ratio = ratioOf(colours.text, colours.ground)
    const asked = isLarge(shown, element) ? LARGE : NORMAL
    // As it is told, so that 4.5 is never found to be under 4.5.
    if (Math.round(ratio * 100) / 100 >= asked) continue
    yield { element, text: hexOf(colours.text), ground: hexOf(colours.ground), ratio, asked }
  }
}

async function told(
  letter: Letter,
  scheme: 'light' | 'dark',
  { element, text, ground, ratio, asked }: Faint,
): Promise<Report> {
  const words = wordsIn(element)
  return {
    message: `"${words.length > 40 ? `${words.slice(0, 40)}…` : words}" is ${text} on ${ground}${scheme === 'dark' ? ' in dark mode' : ''}: ${(Math.floor(ratio * 100) / 100).toFixed(2)} to 1, and ${asked} to 1 is asked`,
    mend: 'Choose a darker or a lighter colour.',
    ...(await placeOfColour(letter, scheme, text, element)),
    ...(ratio < 1.5 ? { level: 'error' as const } : {}),
  }
}

/** A colour of the theme is in newsletter.yaml; any other in a template, where its element is not content. */
async function placeOfColour(
  letter: Letter,
  scheme: 'light' | 'dark',
  hex: string,
  element: Element,
) {
  const { theme } = letter.project
  const named = (Object.entries(theme[scheme]) as [keyof Palette, string][]).find(
    ([, colour]) => colour === hex,
  )
  const inConfig = named && letter.places.inConfig(new RegExp(`^\\s+${named[0]}:.*${hex}`, 'i'))
  return (
    inConfig ??
    (await letter.places.inTemplates(new RegExp(hex, 'i'))) ??
    (await letter.places.ofElement(element))
  )
}

function isLarge(look: Look, element: Element): boolean {
  const size = look.fontSize(element)
  return size >= LARGE_FROM || (size >= LARGE_BOLD_FROM && look.isBold(element))
}

export function hasWords(element: Element): boolean {
  return (
    !['style', 'title', 'script', 'head'].includes(element.name) &&
    element.children.some((child) => isText(child) && /[\p{L}\p{N}]/u.test(tidy(child.data)))
  )
}

export const isDecoration = (element: Element): boolean =>
  [element, ...ancestors(element)].some(({ attribs }) => attribs['aria-hidden'] === 'true')
