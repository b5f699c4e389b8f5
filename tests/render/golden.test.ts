// What readers receive, held to files that a person has read: `tests/golden/<slug>.html` and `.txt`, with what
// waits for the reader spelled out. UPDATE_GOLDEN=1 writes them anew; read the difference.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { valuesOf } from '../../src/message/evaluate.ts'
import { fill } from '../../src/message/fill.ts'
import type { Expression, Merge, RenderedIssue } from '../../src/render/rendered.ts'
import { publication, SAMPLES } from './samples.ts'

const GOLDEN = join(import.meta.dirname, '../golden')
const sample = publication()
const letters = new Map<string, RenderedIssue>()

beforeAll(async () => {
  for (const slug of SAMPLES) letters.set(slug, (await sample.press.render(slug)).rendered)
})
afterAll(sample.remove)

describe.each(SAMPLES)('the letter %s', (slug) => {
  it('is the HTML that was agreed on', () => hold(`${slug}.html`, (letter) => spelled(letter.html)))

  it('is the plain text that was agreed on', () =>
    hold(
      `${slug}.txt`,
      ({ subject, preheader, text }) =>
        `Subject: ${spelled(subject)}\nPreheader: ${spelled(preheader)}\n\n${spelled(text)}`,
    ))

  function hold(name: string, write: (letter: RenderedIssue) => string) {
    const path = join(GOLDEN, name)
    // Bytes of an image are its encoder's affair.
    const now = write(letters.get(slug) as RenderedIssue).replace(
      /-[0-9a-f]{8}(?=\.\w+@)/g,
      '-hash',
    )
    if (process.env.UPDATE_GOLDEN) writeFileSync(path, now)
    if (!existsSync(path))
      throw new Error(`there is no tests/golden/${name}: write it with UPDATE_GOLDEN=1`)
    expect(now).toBe(readFileSync(path, 'utf8'))
  }
})

describe('the plain text of an issue on the web', () => {
  it('says nothing of a reader and shows no link that is not there', () => {
    const nobody = valuesOf(
      { email: '', name: '', firstName: '', lang: '', tags: [], fields: {} },
      { unsubscribe: '', browser: '' },
    )
    const { text } = letters.get('lima-summit') as RenderedIssue
    const [, end = ''] = fill(text, nobody).split(`${'-'.repeat(72)}\n`)
    expect(end.split('\n').slice(0, 4)).toEqual([
      '',
      'All issues',
      'https://letters.longmeridian.example/archive',
      '',
    ])
    expect(end).not.toMatch(/\n\n\n/)
  })
})

describe('tests/golden', () => {
  it('holds no file of a letter that is gone', () => {
    const known = SAMPLES.flatMap((slug) => [`${slug}.html`, `${slug}.txt`])
    expect(readdirSync(GOLDEN).filter((name) => !known.includes(name))).toEqual([])
  })
})

/** `{{subscriber.email | html}}`: what waits for the reader, and how it will be escaped. */
function spelled(merge: Merge): string {
  return merge
    .map((part) => {
      if (typeof part === 'string') return part
      if (part.kind === 'value') return `{{${said(part.value)} | ${part.place}}}`
      const [open, of] = part.kind === 'if' ? ['if', part.test] : ['each', part.list]
      const otherwise = part.otherwise.length > 0 ? `{{else}}${spelled(part.otherwise)}` : ''
      return `{{#${open} ${said(of as Expression)}}}${spelled(part.body)}${otherwise}{{/${open}}}`
    })
    .join('')
}

function said(expression: Expression): string {
  switch (expression.kind) {
    case 'constant':
      return JSON.stringify(expression.value)
    case 'path':
      return [expression.root, ...expression.keys].join('.')
    case 'call':
      return `(${[expression.name, ...expression.args.map(said)].join(' ')})`
  }
}
