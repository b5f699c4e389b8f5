// One thing wrong with a letter, or worth a look. Plain data: what the command prints, the studio shows and CI
// reads is the same.

import { formatProblem } from '../problem.ts'
import type { RuleId } from '../project/check-names.ts'
import type { Where } from '../project/files.ts'

/** `error`: no letter should leave like this. `warning`: most would not. `note`: worth knowing. */
export type Level = 'error' | 'warning' | 'note'

export interface Finding extends Where {
  readonly rule: RuleId
  readonly level: Level
  /** One sentence, lower case at the start, no full stop at the end. */
  readonly message: string
  /** What to do about it: a sentence in the imperative. */
  readonly mend: string
}

const ORDER: readonly Level[] = ['error', 'warning', 'note']

/** Worst first, then by place. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    ORDER.indexOf(a.level) - ORDER.indexOf(b.level) ||
    compare(a.file ?? '\uffff', b.file ?? '\uffff') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** `issues/x.yaml:7:3  "Click here" says nothing about the page. Say …` */
export const formatFinding = ({ message, mend, file, line, column }: Finding): string =>
  formatProblem({ code: 'content', message, mend, file, line, column })
