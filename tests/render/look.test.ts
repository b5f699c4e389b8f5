// The letters in a real browser: what is asked of their looks and a machine can tell.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../browser.ts'
import { publication, SAMPLES, shownHtml } from './samples.ts'
import { type Opened, openLetter, type Sight } from './sight.ts'
import { TORTURE_FILES, TORTURES } from './torture.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LETTERS = [...SAMPLES, ...TORTURES]
const withoutStyles = (html: string) => html.replace(/<style[\s\S]*?<\/style>/g, '')

const samples = publication(TORTURE_FILES)
const html: Record<string, string> = {}
const letters: Record<string, Opened> = {}
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
  for (const slug of LETTERS) {
    html[slug] = shownHtml((await samples.press.render(slug)).rendered)
    letters[slug] = await openLetter(browser, html[slug])
  }
})
afterAll(async () => {
  await browser?.close()
  samples.remove()
})

const letter = (slug: string) => letters[slug] as Opened
const faint = ({ texts }: Sight) => texts.filter(({ contrast }) => contrast < 4.5)
const tiny = ({ texts }: Sight) => texts.filter(({ size }) => size < 13)
const outside = ({ pictures }: Sight) => pictures.filter(({ inside }) => !inside)
const bent = ({ pictures }: Sight) => pictures.filter(({ ratio }) => Math.abs(ratio - 1) > 0.02)

describe.each(LETTERS)('the letter %s', (slug) => {
  it.each([320, 375, 640])('fits a window of %i px, and so do its pictures', async (width) => {
    const sight = await letter(slug).see({ width })
    expect(sight.overflow).toBe(0)
    expect(outside(sight)).toEqual([])
    expect(bent(sight)).toEqual([])
    expect(sight.texts.length).toBeGreaterThan(5)
    expect(tiny(sight)).toEqual([])
  })

  it('can be read on a light ground: every text has 4.5:1', async () => {
    const sight = await letter(slug).see({ width: 900 })
    expect(faint(sight)).toEqual([])
    expect(Math.min(...sight.grounds)).toBeGreaterThan(0.6)
  })

  it.each([
    ['where the reader asks for it', { width: 900, scheme: 'dark' }],
    ['where Outlook makes it so', { width: 900, outlook: true }],
  ] as const)('is dark all over %s, and every text has 4.5:1', async (_where, viewport) => {
    const sight = await letter(slug).see(viewport)
    expect(faint(sight)).toEqual([])
    expect(Math.max(...sight.grounds)).toBeLessThan(0.06)
  })

  it('still reads where its style sheets are dropped', async () => {
    const bare = await openLetter(browser, withoutStyles(html[slug] as string))
    const sight = await bare.see({ width: 360 })
    await bare.close()
    expect(sight.overflow).toBe(0)
    expect(outside(sight)).toEqual([])
    expect(tiny(sight)).toEqual([])
    expect(faint(sight)).toEqual([])
  })

  it('asks nobody for anything', () => {
    expect(letter(slug).asked).toEqual([])
    expect(html[slug]).not.toMatch(/<script|\son\w+=|javascript:|<link|<iframe|url\(/i)
  })

  it('has one h1, and headings without a gap', async () => {
    const { headings } = await letter(slug).see({ width: 640 })
    expect(headings.filter((level) => level === 1)).toEqual([1])
    const gaps = headings.filter((level, at) => level > (headings[at - 1] ?? 0) + 1)
    expect(gaps).toEqual([])
  })
})

describe.each(SAMPLES)('the sample letter %s', (slug) => {
  it.each(['light', 'dark'] as const)(
    'has no serious fault for a screen reader, %s',
    async (scheme) => {
      await letter(slug).see({ width: 640, scheme })
      if (!(await letter(slug).run("'axe' in window"))) await letter(slug).run(AXE)
      const found = (await letter(slug).run('axe.run(document)')) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[]
        passes: { id: string }[]
      }
      const serious = found.violations.filter(({ impact }) => /serious|critical/.test(impact))
      expect(serious.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
      expect(found.passes.map(({ id }) => id)).toContain('color-contrast')
    },
  )
})

describe('without scripts', () => {
  it('a letter is the same', async () => {
    const plain = await openLetter(browser, html['week-in-letters'] as string, false)
    const viewport = { width: 640 }
    expect(await plain.see(viewport)).toEqual(await letter('week-in-letters').see(viewport))
    await plain.close()
  })
})

describe('the column of text', () => {
  it.each([
    [375, 24, 327],
    [640, 40, 560],
    [1440, 40, 560],
  ])(
    'in a window of %i px has %i px at its sides and is %i px wide',
    async (width, margin, column) => {
      expect(await letter('lima-summit').see({ width })).toMatchObject({ margin, column })
    },
  )
})

describe('a letter from the right', () => {
  it.each(['cairo-notes', 'hebrew'])('%s runs so wherever it says nothing else', async (slug) => {
    const { texts } = await letter(slug).see({ width: 640 })
    expect(texts.filter(({ direction, said }) => direction === 'ltr' && !said)).toEqual([])
    expect(texts.filter(({ direction }) => direction === 'rtl').length).toBeGreaterThan(10)
  })

  it('says so on every cell, since some programs drop it from the page', () => {
    const cells = (html['cairo-notes'] as string)
      .replace(/<!--\[if[\s\S]*?<!\[endif\]-->/g, '')
      .match(/<td[^>]*>/g) as string[]
    expect(cells.length).toBeGreaterThan(20)
    expect(cells.filter((cell) => !/ dir="(rtl|ltr)"/.test(cell))).toEqual([])
  })
})
