// node scripts/checks-page.ts: writes the table of rules in docs/checks.md from the rules themselves.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RULES } from '../src/check/registry.ts'

export const CHECKS_PAGE = join(import.meta.dirname, '../docs/checks.md')

const BEGIN = '<!-- rules: written by scripts/checks-page.ts -->'
const END = '<!-- end of rules -->'

/** The page with its table as the rules have it now. */
export function withRules(page: string): string {
  const from = page.indexOf(BEGIN)
  const to = page.indexOf(END)
  if (from < 0 || to < from) throw new Error('docs/checks.md has no place for the table of rules')
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const rows = RULES.map(
    ({ id, level, about, mend }) => `| \`${id}\` | ${level} | ${cell(about)} | ${cell(mend)} |`,
  )
  const table = [
    '| rule | level | what it holds a letter to | what to do |',
    '|---|---|---|---|',
    ...rows,
  ]
  return `${page.slice(0, from)}${BEGIN}\n${table.join('\n')}\n${page.slice(to)}`
}

if (import.meta.main) writeFileSync(CHECKS_PAGE, withRules(readFileSync(CHECKS_PAGE, 'utf8')))
