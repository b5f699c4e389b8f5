// Findings as workflow commands of GitHub Actions: they come out beside the lines that they are about. Whatever a
// finding quotes is escaped, so that no content can give a command of its own.

import type { Finding, Level } from '../finding.ts'
import type { IssueFindings } from './report.ts'

const COMMANDS: Readonly<Record<Level, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'notice',
}

/** @param path the path of a file from the repository's root, with `/`. @returns lines. */
export function github(
  issues: readonly IssueFindings[],
  path: (file: string) => string,
): readonly string[] {
  return issues.flatMap(({ findings }) => findings.map((finding) => command(finding, path)))
}

function command(
  { level, rule, message, mend, file, line, column }: Finding,
  path: (file: string) => string,
) {
  const properties = [
    ...(file === undefined ? [] : [['file', path(file)]]),
    ...(line === undefined ? [] : [['line', String(line)]]),
    ...(column === undefined ? [] : [['col', String(column)]]),
    ['title', `pressrun: ${rule}`],
  ].map(([name, value]) => `${name}=${property(value as string)}`)
  return `::${COMMANDS[level]} ${properties.join(',')}::${data(`${message}. ${mend}`)}`
}

const data = (text: string) =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
