import { describe, expect, it } from 'vitest'
import type { Block, Inline } from '../../src/issue/content.ts'
import { articleOf, HEAD, openIssue } from '../project/newsroom.ts'

const blocksOf = (markdown: string) => articleOf(markdown).body.blocks
/** The inside of the first paragraph. */
const inlineOf = (markdown: string): readonly Inline[] =>
  (blocksOf(markdown)[0] as Extract<Block, { type: 'paragraph' }>).children
const wordsOf = (markdown: string, lang = 'en') => {
  const issue = openIssue({
    'issues/x.yaml': `${HEAD}lang: ${lang}\narticle: a.md\n`,
    'issues/a.md': markdown,
  })
  const [first] = issue.article?.body.blocks ?? []
  return (first as Extract<Block, { type: 'paragraph' }>).children
    .map((part) => ('text' in part ? part.text : 'children' in part ? '…' : ''))
    .join('')
}
const text = (value: string) => ({ type: 'text', text: value })

describe('Markdown is read as CommonMark', () => {
  it('with emphasis, code, breaks and links', () => {
    expect(inlineOf('A *b* **c** ~~d~~ `e`  \nf\\\n[g *h*](https://a.example "i").')).toEqual([
      text('A '),
      { type: 'emphasis', children: [text('b')] },
      text(' '),
      { type: 'strong', children: [text('c')] },
      text(' '),
      { type: 'strike', children: [text('d')] },
      text(' '),
      { type: 'code', text: 'e' },
      { type: 'break' },
      text('f'),
      { type: 'break' },
      {
        type: 'link',
        href: 'https://a.example',
        title: 'i',
        children: [text('g '), { type: 'emphasis', children: [text('h')] }],
      },
      text('.'),
    ])
  })

  it('with headings, quotations, code and rules, each with its line', () => {
    const markdown =
      '# One\n\nTwo\n---\n\n> three\n>\n> four\n\n```js\nfive\n\n```\n\n    six\n\n***'
    expect(blocksOf(markdown)).toEqual([
      { type: 'heading', level: 1, children: [text('One')], line: 1 },
      { type: 'heading', level: 2, children: [text('Two')], line: 3 },
      {
        type: 'quote',
        line: 6,
        children: [
          { type: 'paragraph', children: [text('three')], line: 6 },
          { type: 'paragraph', children: [text('four')], line: 8 },
        ],
      },
      { type: 'code', text: 'five\n\n', language: 'js', line: 10 },
      { type: 'code', text: 'six\n', line: 15 },
      { type: 'rule', line: 17 },
    ])
  })

  it('with lists: tight and loose, numbered from where they say', () => {
    expect(blocksOf('- a\n- b\n  - c\n')).toMatchObject([
      {
        type: 'list',
        ordered: false,
        tight: true,
        items: [
          [{ type: 'paragraph', line: 1 }],
          [
            { type: 'paragraph', line: 2 },
            { type: 'list', line: 3 },
          ],
        ],
      },
    ])
    expect(blocksOf('7. a\n\n8. b')).toMatchObject([{ ordered: true, start: 7, tight: false }])
    expect(blocksOf('0. a\n1. b')).toMatchObject([{ ordered: true, start: 0 }])
  })

  it('with tables', () => {
    const [table] = blocksOf('| a | b | c |\n|:--|:-:|--:|\n| 1 | *2* | `3` |\n| x \\| y | | |\n')
    expect(table).toEqual({
      type: 'table',
      line: 1,
      align: ['left', 'center', 'right'],
      head: [[text('a')], [text('b')], [text('c')]],
      rows: [
        [[text('1')], [{ type: 'emphasis', children: [text('2')] }], [{ type: 'code', text: '3' }]],
        [[text('x | y')], [], []],
      ],
    })
  })

  it('with footnotes, numbered as they are first referred to', () => {
    const { blocks, footnotes } = articleOf(
      'A[^b] c[^a] d[^b] e^[f *g*].\n\n[^a]: One.\n\n[^b]: Two.\n\n    Three.',
    ).body
    const numbers = (blocks[0] as Extract<Block, { type: 'paragraph' }>).children.flatMap((part) =>
      part.type === 'footnote' ? [part.number] : [],
    )
    expect(numbers).toEqual([1, 2, 1, 3])
    expect(
      footnotes.map(({ number, children }) => [number, children.map(({ line }) => line)]),
    ).toEqual([
      [1, [5, 7]],
      [2, [3]],
      [3, [1]],
    ])
  })

  it('with addresses that stand bare, if they are whole', () => {
    expect(
      inlineOf('https://a.example/b, www.c.example, d@e.example, ftp://f, //g.example'),
    ).toEqual([
      { type: 'link', href: 'https://a.example/b', children: [text('https://a.example/b')] },
      text(', www.c.example, d@e.example, ftp://f, //g.example'),
    ])
  })

  it('with links to people and telephones', () => {
    const hrefs = inlineOf(
      '[a](mailto:a@b.example?subject=c) [b](mailto:?subject=d) [c](tel:+44-20) [d](HTTPS://E.example)',
    ).flatMap((part) => (part.type === 'link' ? [part.href] : []))
    expect(hrefs).toEqual([
      'mailto:a@b.example?subject=c',
      'mailto:?subject=d',
      'tel:+44-20',
      'HTTPS://E.example',
    ])
  })
})

describe('what looks like markup or a template is text', () => {
  it.each([
    '<b>bold</b>',
    '<script>alert(1)</script>',
    '<!-- a remark -->',
    '<img src=x onerror=alert(1)>',
    '</mj-text><mj-image src="x">',
    '{{evil}} {{{evil}}} {{#each x}}',
    `<%= evil %> \${evil}`,
    '<?php evil ?>',
    '<![CDATA[x]]>',
  ])('%s', (markup) => {
    // Quotation marks as entities: those that are not would be set as the language does.
    const written = markup.replaceAll('"', '&quot;')
    expect(inlineOf(written)).toEqual([text(markup)])
    expect(inlineOf(`A ${written} b`)).toEqual([text(`A ${markup} b`)])
  })

  it('with its entities read once', () => {
    expect(inlineOf('&lt;b&gt; &amp;lt; &#60;i&#62; &copy;')).toEqual([text('<b> &lt; <i> ©')])
  })

  it('and a block of it is a paragraph', () => {
    expect(blocksOf('<div>\n<p>One\n</div>')).toEqual([
      { type: 'paragraph', children: [text('<div> <p>One </div>')], line: 1 },
    ])
  })
})

describe('images', () => {
  const withFog = (markdown: string) =>
    openIssue({
      'issues/x.yaml': `${HEAD}article: a.md\n`,
      'issues/a.md': markdown,
      'issues/fog bank.jpg': 'anything',
    }).article?.body.blocks
  const image = { name: 'issues/fog bank.jpg', alt: 'Fog at noon' }

  it('stand on their own, with what is said beneath', () => {
    expect(withFog('Before ![Fog *at* noon](<fog bank.jpg> "The quay") after.')).toMatchObject([
      { type: 'paragraph', children: [text('Before')] },
      { type: 'image', image: { ...image, caption: 'The quay', where: { line: 1 } } },
      { type: 'paragraph', children: [text('after.')] },
    ])
  })

  it('keep the link that is around them', () => {
    expect(withFog('[![Fog at noon](fog%20bank.jpg) The quay](https://a.example)')).toMatchObject([
      { type: 'image', image, href: 'https://a.example' },
      { type: 'paragraph', children: [{ type: 'link', children: [text(' The quay')] }] },
    ])
  })

  it('come out of emphasis', () => {
    expect(withFog('**Look: ![Fog at noon](<fog bank.jpg>)**')).toMatchObject([
      { type: 'paragraph', children: [{ type: 'strong', children: [text('Look: ')] }] },
      { type: 'image', image },
    ])
  })

  it('stand in lists and quotations', () => {
    expect(
      withFog('- ![Fog at noon](<fog bank.jpg>)\n\n> ![Fog at noon](<fog bank.jpg>)'),
    ).toMatchObject([
      { type: 'list', items: [[{ type: 'image', image }]] },
      { type: 'quote', children: [{ type: 'image', image }] },
    ])
  })
})

describe('quotation marks are those of the language', () => {
  it.each([
    ['en', '“a ‘b’ c” it’s'],
    ['de', '„a ‚b‘ c“ it’s'],
    ['de-CH', '«a ‹b› c» it’s'],
    ['fr', '«\u202fa “b” c\u202f» it’s'],
    ['fr-CA', '«\u202fa “b” c\u202f» it’s'],
    ['es', '«a “b” c» it’s'],
    ['ja', '「a 『b』 c」 it’s'],
    ['zh', '“a ‘b’ c” it’s'],
    ['zh-Hant', '「a 『b』 c」 it’s'],
    ['ko', '“a ‘b’ c” it’s'],
    ['ar', '«a “b” c» it’s'],
    ['sv', '”a ’b’ c” it’s'],
    ['pt-BR', '“a ‘b’ c” it’s'],
    ['tlh', '“a ‘b’ c” it’s'],
  ])('%s', (lang, expected) => {
    expect(wordsOf("\"a 'b' c\" it's", lang)).toBe(expected)
  })

  it('and code keeps its own', () => {
    expect(inlineOf('`"a"`')).toEqual([{ type: 'code', text: '"a"' }])
  })

  it('and nothing else is set otherwise than it was written', () => {
    expect(inlineOf('(c) +- ... -- --- !!!!')).toEqual([text('(c) +- ... -- --- !!!!')])
  })
})

describe('a line break in the source', () => {
  it.each([
    ['is a space', 'one\ntwo', 'one two'],
    ['is a space in Korean', '하나\n둘', '하나 둘'],
    ['is nothing between Chinese characters', '一\n二', '一二'],
    ['is nothing between kana and punctuation', 'あ。\nい', 'あ。い'],
    ['is a space between scripts', '一\ntwo', '一 two'],
    ['is nothing across the end of emphasis', '**一**\n二', '…二'],
    ['of a word processor is a space', 'one\u2028two\u000bthree', 'one two three'],
  ])('%s', (_, markdown, expected) => {
    expect(wordsOf(markdown)).toBe(expected)
  })
})

it('shows control characters and noncharacters as what they are: nothing that could be meant', () => {
  expect(inlineOf('a\u0007b\u009bc\ufdd0d\uffffe')).toEqual([text('a\ufffdb\ufffdc\ufffdd\ufffde')])
})

it('counts words as the language does', () => {
  expect(articleOf('Ninety-one years of *fog*.\n\n| a | b |\n|---|---|\n| c | d |').words).toBe(8)
  const chinese = openIssue({
    'issues/x.yaml': `${HEAD}lang: zh\narticle: a.md\n`,
    'issues/a.md': '港口每天都有雾。',
  })
  expect(chinese.article?.words).toBeGreaterThan(3)
  expect(chinese.article?.words).toBeLessThan(8)
})
