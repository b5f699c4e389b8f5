// Findings as the terminal shows them: the level in words and colour, where and what and the mend, the rule.

import { type Finding, formatFinding, type Level } from '../check/finding.ts'
import type { IssueFindings } from '../check/report/report.ts'
import { tally } from '../check/report/report.ts'
import { counted } from './format.ts'
import type { Colour, Terminal } from './terminal.ts'

const WIDTH = 'warning'.length

export const colourOf = (level: Level): Colour =>
  level === 'error' ? 'red' : level === 'warning' ? 'yellow' : 'dim'

/** `warning  issues/x.yaml:7:3  the link "here" does not say where it leads. …  link-text` */
export const findingLine = ({ paint }: Terminal, finding: Finding): string =>
  `${paint(colourOf(finding.level), finding.level.padEnd(WIDTH))}  ${formatFinding(finding)}  ${paint('dim', finding.rule)}`

export function printFindings(terminal: Terminal, issues: readonly IssueFindings[]): void {
  for (const { slug, findings } of issues) {
    if (findings.length === 0) {
      terminal.print(`${terminal.paint('green', 'fine')}  ${slug}`)
      continue
    }
    terminal.print(terminal.paint('bold', slug))
    for (const finding of findings) terminal.print(`  ${findingLine(terminal, finding)}`)
    terminal.print()
  }
  const { error, warning, note } = tally(issues)
  const notes = note > 0 ? `, ${counted(note, 'note')}` : ''
  terminal.print(
    `${counted(issues.length, 'issue')} checked: ${error > 0 ? counted(error, 'error') : 'no errors'}, ${warning > 0 ? counted(warning, 'warning') : 'no warnings'}${notes}.`,
  )
}
