// An issue that cannot be read or rendered is no letter at all. Nothing is looked for here: what reading and
// rendering refuse is told under this name.

import type { Rule } from '../rule.ts'

export const build: Rule = {
  id: 'build',
  level: 'error',
  about: 'The issue can be read, and a letter made of it.',
  mend: 'Correct what the message names: the issue, its article or interview, a template or newsletter.yaml.',
  check: () => [],
}
