import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { jsonSchemas } from '../../src/issue/json-schema.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8')
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true })
const validators = new Map<string, ValidateFunction>(
  Object.entries(jsonSchemas()).map(([name, text]) => [name, ajv.compile(JSON.parse(text))]),
)

/** What an editor would underline: `/sections/0 must NOT have additional properties`. */
function underlined(schema: string, data: unknown): string[] {
  const validate = validators.get(schema) as ValidateFunction
  if (validate(data)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const samples = readdirSync(join(ROOT, 'issues')).filter((name) => name.endsWith('.yaml'))
const frontMatter = (name: string) => parse(/^---\n([\s\S]*?)\n---\n/.exec(read(name))?.[1] ?? '')

it('the schemas in schema/ are those of the program: npm run schema', () => {
  expect(readdirSync(join(ROOT, 'schema')).sort()).toEqual(Object.keys(jsonSchemas()).sort())
  for (const [name, text] of Object.entries(jsonSchemas()))
    expect(read(`schema/${name}`)).toBe(text)
})

describe('an editor finds nothing to underline in', () => {
  it('newsletter.yaml', () => {
    expect(underlined('newsletter.json', parse(read('newsletter.yaml')))).toEqual([])
  })

  it.each(samples)('issues/%s', (name) => {
    expect(underlined('issue.json', parse(read(`issues/${name}`)))).toEqual([])
  })

  it.each(samples)('the article and the interview of issues/%s', (name) => {
    const issue = parse(read(`issues/${name}`))
    const pieces = [issue, ...(issue.sections ?? [])]
    for (const { article, interview } of pieces) {
      if (article) expect(underlined('article.json', frontMatter(`issues/${article}`))).toEqual([])
      if (interview)
        expect(underlined('interview.json', frontMatter(`issues/${interview}`))).toEqual([])
    }
  })
})

describe('an editor underlines', () => {
  const issue = { title: 'Fog', date: '2024-11-18', article: 'a.md' }

  it.each<[string, string, object, string]>([
    [
      'a key that there is not',
      'issue.json',
      { ...issue, artcle: 'b' },
      ' must NOT have additional properties',
    ],
    [
      'a key within that there is not',
      'issue.json',
      { ...issue, cover: { src: 'a', image: 'a', alt: '' } },
      '/cover must NOT have additional properties',
    ],
    [
      'a key of a section that there is not',
      'issue.json',
      { ...issue, sections: [{ type: 'quote', text: 'a', title: 'b' }] },
      '/sections/0 must NOT have additional properties',
    ],
    [
      'a missing title',
      'issue.json',
      { date: '2024-11-18', article: 'a.md' },
      " must have required property 'title'",
    ],
    [
      'an issue with nothing in it',
      'issue.json',
      { title: 'Fog', date: '2024-11-18' },
      ' must match a schema in anyOf',
    ],
    ['a number', 'issue.json', { ...issue, title: 1984 }, '/title must be string'],
    [
      'a date in words',
      'issue.json',
      { ...issue, date: 'today' },
      '/date must match pattern "^\\d{4}-\\d{2}-\\d{2}$"',
    ],
    [
      'an image without alt text',
      'issue.json',
      { ...issue, cover: { image: 'a' } },
      "/cover must have required property 'alt'",
    ],
    [
      'a colour in words',
      'newsletter.json',
      { theme: { light: { ink: 'red' } } },
      '/theme/light/ink must match pattern "^#[0-9a-fA-F]{6}$"',
    ],
    [
      'fonts that are none',
      'newsletter.json',
      { theme: { fonts: { serif: 'a; b' } } },
      '/theme/fonts/serif must match pattern',
    ],
    [
      'half a connection',
      'newsletter.json',
      { limits: { connections: 0.5 } },
      '/limits/connections must be integer',
    ],
    [
      'a role that there is not',
      'interview.json',
      { speakers: [{ name: 'Ana', role: 'host' }] },
      '/speakers/0/role must be equal to one of the allowed values',
    ],
    [
      'a key of an article that there is not',
      'article.json',
      { autor: 'Kim' },
      ' must NOT have additional properties',
    ],
  ])('%s', (_, schema, data, expected) => {
    const found = underlined(schema, data)
    expect(
      found.some((line) => line.startsWith(expected)),
      found.join('\n'),
    ).toBe(true)
  })
})

it('every key says what it is, so that an editor can', () => {
  const silent: string[] = []
  const walk = (node: unknown, path: string): void => {
    if (!node || typeof node !== 'object') return
    const { properties = {} } = node as { properties?: Record<string, { description?: string }> }
    for (const [key, value] of Object.entries(properties))
      if (!value.description?.endsWith('.')) silent.push(`${path}/${key}`)
    for (const [key, value] of Object.entries(node)) walk(value, `${path}/${key}`)
  }
  for (const [name, text] of Object.entries(jsonSchemas())) {
    const schema = JSON.parse(text)
    expect(schema).toMatchObject({ title: expect.any(String), description: expect.any(String) })
    walk(schema, name)
  }
  expect(silent).toEqual([])
})

describe('the line by which an editor finds its schema', () => {
  it.each(['newsletter.yaml', ...samples.map((name) => `issues/${name}`)])(
    'is right in %s',
    (name) => {
      const [, path = ''] =
        /^# yaml-language-server: \$schema=(\S+)$/m.exec(read(name).split('\n')[0] ?? '') ?? []
      const schema = name === 'newsletter.yaml' ? 'newsletter.json' : 'issue.json'
      expect(join(ROOT, name, '..', path)).toBe(join(ROOT, 'schema', schema))
      expect(validators.has(schema)).toBe(true)
    },
  )
})
