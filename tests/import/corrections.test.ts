// A person's word on single lines: nobody overrules it, and the rest is worked out anew around it.

import { expect, it } from 'vitest'
import type { Correction } from '../../src/import/block.ts'
import { importSource } from '../../src/import/import.ts'
import { readText } from '../../src/import/text/read-text.ts'

const TEXT = `Interview with Tomas Reyne, harbour master
Ana Ruiz: Why an hour earlier?
Tomas Reyne: Because the tide does not read timetables.
Share
Note: the boats are old.
Ana Ruiz: Who asked for it?
Tomas Reyne: A school, in nine letters.
The harbour office could not be reached.
`

function corrected(...corrections: Correction[]) {
  const reading = readText(TEXT, { markdown: false })
  return importSource([{ name: 'page.txt', reading, corrections }], { date: '2024-11-18' })
}
const turns = (result: ReturnType<typeof corrected>) =>
  result.interview?.turns.map(
    ({ speaker, role, paragraphs }) => `${role} ${speaker}: ${paragraphs.join(' / ')}`,
  )

it('leaves out a line that was to be left out, and says who said so', () => {
  const result = corrected({ line: 5, as: 'left out' })
  expect(turns(result)?.[1]).toBe('guest Tomas Reyne: Because the tide does not read timetables.')
  expect(result.verdicts[0]?.[4]).toMatchObject({ taken: 'left out', why: 'you left it out' })
})

it('takes back in what was left out', () => {
  const result = corrected({ line: 4, as: 'answer' })
  expect(turns(result)?.[1]).toContain('/ Share /')
  expect(result.report).not.toContain('Share buttons')
})

it('begins a turn of a named speaker where it is told to', () => {
  const result = corrected({ line: 8, as: 'question', speaker: 'Ana Ruiz' })
  expect(turns(result)?.at(-1)).toBe(
    'interviewer Ana Ruiz: The harbour office could not be reached.',
  )
})

it('joins what was taken for a turn to the turn before', () => {
  const result = corrected({ line: 6, as: 'answer' })
  expect(turns(result)).toHaveLength(2)
})

it('turns the roles round when a turn is said to ask', () => {
  const result = corrected(
    { line: 3, as: 'question', speaker: 'Tomas Reyne' },
    { line: 2, as: 'answer', speaker: 'Ana Ruiz' },
  )
  expect(result.interview?.speakers.map(({ name, role }) => [name, role])).toEqual([
    ['Ana Ruiz', 'guest'],
    ['Tomas Reyne', 'interviewer'],
  ])
})

it('takes a line for the headline that is said to be it', () => {
  const reading = readText(
    'Seen from the quay\nA long night\nThe boats came in at nine, and by ten the ferry was a sound. Nobody went home before it was light.\n',
    { markdown: false },
  )
  const result = importSource(
    [{ name: 'x.txt', reading, corrections: [{ line: 2, as: 'headline' }] }],
    { date: '2024-11-18' },
  )
  expect(result.article).toMatchObject({ title: 'A long night', kicker: 'Seen from the quay' })
})
