import { describe, expect, it } from 'vitest'
import type { Block } from '../../src/issue/content.ts'
import type { Interview } from '../../src/issue/issue.ts'
import { interviewOf, speakersAs, TALK } from '../project/newsroom.ts'

/** `Ana: paragraph list` a turn. */
const turnsOf = ({ speakers, turns }: Interview) =>
  turns.map(
    ({ speaker, body }) =>
      `${speakers[speaker]?.name}: ${body.blocks.map(({ type }) => type).join(' ')}`,
  )
const namesOf = (markdown: string) => interviewOf(markdown).speakers.map(({ name }) => name)
const firstWords = ({ turns }: Interview) =>
  turns.map(({ body }) => {
    const [block] = body.blocks as Extract<Block, { type: 'paragraph' }>[]
    return (block?.children ?? []).map((part) => ('text' in part ? part.text : '…')).join('')
  })

describe('a turn begins with its speaker', () => {
  it.each([
    ['plain', '{}:'],
    ['bold with its colon', '**{}:**'],
    ['bold before its colon', '**{}**:'],
    ['bold by underlines', '__{}:__'],
    ['in italics', '*{}:*'],
    ['bold and in italics', '***{}:***'],
    ['with a space before the colon, as in French', '{} :'],
    ['with a wide colon', '{}：'],
    ['with a mark of direction that nobody sees', '\u200f{}:'],
  ])('%s', (_, form) => {
    const markdown = TALK.replace(/^(Ana Ruiz|Ben Okafor):/gm, (_, name) =>
      form.replace('{}', name),
    )
    const interview = interviewOf(markdown)
    expect(interview.speakers.map(({ name }) => name)).toEqual(['Ana Ruiz', 'Ben Okafor'])
    expect(firstWords(interview)).toEqual([
      'Why fog?',
      'Because it is there.',
      'Always?',
      'Mostly.',
    ])
  })

  it('who is set in bold with the whole question', () => {
    const interview = interviewOf('**Ana: Why fog?**\n\nBen: Yes.\n\n**Ana: Always?**\n\nBen: No.')
    expect(turnsOf(interview)).toEqual([
      'Ana: paragraph',
      'Ben: paragraph',
      'Ana: paragraph',
      'Ben: paragraph',
    ])
    expect(interview.turns[0]?.body.blocks).toMatchObject([
      { children: [{ type: 'strong', children: [{ type: 'text', text: 'Why fog?' }] }] },
    ])
  })

  it('whose name may stand alone on its line', () => {
    expect(
      firstWords(interviewOf('Ana:\n\nWhy?\n\nBen:\nYes.\n\nAna:\n\nSo?\n\nBen:\n\nNo.')),
    ).toEqual(['Why?', 'Yes.', 'So?', 'No.'])
  })

  it('with no empty line between turns, as a page is pasted', () => {
    expect(firstWords(interviewOf('Ana: Why?\nBen: Yes.\nAna: So?\nBen: No.'))).toEqual([
      'Why?',
      'Yes.',
      'So?',
      'No.',
    ])
  })

  it('and may go on for paragraphs, lists, quotations, code and headings', () => {
    const markdown = [
      'Ana Ruiz: Why fog?',
      '',
      'Ben Okafor: Three reasons.',
      '',
      '1. warmth',
      '2. water',
      '',
      '> Fog is a cloud that came down: an old saying.',
      '',
      '```',
      'Ana Ruiz: not a turn',
      '```',
      '',
      '## Part two: the quay',
      '',
      'And that is that.',
      '',
      'Ana Ruiz: Always?',
      '',
      'Ben Okafor: Mostly.',
    ].join('\n')
    expect(turnsOf(interviewOf(markdown))).toEqual([
      'Ana Ruiz: paragraph',
      'Ben Okafor: paragraph list quote code heading paragraph',
      'Ana Ruiz: paragraph',
      'Ben Okafor: paragraph',
    ])
  })

  it('and knows its line, and whether the speaker is new', () => {
    const { turns } = interviewOf(`---\ntitle: Fog\n---\n\nBefore.\n\n${TALK}`)
    expect(turns.map(({ line, first, kind }) => [line, first, kind])).toEqual([
      [7, true, 'question'],
      [9, true, 'answer'],
      [11, false, 'question'],
      [13, false, 'answer'],
    ])
  })
})

describe('a colon alone begins no turn', () => {
  it.each([
    ['in mid-sentence', 'The point is this: fog.'],
    ['after a time', 'At 10:30 we left. 10:30: we left.'],
    ['in a web address', 'https://a.example/b: it is all there.'],
    ['after a remark', 'Note: this was said in March.'],
    ['after a remark, twice', 'Note: one.\n\nNote: two.'],
    ['after a remark in bold', '**Note:** this was said in March.'],
    ['after an editor’s remark', "Editor's note: he left later.\n\nEditor's note: so did she."],
    ['after a remark in Korean', '참고: 3월의 인터뷰이다.'],
    ['after what is like a name, once', 'Camp David: everybody knows it.'],
    ['after a phrase that comes twice', 'The short answer: no.\n\nThe short answer: no.'],
    ['after a phrase in bold', '**The upshot:** no.'],
    ['after a list of things', 'Fog, rain and wind: all three.\n\nFog, rain and wind: all three.'],
    ['after a question', 'What? Fog: of course.\n\nWhat? Fog: of course.'],
    ['in a quoted dialogue', '> Clerk: Which form?\n>\n> Me: The blue one.\n>\n> Clerk: Ah.'],
    ['in a dialogue in quotation marks', '“Clerk: Which?”\n\n"Clerk: That one."'],
    ['in a list', '- Clerk: Which form?\n- Clerk: That one.'],
    ['in a table', '| Clerk: | x |\n|---|---|\n| Clerk: | y |'],
    ['in code', '    Clerk: x\n\n    Clerk: y'],
    ['in the middle of a paragraph', 'He said it to the\nclerk: no.'],
  ])('%s', (_, inside) => {
    const interview = interviewOf(TALK.replace('Because it is there.', `It is.\n\n${inside}`))
    expect(interview.speakers.map(({ name }) => name)).toEqual(['Ana Ruiz', 'Ben Okafor'])
    expect(interview.turns).toHaveLength(4)
  })

  it('unless a remark is a speaker who is known', () => {
    const markdown = speakersAs('  - name: Note', `${TALK}\n\nNote: I speak.`)
    expect(namesOf(markdown)).toEqual(['Ana Ruiz', 'Ben Okafor', 'Note'])
  })

  it('in a dialogue that somebody tells, where speakers are set in bold', () => {
    const bold = TALK.replace(/^(.+?:)/gm, '**$1**')
    const markdown = bold.replace('Because it is there.', 'So:\n\nClerk: a\n\nMe: b\n\nClerk: c')
    expect(namesOf(markdown)).toEqual(['Ana Ruiz', 'Ben Okafor'])
  })

  it('in a dialogue that somebody tells, where the speakers are known', () => {
    const told = TALK.replace('Because it is there.', 'So:\n\nClerk: a\n\nMe: b\n\nClerk: c')
    expect(namesOf(speakersAs('  - name: Ana Ruiz\n  - name: Ben Okafor', told))).toEqual([
      'Ana Ruiz',
      'Ben Okafor',
    ])
  })
})

describe('somebody speaks who', () => {
  it.each<[string, string, string[]]>([
    ['recurs', TALK, ['Ana Ruiz', 'Ben Okafor']],
    [
      'is set in bold, if only once',
      '**Ana:** a?\n\n**Ben:** b\n\n**Cyd Moe:** c\n\n**Ana:** d?\n\n**Ben:** e',
      ['Ana', 'Ben', 'Cyd Moe'],
    ],
    [
      'is known, if only once',
      speakersAs('  - name: Cyd', `${TALK}\n\nCyd: I was there.`),
      ['Ana Ruiz', 'Ben Okafor', 'Cyd'],
    ],
    [
      'is known though two others are, and recurs across their turns',
      speakersAs(
        '  - name: Ana Ruiz\n  - name: Ben Okafor',
        'Ana Ruiz: a?\n\nCyd: b\n\nBen Okafor: c\n\nCyd: d',
      ),
      ['Ana Ruiz', 'Cyd', 'Ben Okafor'],
    ],
    ['asks the one question or gives the one answer', 'Ana: Why?\n\nBen: No.', ['Ana', 'Ben']],
    ['is a letter', 'Q: Why?\n\nA: No.\n\nQ: So?\n\nA: Yes.', ['Q', 'A']],
    ['is a letter with a number', 'Q1: Why?\n\nA1: No.\n\nQ2: So?\n\nA2: Yes.', ['Q', 'A']],
    [
      'is a role',
      'Harbour.Post Editor: Why?\n\nSecond guest: No.\n\nHarbour.Post Editor: So?\n\nSecond guest: Yes.',
      ['Harbour.Post Editor', 'Second guest'],
    ],
    [
      'has a name and a profession that fill a line',
      '**Ana Ruiz:** Why?\n\n**Bartholomew Okafor-Featherstonehaugh, Keeper of the Northern Harbour Ledgers:** No.\n\n**Ana Ruiz:** So?',
      ['Ana Ruiz', 'Bartholomew Okafor-Featherstonehaugh, Keeper of the Northern Harbour Ledgers'],
    ],
    [
      'has a degree',
      'Dr. Ana Ruiz: Why?\n\nProf. B. Okafor Jr.: No.\n\nDr. Ana Ruiz: So?\n\nProf. B. Okafor Jr.: Yes.',
      ['Dr. Ana Ruiz', 'Prof. B. Okafor Jr.'],
    ],
    [
      'has a name with small letters, marks and hyphens',
      'van der Berg: Why?\n\nMaría-José d’Aubigné: No.\n\nvan der Berg: So?\n\nMaría-José d’Aubigné: Yes.',
      ['van der Berg', 'María-José d’Aubigné'],
    ],
    ['is shouted at first', 'ANA: a?\n\nBen: b\n\nAna: c?\n\nBEN: d', ['ANA', 'Ben']],
    [
      'has a space in the name that does not break',
      'Ana\u00a0Ruiz: a?\n\nBen: b\n\nAna Ruiz: c?\n\nBen: d',
      ['Ana Ruiz', 'Ben'],
    ],
    [
      'is called by a part of the name after the first time',
      'Paul Vance: a?\n\nDr. Jessica Lee: b\n\nVance: c?\n\nLee: d\n\nVance: e?\n\nDr. Lee: f\n\nDr. Lee: g',
      ['Paul Vance', 'Dr. Jessica Lee'],
    ],
    [
      'shares a part of the name with another',
      'Ana Lee: a?\n\nTom Lee: b\n\nLee: c\n\nAna Lee: d?\n\nTom Lee: e\n\nLee: f',
      ['Ana Lee', 'Tom Lee', 'Lee'],
    ],
  ])('%s', (_, markdown, expected) => {
    expect(namesOf(markdown)).toEqual(expected)
  })

  it('is one of nine', () => {
    const people = 'ABCDEFGHI'.split('').map((letter) => `${letter}. Moe`)
    const markdown = [...people, ...people].map((name) => `${name}: So it is.`).join('\n\n')
    const interview = interviewOf(markdown)
    expect(interview.speakers.map(({ name }) => name)).toEqual(people)
    expect(interview.turns.map(({ speaker }) => speaker)).toEqual([
      ...people.keys(),
      ...people.keys(),
    ])
  })

  it.each<[string, string, string[], string[]]>([
    [
      'Korean',
      '기자: 왜요?\n\n김민수 교수: 10:30이니까요. 결론: 좋다.\n\n기자: 그래서요?\n\n김민수 교수: 네.',
      ['기자', '김민수 교수'],
      ['왜요?', '10:30이니까요. 결론: 좋다.', '그래서요?', '네.'],
    ],
    [
      'Japanese',
      '聞き手：なぜ？\n\n田中：霧だから。\n\n聞き手：本当に？\n\n田中：はい。',
      ['聞き手', '田中'],
      ['なぜ？', '霧だから。', '本当に？', 'はい。'],
    ],
    [
      'Japanese with a narrow colon',
      '聞き手:なぜ？\n\n田中:霧だから。\n\n聞き手:本当に？\n\n田中:はい。',
      ['聞き手', '田中'],
      ['なぜ？', '霧だから。', '本当に？', 'はい。'],
    ],
    [
      'Chinese',
      '记者：为什么？\n\n王教授：因为有雾：真的。\n\n记者：是吗？\n\n王教授：是。',
      ['记者', '王教授'],
      ['为什么？', '因为有雾：真的。', '是吗？', '是。'],
    ],
    [
      'Arabic',
      'هدى منصور: لماذا؟\n\nد. كريم الدسوقي: الساعة 10:30.\n\nهدى منصور: حقًا؟\n\nد. كريم الدسوقي: نعم.',
      ['هدى منصور', 'د. كريم الدسوقي'],
      ['لماذا؟', 'الساعة 10:30.', 'حقًا؟', 'نعم.'],
    ],
    ['Arabic letters', 'س: لماذا؟\n\nج: نعم.', ['س', 'ج'], ['لماذا؟', 'نعم.']],
    [
      'French',
      'Journaliste : Pourquoi ?\n\nMarie Dutil : À 10:30.\n\nJournaliste : Vrai ?\n\nMarie Dutil : Oui.',
      ['Journaliste', 'Marie Dutil'],
      ['Pourquoi ?', 'À 10:30.', 'Vrai ?', 'Oui.'],
    ],
    [
      'Russian',
      'Анна: Почему?\n\nБорис Петров: Туман.\n\nАнна: Да?\n\nБорис Петров: Да.',
      ['Анна', 'Борис Петров'],
      ['Почему?', 'Туман.', 'Да?', 'Да.'],
    ],
  ])('speaks %s', (_, markdown, names, words) => {
    const interview = interviewOf(markdown)
    expect(interview.speakers.map(({ name }) => name)).toEqual(names)
    expect(firstWords(interview)).toEqual(words)
    expect(interview.turns[0]?.kind).toBe('question')
    expect(interview.turns[1]?.kind).toBe('answer')
  })
})
