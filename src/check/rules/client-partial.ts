// What works in part. Off unless somebody asks, since nobody knows whether a letter needs the missing part.

import { lacking, listed, pageOf } from '../clients/lacking.ts'
import type { Rule } from '../rule.ts'

export const clientPartial: Rule = {
  id: 'client-partial',
  level: 'off',
  about: 'What templates use works wholly in the mail clients that readers have, not just in part.',
  mend: 'Read what the client leaves out, and see whether your letter needs that.',
  async check(letter) {
    return lacking(
      letter,
      (said) => said.startsWith('a'),
      (use, clients, _, notes) => ({
        level: 'note',
        message: `${use.shown} works in part only in ${listed(clients)}${notes.length > 0 ? `: ${notes.map(plain).join('. ')}` : ''}`,
        mend: `See whether the letter needs the rest: ${pageOf(use)}.`,
      }),
    )
  },
}

/** caniemail's notes say 'Partial' again. */
const plain = (note: string) =>
  note.replace(/^(?:Partial(?: support)?|Buggy)\.\s+/i, '').replace(/\.$/, '')
