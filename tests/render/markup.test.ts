// The markup of the letters, for mail programs that no browser stands for: Outlook on Windows and Gmail.

import { Parser } from 'htmlparser2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publication, read, SAMPLES } from './samples.ts'
import { TORTURE_FILES, TORTURES } from './torture.ts'

const samples = publication(TORTURE_FILES)
const letters: Record<string, string> = {}
beforeAll(async () => {
  for (const slug of [...SAMPLES, ...TORTURES])
    letters[slug] = read((await samples.press.render(slug)).rendered.html)
})
afterAll(samples.remove)

/** What Outlook on Windows reads: its own parts opened, everybody else's left out. */
const asOutlook = (html: string) =>
  html
    .replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*\]>([\s\S]*?)<!\[endif\]-->/g, '$1')
/** What all others read. */
const asOthers = (html: string) =>
  html
    .replace(/<!--\[if !mso[^\]]*\]><!-->|<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*\]>[\s\S]*?<!\[endif\]-->/g, '')

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly within: readonly string[]
}

const VOID = /^(area|base|br|col|hr|img|input|link|meta|o:.*)$/

/** Every element, and what was not closed or closed nothing. */
function elementsOf(html: string): { elements: Element[]; unbalanced: string[] } {
  const elements: Element[] = []
  const unbalanced: string[] = []
  const open: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      elements.push({ name, attributes, within: [...open] })
      if (!VOID.test(name)) open.push(name)
    },
  })
  parser.end(html)
  // The parser closes on its own what is open, so the balance is counted on the text itself.
  const stack: string[] = []
  const bare = html.replace(/<!--[\s\S]*?-->|<style[\s\S]*?<\/style>/g, '')
  for (const [, closing, tag] of bare.matchAll(/<(\/?)([a-z][a-z0-9:]*)[^>]*?(?<!\/)>/gi)) {
    const name = (tag as string).toLowerCase()
    if (VOID.test(name)) continue
    if (!closing) stack.push(name)
    else if (stack.at(-1) === name) stack.pop()
    else unbalanced.push(`</${name}> where <${stack.at(-1)}> is open`)
  }
  return { elements, unbalanced: [...unbalanced, ...stack.map((name) => `<${name}> never closed`)] }
}

const stylesOf = (html: string) =>
  [...asOthers(html).matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, css]) => css as string)

describe.each([...SAMPLES, ...TORTURES])('the letter %s', (slug) => {
  const letter = () => letters[slug] as string

  it('is whole for Outlook and for all others, each with their own parts', () => {
    expect(elementsOf(asOutlook(letter())).unbalanced).toEqual([])
    expect(elementsOf(asOthers(letter())).unbalanced).toEqual([])
    expect(asOutlook(letter())).not.toMatch(/<!--\[if|<!\[endif/)
    expect(asOthers(letter())).not.toMatch(/<!--\[if|<!\[endif|mso-line-height/)
  })

  it('gives Outlook a table of a fixed width around each sheet, and fonts that it has', () => {
    const outlook = asOutlook(letter())
    const sheets = letter().match(/<div class="sheet"/g)?.length
    expect(outlook.match(/<table[^>]*class="sheet-outlook"[^>]*width="640"/g)).toHaveLength(
      sheets ?? 0,
    )
    expect(outlook).toMatch(/\.pad div, [^{]*\{ font-family: [\w' ]+ !important \}/)
  })

  it('has style sheets that Gmail keeps: small, without a rule inside a rule, closed', () => {
    const styles = stylesOf(letter())
    expect(styles.length).toBeGreaterThan(3)
    for (const css of styles) {
      expect(css.length).toBeLessThan(8000)
      expect(css).not.toMatch(/url\(|@import|@font-face|\/\*|<|&/)
      let depth = 0
      for (const part of css.split(/(?=[{}])/)) {
        if (part.startsWith('{')) depth++
        if (part.startsWith('}')) depth--
        expect(depth).toBeGreaterThanOrEqual(0)
        expect(depth).toBeLessThanOrEqual(2)
        if (depth === 1 && /^\{/.test(part)) expect(part).not.toMatch(/@/)
      }
      expect(depth).toBe(0)
    }
  })

  it('names its language, its direction and its title', () => {
    const { elements } = elementsOf(asOthers(letter()))
    const page = elements.find(({ name }) => name === 'html')?.attributes
    expect(page?.lang).toMatch(/^(en|ko|ar|de|he|ja)/)
    expect(page?.dir).toBe(/^(ar|he)/.test(page?.lang ?? '') ? 'rtl' : 'ltr')
    expect(letter()).toMatch(/<title>[^<]+<\/title>/)
  })

  it('tells a screen reader which tables are only there to hold things', () => {
    const { elements } = elementsOf(letter().replace(/<!--[\s\S]*?-->/g, ''))
    const tables = elements.filter(({ name }) => name === 'table')
    const data = tables.filter(({ attributes }) => attributes.class?.startsWith('data'))
    const rest = tables.filter((table) => !data.includes(table))
    expect(rest.filter(({ attributes }) => attributes.role !== 'presentation')).toEqual([])
    expect(data.filter(({ attributes }) => attributes.role !== undefined)).toEqual([])
  })

  it('gives each picture its size and what it shows', () => {
    const pictures = elementsOf(asOthers(letter())).elements.filter(({ name }) => name === 'img')
    const wrong = pictures.filter(
      ({ attributes: { width, height, alt } }) => !(Number(width) > 0 && Number(height) > 0 && alt),
    )
    expect(wrong).toEqual([])
  })

  it('leaves nothing of the body to the row in the inbox', () => {
    const [, hidden = ''] =
      /<div style="display:none;[^"]*mso-hide:all[^"]*">([\s\S]*?)<\/div>/.exec(letter()) ?? []
    expect(letter().indexOf(hidden)).toBeLessThan(letter().indexOf('class="sheet"'))
    expect(hidden.match(/&#847;&zwnj;&nbsp;/g)?.length).toBeGreaterThanOrEqual(80)
  })

  it('is lean', () => {
    expect(Buffer.byteLength(letter())).toBeLessThan(60_000)
  })
})

describe('text in another language', () => {
  const spans = (slug: string) =>
    (letters[slug] as string).match(/<[^>]+ lang="[^"]+"[^>]*>[^<]*/g) ?? []

  it('says which where its writing tells', () => {
    const digest = letters['week-in-letters'] as string
    expect(digest).toMatch(/<p [^>]*lang="ko"[^>]*><a [^>]*>한 사무실의 무게/)
    expect(digest).toMatch(/<p [^>]*lang="ja"[^>]*><a [^>]*>夜行列車はなぜ残ったか/)
    expect(digest).not.toMatch(/<p [^>]*lang=[^>]*><a [^>]*>The port/)
  })

  it('says which where it is the publication’s own: name, tagline, address', () => {
    for (const slug of ['lima-summit-ko', 'cairo-notes']) {
      const said = spans(slug).join('\n')
      expect(said).toMatch(/lang="en-GB"[^>]*>Foreign news/)
      expect(said).toMatch(/lang="en-GB"[^>]*>17 Ropewalk Lane/)
    }
    expect(spans('cairo-notes').filter((span) => / dir="ltr"/.test(span)).length).toBeGreaterThan(2)
  })
})

describe('a sponsor’s button', () => {
  it('is a coloured cell with its own padding for Outlook, which pads no links', () => {
    const outlook = asOutlook(letters['week-in-letters'] as string)
    const [cell = ''] = /<td class="action"[^>]*>/.exec(outlook) ?? []
    expect(cell).toMatch(/bgcolor="#a8371c"/)
    expect(cell).toMatch(/mso-padding-alt: ?11px 22px/)
  })
})
