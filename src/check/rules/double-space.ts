// Two spaces where there is one: HTML hides them, a subject and the plain text do not.

import type { Rule } from '../rule.ts'
import { withoutSlots } from './straight-quotes.ts'

export const doubleSpace: Rule = {
  id: 'double-space',
  level: 'note',
  about: 'Words have one space between them.',
  mend: 'Keep one space.',
  check(letter) {
    return letter.passages.flatMap((passage) => {
      const words = withoutSlots(passage.text)
      const found = /(\S+) {2,}(\S+)/.exec(words)
      if (!found) return []
      const [, before = '', after = ''] = found
      return [
        {
          ...(passage.kind === 'template' ? { level: 'warning' as const } : {}),
          message: `there are two spaces between "${before}" and "${after}"`,
          mend: 'Keep one.',
          ...(letter.sources.find(passage.file, found[0], passage.line, passage.line + 60) ?? {
            file: passage.file,
            line: passage.line,
          }),
        },
      ]
    })
  },
}
