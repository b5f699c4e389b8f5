// Small type is for small things: a date, a caption, the footer. 13 px is the least for them; what a letter is
// read for has 14 px and more.

import { isText } from 'domhandler'
import { all, ancestors, type Element, elements, tidy, wordsIn } from '../html/document.ts'
import type { Copy, Letter } from '../letter.ts'
import type { Report, Rule } from '../rule.ts'
import { hasWords, isDecoration } from './contrast.ts'

/** CSS pixels. */
const LEAST = 13
const READ = 14
/** Of all words, how much may be set smaller than READ. */
const MOST_SMALL = 1 / 3
const WIDTHS = [375, 640]

export const smallText: Rule = {
  id: 'small-text',
  level: 'warning',
  about: 'No text is smaller than 13 px, and what is read is not smaller than 14 px.',
  mend: 'Set small things in 13 px at least, and what is read in 16 px and more.',
  async check(letter) {
    const reports = new Map<string, Report>()
    const footer = footerOf(letter)
    for (const width of WIDTHS) {
      const { smallest, share } = sizesOf(letter.sample, width, footer)
      const where = width < 500 ? ' on a phone' : ''
      for (const { element, size } of smallest) {
        const words = wordsIn(element)
        const key = `${size} ${element.attribs.class ?? words}`
        if (reports.has(key)) continue
        reports.set(key, {
          message: `"${words.length > 40 ? `${words.slice(0, 40)}…` : words}" is set in ${round(size)} px${where}`,
          mend: `Set it in ${LEAST} px at least.`,
          ...(await letter.places.ofElement(element)),
        })
      }
      if (share > MOST_SMALL && !reports.has('body')) {
        reports.set('body', {
          message: `${Math.round(share * 100)} % of the words are smaller than ${READ} px${where}`,
          mend: `Set what is read in ${READ} px at least; 16 and more are better.`,
          ...(await letter.places.inTemplates(/font-size\s*[:=]\s*"?1[0-3]px/)),
        })
      }
    }
    return reports.values()
  },
}

function sizesOf({ document, look }: Copy, width: number, footer: Element | undefined) {
  const shown = look('light', width)
  const smallest: { element: Element; size: number }[] = []
  let all = 0
  let small = 0
  for (const element of elements(document)) {
    if (!hasWords(element) || isRaised(element)) continue
    if (shown.isHidden(element) || isDecoration(element)) continue
    const size = shown.fontSize(element)
    if (size < LEAST) smallest.push({ element, size })
    if (footer && [element, ...ancestors(element)].includes(footer)) continue
    const letters = element.children
      .filter(isText)
      .reduce((sum, child) => sum + tidy(child.data).length, 0)
    all += letters
    if (size < READ) small += letters
  }
  return { smallest, share: all === 0 ? 0 : small / all }
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** As much around the link to unsubscribe as holds no heading: small, and not what a letter is read for. */
function footerOf(letter: Letter): Element | undefined {
  const { document, subscriber } = letter.sample
  const { unsubscribe } = letter.linksOf(subscriber)
  const link = all(document, 'a').find(({ attribs }) => attribs.href === unsubscribe)
  if (!link) return undefined
  const headings = all(document, ...HEADINGS).flatMap((heading) => [...ancestors(heading)])
  if (headings.length === 0) return undefined
  return [link, ...ancestors(link)].findLast((around) => !headings.includes(around))
}

/** Marks of footnotes and the like are small by their nature. */
const isRaised = (element: Element) =>
  [element, ...ancestors(element)].some(({ name }) => name === 'sup' || name === 'sub')

const round = (size: number) => Math.round(size * 10) / 10
