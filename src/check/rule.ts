// What a rule is: a name, how bad what it finds is, what it is for, and a function from a letter to reports.

import type { RuleId } from '../project/check-names.ts'
import type { Where } from '../project/files.ts'
import type { Level } from './finding.ts'
import type { Letter } from './letter.ts'

export interface Report extends Where {
  /** One sentence, lower case at the start, no full stop at the end. */
  readonly message: string
  /** A sentence in the imperative. */
  readonly mend: string
  /** Where this one is worse or less than the rule's other findings. */
  readonly level?: Level
}

export interface Rule {
  readonly id: RuleId
  /** `off`: looks only where newsletter.yaml or `--rule` asks for it. */
  readonly level: Level | 'off'
  /** What it holds a letter to: a sentence. */
  readonly about: string
  /** What to do about what it finds, in general: a sentence in the imperative. */
  readonly mend: string
  /** What it needs that nobody gets without asking: it is silent where that is missing. */
  readonly needs?: 'list' | 'links' | 'spam'
  check(letter: Letter): Iterable<Report> | Promise<Iterable<Report>>
}
