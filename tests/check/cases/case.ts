// One thing that a rule finds, or one that it must leave alone.

import type { Finding } from '../../../src/check/finding.ts'
import type { Changes, Options } from '../letter.ts'

export interface Case {
  /** What is so in this letter. */
  readonly when: string
  readonly files?: Changes
  readonly options?: Options
  /** What is found, worst first; nothing where the rule must be silent. */
  readonly finds?: readonly (Partial<Omit<Finding, 'rule' | 'message'>> & { message: RegExp })[]
}

/** Replaces one stretch of a text that must be there. */
export const swap = (what: string | RegExp, by: string) => (text: string) => text.replace(what, by)
