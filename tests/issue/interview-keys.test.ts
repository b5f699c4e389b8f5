// What stands at the top of an interview, and what it brings besides its turns.

import { describe, expect, it } from 'vitest'
import type { Interview } from '../../src/issue/issue.ts'
import { complaint, interviewOf, speakersAs, TALK } from '../project/newsroom.ts'

/** `Ana: paragraph list` a turn. */
const turnsOf = ({ speakers, turns }: Interview) =>
  turns.map(
    ({ speaker, body }) =>
      `${speakers[speaker]?.name}: ${body.blocks.map(({ type }) => type).join(' ')}`,
  )

describe('the keys at the top of an interview', () => {
  it('are all there', () => {
    const interview = interviewOf(
      [
        '---',
        'title: On fog',
        'kicker: The interview',
        'intro: Why *fog*, and why now?',
        'quote: Because',
        'speakers:',
        '  - name: Ana Ruiz',
        '    role: interviewer',
        '  - name: Ben Okafor',
        '    description: Keeper of the ledger',
        '    photo: {image: ben.jpg, alt: A man in oilskins, credit: Kim}',
        '---',
        '',
        'We met on the quay.',
        '',
        TALK,
      ].join('\n'),
      { 'issues/ben.jpg': 'anything' },
    )
    expect(interview).toMatchObject({
      file: 'issues/a.md',
      title: 'On fog',
      kicker: 'The interview',
      quote: 'Because',
      speakers: [
        { id: 0, name: 'Ana Ruiz', initials: 'AR', role: 'interviewer' },
        {
          id: 1,
          name: 'Ben Okafor',
          initials: 'BO',
          role: 'guest',
          description: 'Keeper of the ledger',
          photo: { name: 'issues/ben.jpg', alt: 'A man in oilskins', credit: 'Kim' },
        },
      ],
    })
    expect(interview.intro.blocks.map(({ line }) => line)).toEqual([4, 14])
  })

  it('may say what stands before the colon', () => {
    const interview = interviewOf(
      speakersAs(
        '  - name: Ana Ruiz\n    label: Q\n  - name: Ben Okafor\n    label: [A, Dr. Okafor]',
        'Q: Why?\n\nA: So.\n\nQ: When?\n\nDr. Okafor: Then.',
      ),
    )
    expect(turnsOf(interview)).toEqual([
      'Ana Ruiz: paragraph',
      'Ben Okafor: paragraph',
      'Ana Ruiz: paragraph',
      'Ben Okafor: paragraph',
    ])
  })
})

describe('a sentence that is to be set large', () => {
  const talk = 'Ana: "Why" is the *question*,\nisn’t it? Then.\n\nBen: It is a long, long story.'
  const quoting = (quote: string) => () =>
    interviewOf(`---\nquote: ${quote}\n---\n${talk}\n\nAna: a?\n\nBen: b`)

  it.each([
    'Why is the question, isn’t it?',
    "“why” is the question, isn't it.",
    'It is a … story.',
    'It is a [...] story',
    '"Why … it? … A long, long story"',
  ])('has been said: %s', (quote) => {
    expect(quoting(quote)().quote).toBe(quote.replace(/^"|"$/g, ''))
  })

  it.each(['Why was the question', 'A story … it is', 'Question: why', 'Ana: Why is the question'])(
    'is refused where nobody said it: %s',
    (quote) => {
      expect(complaint(quoting(JSON.stringify(quote)))).toBe(
        'issues/a.md:2:8  nobody says this in the interview. Copy the sentence from a turn; "…" may stand for words that are left out.',
      )
    },
  )
})

describe('footnotes of an interview', () => {
  it('may stand anywhere, and each turn has those that it refers to, numbered on', () => {
    const interview = interviewOf(
      'See[^c].\n\nAna: Why[^a]?\n\nBen: So[^b].\n\n[^a]: Note a.\n[^b]: Note b.\n\n    More of b.\n\nAna: When?\n\nBen: Then.\n\n[^c]: Note c.',
    )
    const notes = [interview.intro, ...interview.turns.map(({ body }) => body)].map(
      ({ footnotes }) =>
        footnotes.map(({ number, children }) => [number, ...children.map(({ line }) => line)]),
    )
    expect(notes).toEqual([[[1, 16]], [[2, 7]], [[3, 8, 10]], [], []])
  })

  it('are missed where nothing refers to them, or where they are not there', () => {
    expect(complaint(() => interviewOf(`${TALK}\n\n[^a]: Lost.`))).toBe(
      'issues/a.md:9  nothing refers to the footnote [^a]. Put [^a] where it belongs, or remove the footnote.',
    )
    expect(complaint(() => interviewOf(`${TALK}[^b]`))).toBe(
      'issues/a.md:7  the footnote [^b] is not there. Add a line "[^b]: …", or write `[^b]` where no footnote is meant.',
    )
  })
})
