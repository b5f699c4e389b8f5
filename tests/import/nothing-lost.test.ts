// What stands in a source and not in the issue is named whole in import.md; what was one is not put together or apart.

import { expect, it } from 'vitest'
import { type ImportResult, importSource } from '../../src/import/import.ts'
import { readHtml } from '../../src/import/page/read-html.ts'
import { readText } from '../../src/import/text/read-text.ts'

const OPTIONS = { date: '2024-11-18' }
const PROSE =
  'The tide came in and went out again, as it does, and nobody looked up from the nets. '

const ofText = (text: string, role?: 'interview') => {
  const reading = readText(text, { markdown: false })
  return importSource([{ name: 'page.txt', reading, ...(role ? { role } : {}) }], OPTIONS)
}
const ofPage = (html: string) =>
  importSource([{ name: 'page.html', reading: readHtml(html) }], OPTIONS)
const file = ({ files }: ImportResult, end: string) =>
  files.find(({ name }) => name.endsWith(end))?.text ?? ''

it('a stanza is no standfirst: its lines stay lines', () => {
  const stanza = [
    'A boat went out at four o clock',
    'with nobody to steer',
    'and no one at the lock',
  ]
  const result = ofText(`The Slow Boat\n\n${stanza.join('\n')}\n\n${stanza.join('\n')}\n`)
  expect(result.article?.standfirst).toBeUndefined()
  expect(file(result, '/article.md')).toContain(stanza.join('\\\n'))
})

it('a long heading of an interview, which its file has no place for, is whole in the report', () => {
  const heading = `Interview between the editors of the ${'very '.repeat(9)}small Quay Courier and Tomas Reyne`
  const result = ofText(
    `The tide and the timetable\nBy Ana Ruiz\n\n${PROSE.repeat(3)}\n\n${PROSE.repeat(2)}\n\nDoes the tide read timetables?\n${heading}\n\nAna Ruiz: Why an hour earlier?\nTomas Reyne: The tide does not read.\nAna Ruiz: Who asked?\nTomas Reyne: A school.\n`,
  )
  expect(result.verdicts[0]?.find(({ text }) => text === heading)?.taken).toBe('interview heading')
  expect(file(result, '/interview.md')).not.toContain(heading)
  expect(result.report).toContain(heading)
})

it('a picture that cannot be had is named with what stood beneath it', () => {
  const { look } = ofPage(
    `<article><h1>Nets</h1><p>${PROSE.repeat(3)}</p><figure><img src="https://quay.example/net.jpg" alt="A net"><figcaption>The last net of the quay. Photo: Ivo Brandt</figcaption></figure><p>${PROSE.repeat(3)}</p></article>`,
  )
  expect(look.join()).toContain('beneath it stood: “The last net of the quay. (Ivo Brandt)”')
})

it('paragraphs of a page stay apart, even where the first one ends without a mark', () => {
  const open = `${PROSE.repeat(2)}See the timetable`
  const { article } = ofPage(
    `<article><h1>Nets</h1><p>${PROSE.repeat(5)}</p><p>${open}</p><p>${PROSE.repeat(2)}</p></article>`,
  )
  expect(article?.paragraphs[1]).toBe(open)
  expect(article?.paragraphs).toHaveLength(3)
})

it('a byline that names who asks has its place, whatever else it says', () => {
  const { look, interview } = ofText(
    '[인터뷰] 배를 세는 사람\n김하나 기자\n\n항구 사무소는 월요일에 배를 다시 세었고, 자리보다 한 척이 더 많다는 사실을 알아냈다.\n\n김하나: 누구의 배입니까?\n박두리: 저도 모릅니다.\n김하나: 이제 어떻게 하실 겁니까?\n박두리: 번호를 칠할 겁니다.\n',
  )
  expect(interview?.speakers.map(({ name }) => name)).toEqual(['김하나', '박두리'])
  expect(look.join()).not.toContain('has no place')
})

it('what a button says is the page’s, wherever the button stands', () => {
  const { verdicts } = ofPage(
    `<article><h1>Nets</h1><p>${PROSE.repeat(3)}</p><div><button>1.2K</button></div><p>${PROSE.repeat(3)}</p></article>`,
  )
  expect(verdicts[0]?.find(({ text }) => text === '1.2K')).toMatchObject({
    taken: 'left out',
    why: 'a button',
  })
})

it('a piece on newsletters, bios and shares is none of these', () => {
  const turns = ['Ana: Why here?', 'Leo: It was dry.', 'Ana: And now?', 'Leo: Now it is wet.']
  const talk = turns.map((turn) => `<p>${turn}</p>`).join('')
  const page = `<div class="site"><h1>Nets</h1><p>${PROSE.repeat(6)}</p><p>${PROSE.repeat(4)}</p><div class="post category-newsletter tag-bio tag-share"><h2>Interview with Leo</h2>${talk}</div></div>`
  expect(file(ofPage(page), '/interview.md')).toContain('It was dry.')
})

it('comments stay out however long they are, and a talk under such a name stays in', () => {
  const posts = `<div class="post"><p>${PROSE.repeat(2)}Said by a reader.</p></div>`.repeat(8)
  const page = (thread: string) =>
    ofPage(
      `<div class="story"><h1>Nets</h1><p>${PROSE.repeat(3)}</p><p>${PROSE.repeat(3)}</p></div><div class="discussion">${thread}</div>`,
    )
  expect(file(page(posts), '/article.md')).not.toContain('Said by a reader')
  expect(page(posts).report).toContain('Said by a reader')
  const talk = `<p>${PROSE.repeat(4)}Said on the stage.</p>`.repeat(4)
  expect(file(page(talk), '/article.md')).toContain('Said on the stage')
})

it('what was given as an interview and is none is kept as an article, and that is said', () => {
  const text = `Nets\n\n${PROSE.repeat(3)}\n\n${PROSE.repeat(2)}\n`
  expect(ofText(text, 'interview').article?.paragraphs).toHaveLength(2)
  expect(ofText(text, 'interview').look.join()).toContain('no turns of two speakers were found')
  expect(ofText(text).look.join()).not.toContain('no turns')
})

it('front matter that is no YAML is kept as text, and that is said', () => {
  const broken = ofText(`---\ntitle: [Nets\n: :\n---\n\n${PROSE.repeat(3)}\n`)
  expect(broken.look.join()).toContain('cannot be read as YAML')
  expect(ofText(`---\ntitle: Nets\n---\n\n${PROSE.repeat(3)}\n`).look).toEqual([])
})

const PLAY = `THE FERRY
A play in one act

ACT ONE

(Enter MARA with a lantern.)

MARA: Who goes there?
JON: Only the tide.
(Exit MARA.)
MARA: You are late.
JON: The water was late. I only followed.
`

it('a play has its own title, and nobody in it is called by what they do', () => {
  expect(ofText(PLAY).article).toMatchObject({ title: 'THE FERRY' })
  const speakers = ofText(PLAY, 'interview').interview?.speakers.map(({ name }) => name)
  expect(speakers).toHaveLength(2)
  expect(speakers?.join()).not.toContain('Enter')
})
