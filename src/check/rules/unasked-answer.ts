// An interview in which nobody asks, or that begins with an answer: who asks and who answers was read wrongly, or
// a question was lost.

import { interviewsOf } from '../passages.ts'
import type { Report, Rule } from '../rule.ts'

export const unaskedAnswer: Rule = {
  id: 'unasked-answer',
  level: 'warning',
  about: 'An interview begins with a question, and its answers have one.',
  mend: 'Put the question before the answer, or say who asks with `role: interviewer`.',
  check(letter) {
    return interviewsOf(letter.issue).flatMap(({ file, turns, speakers }): Report[] => {
      const [first] = turns
      if (!first) return []
      const name = speakers[first.speaker]?.name ?? ''
      if (!turns.some(({ kind }) => kind === 'question')) {
        return [
          {
            message: 'nobody asks in this interview',
            mend: 'Say who does: "role: interviewer" under "speakers:".',
            file,
            line: first.line,
          },
        ]
      }
      if (!turns.some(({ kind }) => kind === 'answer')) {
        return [
          {
            message: 'nobody answers in this interview',
            mend: 'Say who does: "role: guest" under "speakers:".',
            file,
            line: first.line,
          },
        ]
      }
      if (first.kind === 'answer') {
        return [
          {
            message: `the interview begins with an answer by ${name}`,
            mend: 'Put the question before it, or say who asks: "role: interviewer" under "speakers:".',
            file,
            line: first.line,
          },
        ]
      }
      return []
    })
  },
}
