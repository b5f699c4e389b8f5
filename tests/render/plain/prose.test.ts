import { describe, expect, it } from 'vitest'
import type { Block, Inline } from '../../../src/issue/content.ts'
import { articleText, imageText, ruleText, wrapText } from '../../../src/render/plain/plain.ts'
import { columnsOf } from '../../../src/render/plain/width.ts'
import {
  article,
  link,
  list,
  note,
  options,
  paragraph,
  prose,
  quote,
  table,
  text,
} from './letter.ts'

const written = (blocks: readonly Block[], width = 72) =>
  articleText(article({ body: prose(blocks) }), { ...options, width })

const lines = (...expected: readonly string[]) => expected.join('\n')

describe('prose as plain text', () => {
  it('puts an empty line between paragraphs and a rule under a heading, by display width', () => {
    const heading: Block = {
      type: 'heading',
      level: 2,
      line: 1,
      children: [text('세 사람의 계산')],
    }
    expect(written([heading, paragraph('one'), paragraph('two')])).toBe(
      lines('세 사람의 계산', '--------------', '', 'one', '', 'two'),
    )
  })

  it('hangs list items and nests lists', () => {
    const inner = list([[paragraph('deep')], [paragraph('deeper still than that')]], {
      ordered: true,
    })
    const outer = list([[paragraph('a first item that is long'), inner], [paragraph('second')]])
    expect(written([outer], 25)).toBe(
      lines(
        '- a first item that is',
        '  long',
        '  1. deep',
        '  2. deeper still than',
        '     that',
        '- second',
      ),
    )
  })

  it('aligns the numbers of a long list and begins where the list begins', () => {
    const items = ['nine', 'ten'].map((word) => [paragraph(word)])
    expect(written([list(items, { ordered: true, start: 9 })])).toBe(lines(' 9. nine', '10. ten'))
  })

  it('spaces out the items of a loose list', () => {
    expect(written([list([[paragraph('a')], [paragraph('b')]], { tight: false })])).toBe(
      lines('- a', '', '- b'),
    )
  })

  it('keeps an item that holds nothing', () => {
    expect(written([list([[], [paragraph('b')]])])).toBe(lines('-', '- b'))
  })

  it('indents quotations, also one in another', () => {
    expect(written([quote(paragraph('outer'), quote(paragraph('inner')))])).toBe(
      lines('    outer', '', '        inner'),
    )
  })

  it('leaves code as it is, however wide', () => {
    const code = `if (a) {\n\n  ${'x'.repeat(90)}\n}\n`
    expect(written([{ type: 'code', line: 1, text: code }])).toBe(
      lines('    if (a) {', '', `      ${'x'.repeat(90)}`, '    }'),
    )
  })

  it('does not mark emphasis, but marks what was struck out, and code', () => {
    const words: Inline[] = [
      { type: 'strong', children: [text('bold')] },
      text(' and '),
      { type: 'emphasis', children: [text('slanted')] },
      text(', '),
      { type: 'strike', children: [text('gone')] },
      text(', '),
      { type: 'code', text: 'npm ci' },
    ]
    expect(written([paragraph(words)])).toBe('bold and slanted, ~gone~, `npm ci`')
  })

  it('breaks the line where the author did', () => {
    expect(written([paragraph([text('one'), { type: 'break' }, text('two')])])).toBe('one\ntwo')
  })

  it('does not squeeze deep lists to nothing', () => {
    let deep: Block = paragraph('the innermost words of all')
    for (let depth = 0; depth < 12; depth++) deep = list([[deep]])
    expect(written([deep], 30)).toContain('the innermost words')
  })
})

describe('links and footnotes', () => {
  it('numbers links and lists them at the end, the same address once', () => {
    const body = [
      paragraph([link('a', 'https://a.example/'), text(' '), link('b', 'https://b.example/')]),
      paragraph([link('again', 'https://a.example/')]),
    ]
    expect(written(body)).toBe(
      lines('a [1] b [2]', '', 'again [1]', '', '[1] https://a.example/', '[2] https://b.example/'),
    )
  })

  it('shows an address that is its own text once', () => {
    expect(written([paragraph([link('https://a.example/x', 'https://a.example/x')])])).toBe(
      'https://a.example/x',
    )
    expect(written([paragraph([link('a.example', 'https://a.example/')])])).toBe(
      'https://a.example/',
    )
    expect(written([paragraph([link('me@a.example', 'mailto:me@a.example')])])).toBe('me@a.example')
  })

  it('writes mail addresses without their scheme, but keeps what a subject says', () => {
    expect(written([paragraph([link('us', 'mailto:me@a.example')])])).toContain('[1] me@a.example')
    expect(written([paragraph([link('us', 'mailto:me@a.example?subject=Hi')])])).toContain(
      '[1] mailto:me@a.example?subject=Hi',
    )
  })

  it('puts no space before the mark in Chinese and Japanese, and one in Korean', () => {
    const to = 'https://a.example/'
    expect(written([paragraph([link('理事会', to), text('が')])])).toContain('理事会[1]が')
    expect(written([paragraph([link('안보리', to), text('가')])])).toContain('안보리[1]가')
  })

  it('never wraps an address at the end of a piece', () => {
    const href = `https://a.example/${'very-long/'.repeat(12)}`
    expect(
      written([paragraph([link('a', href)])], 40)
        .split('\n')
        .at(-1),
    ).toBe(`[1] ${href}`)
  })

  it('writes footnotes after the body, with links of their own', () => {
    const body = prose(
      [
        paragraph([
          text('claim'),
          { type: 'footnote', number: 1 },
          text(', '),
          link('x', 'https://x.example/'),
        ]),
      ],
      [note(1, [text('because '), link('y', 'https://y.example/')])],
    )
    expect(articleText(article({ body }), options)).toBe(
      lines(
        'claim¹, x [1]',
        '',
        '¹ because y [2]',
        '',
        '[1] https://x.example/',
        '[2] https://y.example/',
      ),
    )
  })
})

describe('tables', () => {
  it('aligns columns by display width', () => {
    const block = table(
      ['도시', 'n'],
      [
        ['서울', '9'],
        ['Lima', '10'],
      ],
      [null, 'right'],
    )
    expect(written([block])).toBe(lines('도시   n', '----  --', '서울   9', 'Lima  10'))
  })

  it('wraps the widest column where the whole is too wide', () => {
    const block = table(['When', 'What'], [['2023', 'a summit of the three alone, and a promise']])
    expect(written([block], 36)).toBe(
      lines(
        'When  What',
        '----  ------------------------------',
        '2023  a summit of the three alone,',
        '      and a promise',
      ),
    )
  })

  it('tells a table that does not fit row by row', () => {
    const long = 'a sentence of some length'
    const block = table(
      ['One', 'Two', 'Three'],
      [
        [long, long, long],
        ['x', 'y', 'z'],
      ],
    )
    expect(written([block], 40)).toBe(
      lines(`One: ${long}`, `Two: ${long}`, `Three: ${long}`, '', 'One: x', 'Two: y', 'Three: z'),
    )
  })

  it('tells a right-to-left table row by row, so that no line mixes columns', () => {
    expect(written([table(['المدينة', 'العام'], [['القاهرة', '2024']])])).toBe(
      lines('المدينة: القاهرة', 'العام: 2024'),
    )
  })
})

describe('images and rules', () => {
  it('says what an image shows, then caption and credit', () => {
    const image = { alt: 'A bay at dusk', caption: 'The bay.', credit: 'M. Ito' }
    expect(imageText(image, options)).toBe('[Image: A bay at dusk]\nThe bay. (M. Ito)')
    expect(imageText({ ...image, caption: null, credit: null }, options)).toBe(
      '[Image: A bay at dusk]',
    )
  })

  it('passes over an image that only decorates', () => {
    expect(imageText({ alt: '', caption: null, credit: null }, options)).toBe('')
  })

  it('rules as far as the text above it reaches', () => {
    expect(ruleText('먼 자오선', '=', options)).toBe('=========')
    expect(ruleText('one two three', '-', { width: 8 })).toBe('-------')
    expect(columnsOf(ruleText('x'.repeat(200), '=', options))).toBe(72)
  })

  it('wraps a text for a template', () => {
    expect(wrapText('one two', { width: 4 })).toBe('one\ntwo')
  })
})
