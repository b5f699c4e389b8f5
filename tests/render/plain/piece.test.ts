import { describe, expect, it } from 'vitest'
import { articleText, interviewText, sectionText } from '../../../src/render/plain/plain.ts'
import { columnsOf } from '../../../src/render/plain/width.ts'
import { article, interview, link, list, note, options, paragraph, prose, text } from './letter.ts'

const lines = (...expected: readonly string[]) => expected.join('\n')

describe('articleText', () => {
  it('is set like a page: kicker, title, standfirst, credits, image, facts, body, source, links', () => {
    const piece = article({
      kicker: 'The Pacific',
      title: 'A title',
      standfirst: 'What it says.',
      byline: 'C. Benavent',
      dateline: 'Lima',
      published: '2024-11-17',
      facts: ['One fact.', 'Another.'],
      body: prose([paragraph([text('See '), link('this', 'https://a.example/')])]),
      source: { name: 'The forum', url: 'https://b.example/' },
    })
    const cover = { alt: 'A coast', caption: null, credit: null }
    expect(articleText(piece, options, { title: 'The issue', cover })).toBe(
      lines(
        'The Pacific',
        '',
        'A title',
        '=======',
        '',
        'What it says.',
        '',
        'C. Benavent · Lima · <2024-11-17>',
        '',
        '[Image: A coast]',
        '',
        'Key facts',
        '- One fact.',
        '- Another.',
        '',
        'See this [1]',
        '',
        'Source: The forum [2]',
        '',
        '[1] https://a.example/',
        '[2] https://b.example/',
      ),
    )
  })

  it('borrows the title of the issue where it has none', () => {
    expect(articleText(article({}), options, { title: 'The issue' })).toBe('The issue\n=========')
  })

  it('prefers its own image to the cover', () => {
    const image = { src: '', width: 1, height: 1, alt: 'Mine', caption: null, credit: null }
    const cover = { alt: 'Cover', caption: null, credit: null }
    expect(articleText(article({ image }), options, { cover })).toBe('[Image: Mine]')
  })

  it('names a source that has no address', () => {
    expect(articleText(article({ source: { name: 'A book', url: null } }), options)).toBe(
      'Source: A book',
    )
  })
})

describe('interviewText', () => {
  const two = [
    ['Rowan Adeyemi', 'interviewer', 'Asia editor'],
    ['Teresa Halvorsen', 'guest', 'Historian'],
  ] as const

  it('explains Q. and A. once, and marks every turn with one of them', () => {
    const piece = interview(two, [
      [0, 'Why?'],
      [1, 'Because.'],
      [0, 'And now?'],
      [1, 'Now we wait.'],
    ])
    expect(interviewText(piece, options)).toBe(
      lines(
        'Q. Rowan Adeyemi — Asia editor',
        'A. Teresa Halvorsen — Historian',
        '',
        'Q. Why?',
        '',
        'A. Because.',
        '',
        'Q. And now?',
        '',
        'A. Now we wait.',
      ),
    )
  })

  it('hangs long answers, their paragraphs and lists under the mark', () => {
    const answer = prose([
      paragraph('A long answer that does not fit one line.'),
      list([[paragraph('first')], [paragraph('second')]], { ordered: true }),
    ])
    const piece = interview(two, [[1, answer]], { speakers: [] })
    expect(interviewText(piece, { ...options, width: 30 })).toBe(
      lines(
        'A. A long answer that does not',
        '   fit one line.',
        '',
        '   1. first',
        '   2. second',
      ),
    )
  })

  it('names the speaker at every turn where more than two talk', () => {
    const three = [...two, ['한소율', 'guest']] as const
    const piece = interview(three, [
      [0, 'Why?'],
      [1, 'Because.'],
      [2, 'No.'],
      [0, 'Really?'],
    ])
    expect(interviewText(piece, options)).toBe(
      lines(
        'Rowan Adeyemi — Asia editor',
        'Teresa Halvorsen — Historian',
        '',
        'Rowan Adeyemi:',
        '    Why?',
        '',
        'Teresa Halvorsen:',
        '    Because.',
        '',
        '한소율:',
        '    No.',
        '',
        'Rowan Adeyemi:',
        '    Really?',
      ),
    )
  })

  it('names two guests who talk with each other, since neither asks', () => {
    const guests = [
      ['Ana', 'guest'],
      ['Bo', 'guest'],
    ] as const
    const piece = interview(guests, [
      [0, 'Yes.'],
      [1, 'No.'],
    ])
    expect(interviewText(piece, options)).toBe(lines('Ana:', '    Yes.', '', 'Bo:', '    No.'))
  })

  it('counts links and footnotes through all turns', () => {
    const said = (word: string) =>
      prose(
        [paragraph([link(word, `https://${word}.example/`), { type: 'footnote', number: 1 }])],
        [note(1, `about ${word}`)],
      )
    const piece = interview(
      two,
      [
        [0, said('x')],
        [1, said('y')],
      ],
      { speakers: [] },
    )
    expect(interviewText(piece, options)).toBe(
      lines(
        'Q. x [1]¹',
        '',
        'A. y [2]²',
        '',
        '¹ about x',
        '² about y',
        '',
        '[1] https://x.example/',
        '[2] https://y.example/',
      ),
    )
  })

  it('stays within its columns', () => {
    const answer = '협력 사무국은 앞으로 세 나라의 일을 이어 갈 조직이다. '.repeat(12)
    const piece = interview(two, [
      [0, answer],
      [1, '三か国の協力は、これからも続く。'.repeat(20)],
    ])
    const widths = interviewText(piece, options).split('\n').map(columnsOf)
    expect(Math.max(...widths)).toBeLessThanOrEqual(72)
    expect(Math.max(...widths)).toBeGreaterThan(66)
  })
})

describe('sectionText', () => {
  it('puts the address of each link under it', () => {
    const href = `https://a.example/${'long/'.repeat(20)}`
    const links = [
      { title: 'One', url: 'https://a.example/', text: 'Why to read it.' },
      { title: 'Two', url: href, text: null },
    ]
    expect(sectionText({ type: 'links', title: 'We read', links }, options)).toBe(
      lines(
        'We read',
        '-------',
        '',
        '- One',
        '  Why to read it.',
        '  https://a.example/',
        '',
        '- Two',
        `  ${href}`,
      ),
    )
  })

  it('marks a sponsor as one, first of all', () => {
    const section = {
      type: 'sponsor' as const,
      sponsor: 'Tallow',
      title: 'Paper',
      body: prose([paragraph('Fine paper.')]),
      url: 'https://t.example/',
      action: 'Order',
      image: null,
    }
    expect(sectionText(section, options)).toBe(
      lines(
        'Sponsored by Tallow',
        '',
        'Paper',
        '-----',
        '',
        'Fine paper.',
        '',
        'Order [1]',
        '',
        '[1] https://t.example/',
      ),
    )
  })

  it('signs a note and attributes a quotation', () => {
    const body = prose([paragraph('Hello.')])
    expect(sectionText({ type: 'note', title: null, from: 'Clara', body }, options)).toBe(
      'Hello.\n\n— Clara',
    )
    expect(sectionText({ type: 'quote', text: 'Be brief.', by: 'Ilze' }, options)).toBe(
      '    Be brief.\n    — Ilze',
    )
  })

  it('holds further articles and interviews', () => {
    const piece = article({ title: 'Short' })
    expect(sectionText({ type: 'article', article: piece }, options)).toBe('Short\n=====')
    const talk = interview([['Ana', 'guest']], [[0, 'Yes.']])
    expect(sectionText({ type: 'interview', interview: talk }, options)).toBe('Ana:\n    Yes.')
  })
})
