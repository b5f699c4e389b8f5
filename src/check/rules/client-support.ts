// What the letter uses, held against what the readers' mail clients can do. MJML's own output is known to be good
// and is not told: only what somebody wrote in a template.

import { lacking, listed, pageOf } from '../clients/lacking.ts'
import type { Rule } from '../rule.ts'

export const clientSupport: Rule = {
  id: 'client-support',
  level: 'warning',
  about: 'What templates use of HTML and CSS works in the mail clients that readers have.',
  mend: 'Do it another way, or make sure that the letter is right without it. Name your readers’ mail programs under `checks: clients:`.',
  async check(letter) {
    return lacking(
      letter,
      (said) => said === 'n',
      (use, clients, title) => ({
        message: `${use.shown} does nothing in ${listed(clients)}${use.shown === title ? '' : ` (${title})`}`,
        mend: `Do it another way, or make sure that the letter is right without it: ${pageOf(use)}.`,
      }),
    )
  },
}
