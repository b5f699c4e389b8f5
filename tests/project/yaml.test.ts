import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/project/yaml.ts'
import { complaint, HEAD, NEWSLETTER, newsroom, openIssue, openProject } from './newsroom.ts'

const SECTIONS = `${HEAD}sections:\n  - type: quote\n    text: A long quay.\n`
const QUOTES = 'put texts with special characters in quotes.'

describe('YAML is refused, at the line that is to be mended, for', () => {
  it.each<[string, string, string]>([
    [
      'a duplicate key',
      'title: Fog\ndate: 2024-11-18\ntitle: Rain\n',
      '3:1  the key "title" is here twice. Keep one of them.',
    ],
    [
      'a duplicate key within',
      `${HEAD}cover:\n  alt: A quay\n  image: a.png\n  "alt": A pier\n`,
      '6:3  the key "alt" is here twice. Keep one of them.',
    ],
    [
      'a tab at the start of a key',
      'title: Fog\n\tdate: 2024-11-18\n',
      '2:1  this line is indented with a tab. Indent with spaces: YAML allows no tabs there.',
    ],
    [
      'tabs in a list, a line each',
      `${HEAD}sections:\n\t- type: quote\n\t  text: x\n`,
      '4:1  this line is indented with a tab. Indent with spaces: YAML allows no tabs there.\n' +
        'issues/x.yaml:5:1  this line is indented with a tab. Indent with spaces: YAML allows no tabs there.',
    ],
    [
      'a tab after spaces',
      `${HEAD}sections:\n  - type: quote\n\ttext: x\n`,
      '5:1  this line is indented with a tab. Indent with spaces: YAML allows no tabs there.',
    ],
    [
      'a double quotation mark that is never closed',
      'title: "Fog\ndate: 2024-11-18\narticle: a.md\n',
      '1:8  the quotation mark " that opens here is never closed. Add a " where the text ends.',
    ],
    [
      'a single quotation mark that is never closed',
      "title: Fog\nsubject: 'Fog\ndate: 2024-11-18\n",
      "2:10  the quotation mark ' that opens here is never closed. Add a ' where the text ends.",
    ],
    [
      'a bracket that is never closed',
      'title: [Fog\ndate: 2024-11-18\n',
      '2:1  a [ or { above this line is never closed. Add the ] or } that is missing.',
    ],
    [
      'a colon in a text',
      'title: Fog: the ledger\ndate: 2024-11-18\n',
      '1:8  this line cannot be read. Put a text that holds ": " or begins with a special character in quotes.',
    ],
    [
      'a line that is indented too much',
      'title: Fog\n  date: 2024-11-18\n',
      '2:3  this line is indented more than the key above it. Line it up with the keys above it.',
    ],
    [
      'a line that is indented too little',
      ' title: Fog\ndate: 2024-11-18\n',
      '2:1  this line is not indented like the lines above it. Line it up with them.',
    ],
    [
      'a text that begins with a reserved sign',
      'title: @fog\n',
      '1:8  a text cannot begin with @ unless it is in quotes. Put the whole text in quotes.',
    ],
    [
      'a text that begins with a star',
      'title: *fog\n',
      '1:8  "*fog" refers to nothing. A text that begins with * must be in quotes.',
    ],
    [
      'a text that begins with an exclamation mark',
      'title: !fog bank\n',
      '1:8  types (!name) have no use here. A text that begins with ! must be in quotes.',
    ],
    [
      'a type from elsewhere',
      'title: !!js/function "() => 1"\n',
      '1:8  types (!name) have no use here. A text that begins with ! must be in quotes.',
    ],
    [
      'a key that is no word',
      `${SECTIONS}? [a, b]\n: c\n`,
      `6:3  a key must be a word. Check the line, and ${QUOTES}`,
    ],
    [
      'a second document',
      `${SECTIONS}---\ntitle: Rain\n`,
      '6:1  a second document begins here. Keep one document a file: remove the line "---".',
    ],
    [
      'more aliases than anybody needs',
      `title: &a Fog\ndate: [${'*a, '.repeat(60)}]\n`,
      '2:208  there are more aliases (*name) here than a newsletter could need. Write the values out.',
    ],
    [
      'few aliases that multiply',
      ['a: &a [x, x, x, x, x, x, x, x]']
        .concat(['b', 'c', 'd', 'e', 'f'].map((key, index) => bomb(key, 'abcdef'[index] as string)))
        .join('\n'),
      '6:36  there are more aliases (*name) here than a newsletter could need. Write the values out.',
    ],
    [
      'an alias inside of what it refers to',
      'sections: &a [*a]\n',
      '1:15  "*a" stands inside of what it refers to. Remove it.',
    ],
    [
      'a hundred thousand brackets',
      `title: ${'['.repeat(100_000)}`,
      '1:1  this is nested more deeply than can be read. Write it flatter.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(complaint(() => openIssue({ 'issues/x.yaml': yaml }))).toBe(`issues/x.yaml:${expected}`)
  })

  function bomb(key: string, of: string): string {
    return `${key}: &${key} [${Array.from({ length: 8 }, () => `*${of}`).join(', ')}]`
  }
})

it('refuses 50 MB of YAML without reading it', () => {
  const root = { 'issues/x.yaml': Buffer.alloc(50_000_000, 'title: Fog\n') }
  expect(complaint(() => openIssue(root))).toBe(
    'issues/x.yaml  this file is 50.0 MB, more than the 1.0 MB allowed. Make it smaller.',
  )
  expect(complaint(() => openProject({ 'newsletter.yaml': root['issues/x.yaml'] }))).toBe(
    'newsletter.yaml  this file is 50.0 MB, more than the 1.0 MB allowed. Make it smaller.',
  )
})

it('says what a byte of another encoding is about, in YAML too', () => {
  const latin = Buffer.from(`${HEAD}subject: Café\n`, 'latin1')
  expect(complaint(() => openIssue({ 'issues/x.yaml': latin }))).toBe(
    'issues/x.yaml:3  this is not UTF-8 text. Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
  )
})

it('reads Windows line ends and a byte order mark with the same lines', () => {
  const windows = `\ufeff${HEAD}artcle: a.md\n`.replaceAll('\n', '\r\n')
  expect(complaint(() => openIssue({ 'issues/x.yaml': windows }))).toBe(
    'issues/x.yaml:3:1  unknown key "artcle". Did you mean "article"?',
  )
})

it('reads words as words, whatever version of YAML a file asks for', () => {
  const issue = openIssue({ 'issues/x.yaml': `%YAML 1.1\n---\n${SECTIONS}subject: yes\n` })
  expect(issue).toMatchObject({ date: '2024-11-18', subject: 'yes' })
})

it('keeps what a key of JavaScript’s own would change', () => {
  const yaml = readYaml('__proto__: {polluted: true}\nconstructor: x\n', 'a.yaml')
  expect(Object.keys(yaml.data as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})

it('lets a value stand twice by an alias', () => {
  const yaml = `${NEWSLETTER}theme:\n  light: &ink {ink: '#102030'}\n  dark: *ink\n`
  const { theme } = openProject({ 'newsletter.yaml': yaml })
  expect([theme.light.ink, theme.dark.ink]).toEqual(['#102030', '#102030'])
})

describe('a file of YAML knows', () => {
  const file = readYaml(
    [
      'title: Fog',
      'sections:',
      '  - type: note',
      '    text: |',
      '',
      '      First line.',
      '  - text: >-',
      '      Folded.',
      '    type: note',
      '  - {type: note, text: Short}',
    ].join('\n'),
    'a.yaml',
    3,
  )

  it('where each key stands, counted from where it begins', () => {
    expect(file.lines()).toEqual({
      title: 3,
      sections: 4,
      'sections.0': 5,
      'sections.0.type': 5,
      'sections.0.text': 6,
      'sections.1': 9,
      'sections.1.text': 9,
      'sections.1.type': 11,
      'sections.2': 12,
      'sections.2.type': 12,
      'sections.2.text': 12,
    })
  })

  it('where the words of a text begin', () => {
    expect(file.lineOfText(['sections', 0, 'text'])).toBe(8)
    expect(file.lineOfText(['sections', 1, 'text'])).toBe(10)
    expect(file.lineOfText(['sections', 2, 'text'])).toBe(12)
    expect(file.lineOfText(['title'])).toBe(3)
  })

  it('the nearest place to what is not there', () => {
    expect(file.placeOf(['sections', 0, 'nothing'])).toEqual({ file: 'a.yaml', line: 5, column: 5 })
    expect(file.placeOf(['sections', 9])).toMatchObject({ line: 5 })
    expect(file.placeOf([])).toMatchObject({ line: 3, column: 1 })
  })
})

it('leaves no trace of a path of this machine in what it says', () => {
  const root = newsroom({})
  const said = complaint(() => openIssue({ 'issues/x.yaml': `${HEAD}article: gone.md\n` }))
  expect(said).not.toContain(root.slice(0, root.lastIndexOf('/')))
})
