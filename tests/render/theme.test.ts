// What newsletter.yaml says of looks, in the letter; and that the colours which ship can be read.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DARK, LIGHT, loadProject } from '../../src/project/load.ts'
import type { Palette } from '../../src/project/project.ts'
import { openBrowser } from '../browser.ts'
import { publication, REPOSITORY, read, shownHtml } from './samples.ts'
import { openLetter } from './sight.ts'

const sample = loadProject(REPOSITORY, {}).theme

describe.each<[string, Palette, button: 'paper' | 'ground']>([
  ['the default colours, light', LIGHT, 'paper'],
  ['the default colours, dark', DARK, 'ground'],
  ['the sample’s colours, light', sample.light, 'paper'],
  ['the sample’s colours, dark', sample.dark, 'ground'],
])('%s', (_name, palette, button) => {
  it('hold 4.5:1 for every text on paper and on ground', () => {
    for (const ground of [palette.paper, palette.ground])
      for (const text of ['ink', 'soft', 'faint', 'accent'] as const)
        expect(contrast(palette[text], ground), text).toBeGreaterThanOrEqual(4.5)
  })

  it('hold 4.5:1 on a button and for initials', () => {
    expect(contrast(palette[button], palette.accent)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.ink, palette.line)).toBeGreaterThanOrEqual(4.5)
  })

  it('show a hairline, and set the sheet off from the ground', () => {
    expect(contrast(palette.line, palette.paper)).toBeGreaterThanOrEqual(1.3)
    expect(contrast(palette.ground, palette.paper)).toBeGreaterThan(1.05)
  })

  it('are neither pure black nor pure white', () => {
    for (const colour of Object.values(palette)) expect(colour).not.toMatch(/^#(000000|ffffff)$/)
  })
})

describe('a theme of one’s own', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  const config = readFileSync(join(REPOSITORY, 'newsletter.yaml'), 'utf8')
  const themed = async (theme: string, files: Record<string, Uint8Array> = {}) => {
    const text = config.replace(/^theme:\n(?: .*\n|\n(?= ))*/m, `theme:\n${theme}\n`)
    const own = publication({ 'newsletter.yaml': text, ...files })
    try {
      return (await own.press.render('lima-summit')).rendered
    } finally {
      own.remove()
    }
  }
  const logo = (colour: string) =>
    sharp({ create: { width: 480, height: 96, channels: 4, background: colour } })
      .png()
      .toBuffer()
  const seen = async (html: string, scheme: 'light' | 'dark', width = 900) => {
    const letter = await openLetter(browser, html)
    const sight = await letter.see({ width, scheme })
    await letter.close()
    return sight
  }

  it('changes colours, on both grounds', async () => {
    const html = read(
      (await themed("  light: { accent: '#005a9c' }\n  dark: { paper: '#101820' }")).html,
    )
    expect(html).toContain('#005a9c')
    expect(html).not.toContain('#a8371c')
    expect(html.match(/background: #101820/g)).toHaveLength(2)
  })

  it('changes fonts, and Outlook gets the first of them that Windows has', async () => {
    const html = read(
      (await themed('  fonts: { serif: "\'Iowan Old Style\', Cambria", sans: Verdana }')).html,
    )
    expect(html).toMatch(/font-family: ?'Iowan Old Style', Cambria, 'Noto Serif'/)
    expect(html).toMatch(/\.pad div[^}]*font-family: Cambria !important/)
    expect(html).toMatch(/\.pad \.sans[^}]*font-family: Verdana !important/)
    expect(html).not.toContain('Charter')
  })

  it.each([
    [560, 40, 480],
    [420, 24, 372],
    [800, 120, 560],
  ])(
    'sets a letter %i px wide, with margins of %i px and lines of %i px',
    async (width, margin, column) => {
      const rendered = await themed(`  width: ${width}`)
      expect(read(rendered.html)).toContain(`max-width:${width}px`)
      expect(rendered.images[0]).toMatchObject({ width: column })
      expect(await seen(shownHtml(rendered), 'light', 1000)).toMatchObject({
        overflow: 0,
        margin,
        column,
      })
      expect(await seen(shownHtml(rendered), 'light', 375)).toMatchObject({
        overflow: 0,
        margin: 24,
      })
    },
  )

  it('shows the logo for the ground that the reader has', async () => {
    const files = { 'art/light.png': await logo('#222222'), 'art/dark.png': await logo('#dddddd') }
    const rendered = await themed(
      '  logo: { light: art/light.png, dark: art/dark.png, width: 160, alt: Long Meridian }',
      files,
    )
    const html = shownHtml(rendered)
    expect(await seen(html, 'light')).toMatchObject({ shown: ['on-light'] })
    expect(await seen(html, 'dark')).toMatchObject({ shown: ['on-dark'] })
    // Where styles are dropped, and in Outlook on Windows, it is the one for a light ground.
    const bare = html.replace(/<style[\s\S]*?<\/style>/g, '')
    expect(await seen(bare, 'dark')).toMatchObject({ shown: ['on-light'] })
    const [picture] = rendered.images.filter(({ name }) => name.startsWith('light'))
    expect(picture).toMatchObject({ width: 160, height: 32 })
  })

  it('puts a logo that has none for the dark on a plate there', async () => {
    const rendered = await themed('  logo: { light: art/light.png, alt: Long Meridian }', {
      'art/light.png': await logo('#22222200'),
    })
    const letter = await openLetter(browser, shownHtml(rendered))
    const plate = () =>
      letter.run("getComputedStyle(document.querySelector('.plate')).backgroundColor")
    await letter.see({ width: 640, scheme: 'dark' })
    expect(await plate()).toBe('rgb(255, 253, 250)')
    await letter.see({ width: 640, scheme: 'light' })
    expect(await plate()).toBe('rgba(0, 0, 0, 0)')
    await letter.close()
  })
})

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
