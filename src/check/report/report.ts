// What a check of one or more issues came to, as every format tells it.

import type { Finding, Level } from '../finding.ts'

export interface IssueFindings {
  readonly slug: string
  readonly findings: readonly Finding[]
}

export type Tally = Readonly<Record<Level, number>>

export function tally(issues: readonly IssueFindings[]): Tally {
  const count = { error: 0, warning: 0, note: 0 }
  for (const { findings } of issues) for (const { level } of findings) count[level]++
  return count
}
