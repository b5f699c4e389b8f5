import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '../../src/issue/json-schema.ts'
import { findProject } from '../../src/project/find.ts'
import { loadProject } from '../../src/project/load.ts'
import { complaint, type Folder, NEWSLETTER, newsroom, openProject } from './newsroom.ts'

/** The four keys that must be there, and what is given below them: from line 5 on. */
const withKeys = (yaml: string, more: Folder = {}) =>
  complaint(() => openProject({ 'newsletter.yaml': NEWSLETTER + yaml, ...more }))
const instead = (key: string, line: string) =>
  complaint(() =>
    openProject({ 'newsletter.yaml': NEWSLETTER.replace(new RegExp(`^${key}:.*$`, 'm'), line) }),
  )

const { properties } = JSON.parse(jsonSchemas()['newsletter.json'] as string) as {
  properties: object
}
const KNOWN = `Known here: ${Object.keys(properties).join(', ')}.`
const MAILBOX = 'Write it as: Name <name@example.com>.'
const WEB = 'Write it whole, as https://host/path.'
const COLOUR = "Write it in quotes as six digits: '#a8371c'."
const FONTS = "Write names with commas between them, such as: Charter, 'Iowan Old Style', Georgia."

describe('newsletter.yaml is refused, at its line, for', () => {
  it.each<[string, string, string]>([
    [
      'a key that is misspelt',
      'tag-line: Fog',
      '5:1  unknown key "tag-line". Did you mean "tagline"?',
    ],
    ['a key by another name', 'colours: {}', '5:1  unknown key "colours". Did you mean "theme"?'],
    [
      'a key in another style',
      'replyTo: a@b.example',
      '5:1  unknown key "replyTo". Did you mean "reply-to"?',
    ],
    ['a key that nothing is like', 'zebra: 1', `5:1  unknown key "zebra". ${KNOWN}`],
    ['a key of JavaScript’s own', 'constructor: 1', `5:1  unknown key "constructor". ${KNOWN}`],
    [
      'a key that is misspelt within',
      'theme:\n  light:\n    acent: "#a8371c"',
      '7:5  unknown key "acent". Did you mean "accent"?',
    ],
    [
      'a key that is misspelt within a list',
      'links:\n  social:\n    - name: Mastodon\n      link: https://a.example',
      '8:7  unknown key "link". Did you mean "url"?',
    ],
    [
      'a number where a text belongs',
      'tagline: 1984',
      `5:10  "tagline" is the number 1984, not a text. Put it in quotes: '1984'.`,
    ],
    [
      'a text where keys belong',
      'theme: dark',
      '5:8  "theme" is "dark", not keys with values. Write keys with values.',
    ],
    [
      'a list where keys belong',
      'limits: [1]',
      '5:9  "limits" is a list, not keys with values. Write keys with values.',
    ],
    [
      'a key without a value',
      'tagline:',
      '5:9  "tagline" is empty. Write a text, or remove the key.',
    ],
    ['spaces alone', "tagline: '  '", '5:10  "tagline" is empty. Fill it in, or remove the key.'],
    [
      'a language in words',
      'lang: korean',
      '5:7  "lang" is not a language tag. Write one as in BCP 47: en, ko, zh-Hant, ar.',
    ],
    [
      'a language that is a country',
      'lang: jp',
      '5:7  "lang" is not a language tag. Write one as in BCP 47: en, ko, zh-Hant, ar.',
    ],
    [
      'a language as POSIX has it',
      'lang: en_GB',
      '5:7  "lang" is not a language tag. Write one as in BCP 47: en, ko, zh-Hant, ar.',
    ],
    [
      'a time zone that is none',
      'timezone: London',
      '5:11  "timezone" is not a time zone. Write one as Europe/London or Asia/Seoul.',
    ],
    [
      'a way to carry images that is none',
      'images: embedded',
      '5:9  "images" cannot be "embedded". Did you mean "embed"?',
    ],
    [
      'half a connection',
      'limits:\n  connections: 2.5',
      '6:16  "connections" is the number 2.5, not a whole number. Write a whole number.',
    ],
    [
      'no connection',
      'limits:\n  connections: 0',
      '6:16  "connections" must be at least 1. Choose a larger number.',
    ],
    [
      'no message a second',
      'limits:\n  per-second: 0',
      '6:15  "per-second" must be more than 0. Choose a larger number.',
    ],
    [
      'endless messages a second',
      'limits:\n  per-second: .inf',
      '6:15  "per-second" is the number Infinity, not a number. Write a number.',
    ],
    [
      'a letter too narrow',
      'theme:\n  width: 20',
      '6:10  "width" must be at least 320. Choose a larger number.',
    ],
    [
      'a letter too wide',
      'theme:\n  width: 2000',
      '6:10  "width" must be at most 800. Choose a smaller number.',
    ],
    [
      'an archive that is not on the web',
      'links:\n  archive: ftp://a.example',
      `6:12  "archive" is not a web address. ${WEB}`,
    ],
    [
      'a sample reader without an address',
      'sample: {name: Kim}',
      '5:9  "email" is missing. Add a text.',
    ],
    [
      'a sample reader with half an address',
      'sample: {email: kim}',
      '5:17  "email" has no @. Write it as name@example.com.',
    ],
    [
      'a logo without words',
      'theme:\n  logo: {light: logo.png, alt: ""}',
      '6:32  "alt" is empty. Fill it in, or remove the key.',
    ],
    [
      'a logo that is not there',
      'theme:\n  logo: {light: logo.png, alt: Post}',
      '6:17  "logo.png" does not exist. Looked for logo.png.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(withKeys(`${yaml}\n`)).toBe(`newsletter.yaml:${expected}`)
  })

  it.each<[string, string, string, string]>([
    ['a name that is not there', 'name', '', '2:1  "name" is missing. Add a text.'],
    [
      'a name with a line break, which would begin a header',
      'name',
      'name: "Post\\r\\nBcc: all@a.example"',
      '1:7  "name" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a name with an escape sequence',
      'name',
      'name: "Post \\e[31m"',
      '1:7  "name" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a name with half a character',
      'name',
      'name: "Post \\uD83D"',
      '1:7  "name" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a name as long as a novel',
      'name',
      `name: ${'Post '.repeat(300)}`,
      '1:7  "name" must be at most 1000 characters. Make it shorter.',
    ],
    [
      'a sender without an address',
      'from',
      'from: The Harbour Post',
      `2:7  "from" has no @. ${MAILBOX}`,
    ],
    [
      'a sender with two addresses',
      'from',
      'from: Post <a@a.example> <b@b.example>',
      `2:7  "from" holds more than one address. ${MAILBOX}`,
    ],
    [
      'a sender with a line break',
      'from',
      'from: "Post\\nBcc: x@a.example <a@a.example>"',
      `2:7  "from" holds a line break or a control character. ${MAILBOX}`,
    ],
    [
      'a sender with a domain that is none',
      'from',
      'from: post@harbour',
      `2:7  "from" has no usable domain after the @. ${MAILBOX}`,
    ],
    [
      'a web address with a scheme that runs',
      'url',
      'url: javascript:alert(1)',
      `3:6  "url" is not a web address. ${WEB}`,
    ],
    [
      'a web address without a scheme',
      'url',
      'url: post.harbour.example',
      `3:6  "url" is not a web address. ${WEB}`,
    ],
    [
      'a web address with a password',
      'url',
      'url: https://me:secret@post.example',
      `3:6  "url" is not a web address. ${WEB}`,
    ],
    [
      'a web address whose host a backslash would change',
      'url',
      "url: 'https://good.example\\@evil.example'",
      `3:6  "url" is not a web address. ${WEB}`,
    ],
    [
      'a web address that would end an attribute',
      'url',
      `url: 'https://a.example/"onclick=x'`,
      `3:6  "url" is not a web address. ${WEB}`,
    ],
    [
      'a web address that nothing can be added to',
      'url',
      'url: https://a.example/?p=1',
      '3:6  "url" cannot hold ? or #. Links are made by adding to it: write https://host or https://host/path.',
    ],
    [
      'an address that is a number',
      'address',
      'address: 4',
      `4:10  "address" is the number 4, not a text. Put it in quotes: '4'.`,
    ],
    [
      'an address with a number in its list',
      'address',
      'address: [Quay Street, 40210]',
      `4:24  item 2 of "address" is the number 40210, not a text. Put it in quotes: '40210'.`,
    ],
    [
      'an address with no lines',
      'address',
      'address: []',
      '4:10  "address" is empty. Fill it in, or remove the key.',
    ],
  ])('%s', (_, key, line, expected) => {
    expect(instead(key, line)).toBe(`newsletter.yaml:${expected}`)
  })

  it('several things at once, in the order of the file', () => {
    expect(
      complaint(() =>
        openProject({ 'newsletter.yaml': 'name: 1\nfrom: a\nurl: b\nadress: c\nlang: kr_KR\n' }),
      ).split('\n'),
    ).toEqual([
      `newsletter.yaml:1:7  "name" is the number 1, not a text. Put it in quotes: '1'.`,
      `newsletter.yaml:2:7  "from" has no @. ${MAILBOX}`,
      `newsletter.yaml:3:6  "url" is not a web address. ${WEB}`,
      'newsletter.yaml:4:1  unknown key "adress". Did you mean "address"?',
      'newsletter.yaml:5:7  "lang" is not a language tag. Write one as in BCP 47: en, ko, zh-Hant, ar.',
    ])
  })

  it('being empty', () => {
    expect(
      complaint(() => openProject({ 'newsletter.yaml': '# nothing yet\n' })).split('\n'),
    ).toEqual([
      'newsletter.yaml:1:1  "name" is missing. Add a text.',
      'newsletter.yaml:1:1  "from" is missing. Add a text.',
      'newsletter.yaml:1:1  "url" is missing. Add a text.',
      'newsletter.yaml:1:1  "address" is missing. Add a text.',
    ])
  })

  it('being a list', () => {
    expect(complaint(() => openProject({ 'newsletter.yaml': '- name\n' }))).toBe(
      'newsletter.yaml:1:1  the file is a list, not keys with values. Write keys with values.',
    )
  })
})

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
