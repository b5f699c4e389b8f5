// What newsletter.yaml makes of a publication, and what it cannot do to the letters.

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProject } from '../../src/project/find.ts'
import { loadProject } from '../../src/project/load.ts'
import { complaint, type Folder, NEWSLETTER, newsroom, openProject } from './newsroom.ts'

/** The four keys that must be there, and what is given below them: from line 5 on. */
const withKeys = (yaml: string, more: Folder = {}) =>
  complaint(() => openProject({ 'newsletter.yaml': NEWSLETTER + yaml, ...more }))

const COLOUR = "Write it in quotes as six digits: '#a8371c'."
const FONTS = "Write names with commas between them, such as: Charter, 'Iowan Old Style', Georgia."

describe('a style sheet cannot be left', () => {
  it.each([
    ['red'],
    ['"#a8371c; background: url(https://evil.example)"'],
    ['"#a8371c</style><script>"'],
    ['"rgb(1,2,3)"'],
    ['"#abc"'],
    ['"#a8371c\\n}"'],
  ])('by the colour %s', (value) => {
    expect(withKeys(`theme:\n  light:\n    accent: ${value}\n`)).toBe(
      `newsletter.yaml:7:13  "accent" is not a colour. ${COLOUR}`,
    )
  })

  it('and a colour without quotes, which YAML takes for a comment, is told so', () => {
    expect(withKeys('theme:\n  dark:\n    ink: #f0e0d0\n')).toBe(
      `newsletter.yaml:7:10  "ink" is empty. ${COLOUR}`,
    )
  })

  it.each([
    ['"Georgia; color: red"'],
    ['"Georgia} body {display:none"'],
    ['"Georgia</style><script>"'],
    [`"Georgia, 'Iowan"`],
    [`"'; color: red; '"`],
    ['\'Georgia" onclick="x\''],
    ['"Georgia, url(https://evil.example/f.woff)"'],
    ['"Georgia /* "'],
    ['"Geor\\\\67 ia"'],
    ['"Georgia\\nserif"'],
    ['"@import x"'],
    ['", Georgia"'],
    ['"Georgia !important"'],
  ])('by the fonts %s', (value) => {
    expect(withKeys(`theme:\n  fonts:\n    serif: ${value}\n`)).toBe(
      `newsletter.yaml:7:12  "serif" is not a list of fonts. ${FONTS}`,
    )
  })

  it.each([
    ['-apple-system, "Segoe UI", Roboto', "-apple-system, 'Segoe UI', Roboto"],
    ["Charter, 'Iowan Old Style', Georgia", "Charter, 'Iowan Old Style', Georgia"],
    ["'맑은 고딕', 'Noto Sans KR', system-ui", "'맑은 고딕', 'Noto Sans KR', system-ui"],
    ['Source Serif 4', 'Source Serif 4'],
  ])('by %s either, which is as it should be', (given, kept) => {
    const yaml = `${NEWSLETTER}theme: {fonts: {serif: ${JSON.stringify(given)}}}\n`
    expect(openProject({ 'newsletter.yaml': yaml }).theme.fonts.serif).toBe(kept)
  })
})

describe('a publication that says only what it must', () => {
  it('has everything else by default', () => {
    const project = openProject({})
    expect(project).toMatchObject({
      name: 'The Harbour Post',
      from: { name: 'The Harbour Post', address: 'post@harbour.example' },
      url: 'https://post.harbour.example',
      address: ['4 Quay Street, Port Ellery'],
      lang: 'en',
      timezone: 'UTC',
      images: 'embed',
      limits: { connections: 5, messagesPerConnection: 100 },
      links: { social: [] },
    })
    expect(project.theme.width).toBe(640)
  })

  it('is tidied: language, address, web address, colours', () => {
    const yaml = [
      'name: " The Harbour Post "',
      'from: \'"Post, The" <post@Harbour.Example>\'',
      'url: https://post.harbour.example/letters//',
      'address: |',
      '  4 Quay Street',
      '  Port Ellery',
      'lang: ZH-hant-tw',
      "theme: {light: {ink: '#ABCDEF'}}",
    ].join('\n')
    expect(openProject({ 'newsletter.yaml': yaml })).toMatchObject({
      name: 'The Harbour Post',
      from: { name: 'Post, The', address: 'post@harbour.example' },
      url: 'https://post.harbour.example/letters',
      address: ['4 Quay Street', 'Port Ellery'],
      lang: 'zh-Hant-TW',
      theme: { light: { ink: '#abcdef', paper: '#fffdfa' } },
    })
  })

  it('is found from any folder within', () => {
    const root = newsroom({})
    mkdirSync(join(root, 'issues/deep'), { recursive: true })
    expect(findProject(join(root, 'issues/deep'))).toBe(root)
    expect(loadProject(findProject(join(root, 'issues/deep')), {}).name).toBe('The Harbour Post')
  })

  it('is missed in words where there is none', () => {
    expect(complaint(() => findProject('/nowhere/at/all'))).toBe(
      'there is no newsletter.yaml in /nowhere/at/all or above it. Go to the folder of your newsletter, or name it with --project.',
    )
  })
})

it('has colours by default that can be read: 4.5 to 1 for text, 1.3 to 1 for hairlines', () => {
  const { theme } = openProject({})
  for (const palette of [theme.light, theme.dark]) {
    for (const ground of [palette.paper, palette.ground]) {
      for (const ink of [palette.ink, palette.soft, palette.faint, palette.accent])
        expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(palette.line, ground)).toBeGreaterThanOrEqual(1.3)
    }
  }
})

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}
