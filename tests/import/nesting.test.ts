// The same piece in every nesting that a page may have: each paragraph and each turn is kept, however short, and
// what stands around it is not.

import { expect, it } from 'vitest'
import { importSource } from '../../src/import/import.ts'
import { readHtml } from '../../src/import/page/read-html.ts'

const AROUND = ['article', 'main', 'section', 'div', 'td', 'center', 'span', 'ul', 'x-body']
const DEEPER = ['div div', 'div section div', 'table tr td', 'section article div', 'ul li', 'dl']
const LINES = ['p', 'div', 'span', 'li', 'dd', 'section', 'font', 'x-p', 'td', 'blockquote', 'pre']
const PAIRS = ['div div', 'div p', 'p span', 'div span', 'section p', 'div strong', 'br', 'br br']

const ARTICLE = [
  'The gates weigh nine tonnes each, and the keeper moves them with her back, eleven steps at a time.',
  'On a busy day in August she does this sixty times, and on a day in January she does it twice.',
  'The canal trust will put in electric motors before the season begins, which cost less than a keeper.',
  'The cottage is to be let to visitors, and she has been offered a flat in the town, on the third floor.',
  'She has not decided yet, since the coal boat comes again on Thursday, and wants to be asked after that.',
]
const INTERVIEW = [
  'Ana: Why here?',
  'Leo: It was dry.',
  'Ana: And now?',
  'Leo: Now it is wet, and I like it all the better, which surprised nobody more than me.',
  'Ana: Who helps?',
  'Leo: Nobody.',
]
const FURNITURE = ['Town hall notes', 'Heron seen at the gasworks', 'Printed every Friday']

const opened = (tags: string) => tags.replace(/\S+/g, '<$&>').replaceAll(' ', '')
const closed = (tags: string) => tags.split(' ').reverse().join(' ').replace(/\S+/g, '</$&>')

function page(around: string, line: string, lines: readonly string[]): string {
  const inner = line.startsWith('br')
    ? lines.join(opened(line))
    : lines.map((text) => opened(line) + text + closed(line)).join('\n')
  return `<html lang="en"><head><title>The lock keeper</title></head><body>
<div class="n1"><a href="/">Weir Gazette</a><a href="/b">Town hall notes</a></div><div class="w"><div class="x">
${opened(around)}<h1>The lock keeper's last winter</h1>${inner}${closed(around)}</div>
<div class="s1"><div class="s2"><a href="/1">Heron seen at the gasworks again</a></div></div></div>
<div class="f1">Printed every Friday in the old boathouse</div></body></html>`
}

function imported(html: string): string {
  const reading = readHtml(html)
  const { files } = importSource([{ name: 'page.html', reading }], { date: '2024-11-18' })
  const pieces = files.filter(({ name }) => !name.endsWith('import.md'))
  return pieces.map(({ text }) => text.replace(/\\|\*\*/g, '')).join('\n')
}

it.each([...AROUND, ...DEEPER])('in <%s>', (around) => {
  for (const line of [...LINES, ...PAIRS])
    for (const lines of [ARTICLE, INTERVIEW]) {
      const text = imported(page(around, line, lines))
      const missing = lines.filter((said) => !text.includes(said))
      const extra = FURNITURE.filter((said) => text.includes(said))
      expect({ line, missing, extra }).toEqual({ line, missing: [], extra: [] })
    }
})

it('in a form that holds the whole page', () => {
  for (const line of [...LINES, ...PAIRS]) {
    const text = imported(page('form', line, INTERVIEW))
    expect([line, ...INTERVIEW.filter((said) => !text.includes(said))]).toEqual([line])
  }
})
