import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '../../src/issue/json-schema.ts'
import { complaint, type Folder, NEWSLETTER, openProject } from './newsroom.ts'

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
