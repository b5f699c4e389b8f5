// Pages: which part of them is the piece, what becomes of each kind of element, and what hostile ones cost.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ImportResult, importSource } from '../../src/import/import.ts'
import { readHtml } from '../../src/import/page/read-html.ts'

const ADDRESS = 'https://quay.example/news/ferry?utm_source=mail'

function imported(html: string, url = ADDRESS): ImportResult {
  const reading = readHtml(html, { url })
  return importSource([{ name: url, reading, base: reading.metadata.base ?? url }], {
    date: '2024-11-18',
  })
}

const file = ({ files }: ImportResult, end: string) =>
  files.find(({ name }) => name.endsWith(end))?.text ?? ''
const leftOut = ({ verdicts }: ImportResult) =>
  Object.fromEntries(
    (verdicts[0] ?? [])
      .filter(({ taken }) => taken === 'left out')
      .map(({ text, why }) => [text, why]),
  )

describe('a news page', () => {
  const page = readFileSync(join(import.meta.dirname, 'sources/news.page'), 'utf8')
  const result = imported(page)

  it('has its head from metadata and markup', () => {
    expect(result.article).toMatchObject({
      title: 'Ferry to stop at two more islands',
      kicker: 'Coast',
      standfirst: 'The boats leave an hour earlier in return.',
      byline: 'Ana Ruiz',
      published: '2024-11-18',
      source: { name: 'Quay Courier', url: 'https://quay.example/news/ferry' },
    })
  })

  it('keeps emphasis, links made whole, lists, quotations and tables as Markdown', () => {
    const article = file(result, '/article.md')
    expect(article).toContain('will stop **twice** more')
    expect(article).toContain('leave *an hour* earlier')
    expect(article).toContain('[a small price](https://quay.example/tide?x=%281%29)')
    expect(article).toContain('- Two more stops\n- One `hour` earlier')
    expect(article).toContain('> We wrote nine letters.\n>\n> One was answered.')
    expect(article).toContain('| Stop | Time |\n| --- | --- |\n| Outer Holm | 07:10 |')
  })

  it('has the interview whose turns are too short for Readability', () => {
    expect(result.interview?.turns.map(({ speaker }) => speaker)).toEqual([
      'Ana Ruiz',
      'Tomas Reyne',
      'Ana Ruiz',
      'Tomas Reyne',
    ])
  })

  it('names everything around it with the reason', () => {
    expect(leftOut(result)).toMatchObject({
      'Facebook Twitter': 'share buttons',
      'First!': 'comments',
      Accept: 'cookie notice',
      News: 'page navigation',
      'The last ferry': 'beside the piece',
      'Hidden SEO text about ferries and islands, which no reader of the page has ever seen.':
        'hidden on the page',
    })
    expect(result.look.join()).toContain('<iframe>')
    expect(result.report).not.toContain('not text')
  })

  it('wants the widest picture that a letter needs, with its caption', () => {
    const images = readHtml(page, { url: ADDRESS }).blocks.filter(({ image }) => image)
    expect(images[0]?.image).toMatchObject({
      src: 'https://quay.example/img/ferry-1600x1200.jpg',
      alt: 'A ferry at a pier',
    })
    expect(images[1]?.outside).toBe('a picture of a few pixels')
  })
})

const PROSE =
  'The tide came in and went out again, as it does, and nobody looked up from the nets. '
const paragraphs = (count: number) => `<p>${PROSE.repeat(3)}</p>`.repeat(count)

describe('a page', () => {
  it('that is one form, as some systems make them, is read all the same', () => {
    const result = imported(
      `<body><form action="/x"><div id="main"><h1>Nets</h1>${paragraphs(4)}<input name="q"></div></form></body>`,
    )
    expect(result.article?.paragraphs).toHaveLength(4)
  })

  it('has its links relative to its base', () => {
    const html = `<head><base href="https://other.example/a/"></head><h1>Nets</h1>${paragraphs(3)}<p>See <a href="b?c=1">this</a> and <a href="javascript:alert(1)">that</a>, said the net maker of the quay.</p>`
    const article = file(imported(html), '/article.md')
    expect(article).toContain('[this](https://other.example/a/b?c=1) and that')
  })

  it('with a line broken by br is lines, and by two a paragraph', () => {
    const html = `<h1>Interview</h1><div>Q: Is it cold?<br>A: It is.<br>Q: Is it wet?<br>A: ${PROSE}<br><br>Very.</div>`
    const result = imported(html)
    expect(result.interview?.turns).toHaveLength(4)
    expect(result.interview?.turns[3]?.paragraphs).toEqual([PROSE.trim(), 'Very.'])
  })

  it('shows markup that was text as text', () => {
    const html = `<h1>Marks</h1>${paragraphs(3)}<p>Write &lt;b&gt; and *stars* and [words](x) and # and {{subscriber.name}}, ${PROSE}</p>`
    const article = file(imported(html), '/article.md')
    expect(article).toContain('Write <b> and')
    expect(article).toContain('\\*stars\\*')
    expect(article).toContain('\\[words](x)')
  })

  it('nested ten thousand deep, or never closed, costs no more than another', () => {
    const deep = `${'<div>'.repeat(10_000)}${paragraphs(3)}${'</div>'.repeat(10_000)}`
    expect(imported(`<h1>Deep</h1>${deep}`).article?.paragraphs).toHaveLength(3)
    const open = `${'<b><i><span>'.repeat(5_000)}${PROSE}`
    expect(imported(`<h1>Open</h1><p>${open}`).empty).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['scripts alone', '<script>document.write("x")</script><style>p{}</style>'],
    ['a frame', '<iframe src="https://x.example"></iframe>'],
    ['furniture alone', '<nav><a href="/">Home</a></nav><footer>© 2024</footer>'],
  ])('of %s is no issue', (_, body) => {
    expect(imported(`<!doctype html><body>${body}</body>`).empty).toBe(true)
  })

  it('whose metadata lies in type or size is read without it', () => {
    const html = `<title>Nets</title><script type="application/ld+json">{"@type":"NewsArticle","headline":{"a":1},"author":[[["x"]]],"image":{"url":42},"datePublished":"soon"}</script><script type="application/ld+json">{broken</script><h1>Nets</h1>${paragraphs(3)}`
    expect(imported(html).article).toMatchObject({ title: 'Nets' })
    expect(imported(html).article?.published).toBeUndefined()
  })
})
