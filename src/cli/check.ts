// pressrun check: what is wrong with issues, or worth a look, before they leave.

import { isAbsolute, join, relative, sep } from 'node:path'
import type { IssueFindings } from '../check/report/report.ts'
import { PressrunError } from '../problem.ts'
import type { RuleId } from '../project/check-names.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  type Register,
} from './command.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions {
  readonly list?: string
  readonly links?: boolean
  readonly spam?: boolean
  readonly rule?: readonly string[]
  readonly strict?: boolean
  readonly format?: string
  readonly rules?: boolean
}

const FORMATS = ['text', 'json', 'sarif', 'github']

export const checkCommand: Register = (program, terminal) => {
  command(program, 'check [issue...]', 'say what is wrong with issues before they are sent')
    .option('--list <file>', 'look at the letter as the readers of this list get it')
    .option('--links', 'ask every page that is linked to whether it is there')
    .option('--spam', 'ask SpamAssassin (spamc) or rspamd (rspamc) on this machine')
    .option('--rule <id>', 'look for this alone; may be given again', gather, [])
    .option('--strict', 'end with 1 for warnings too')
    .option('--format <format>', `${FORMATS.join(', ')}: how to print what is found`)
    .option('--rules', 'list what is looked for')
    .action(async (names: string[], options: Options) => {
      const format = formatOf(options)
      const only = await rulesOf(options)
      const root = await findProjectRoot(options, terminal)
      if (options.rules) {
        await printRules(terminal, root, format === 'json')
        return
      }
      const slugs = await issueSlugs(root, names)
      const { checkLetters } = await import('./letter-checks.ts')
      const wanted = { ...options, ...(only ? { only } : {}) }
      const issues = await Array.fromAsync(checkLetters(root, slugs, wanted, terminal))
      await print(terminal, issues, format, root)
      const { tally } = await import('../check/report/report.ts')
      const { error, warning } = tally(issues)
      if (error > 0 || (options.strict && warning > 0)) process.exitCode = 1
    })
}

const gather = (id: string, before: readonly string[]) => [...before, id]

function formatOf({ format, json }: Options): string {
  const wanted = format ?? (json ? 'json' : 'text')
  if (FORMATS.includes(wanted) && !(json && wanted !== 'json')) return wanted
  throw new PressrunError({
    code: 'usage',
    message: FORMATS.includes(wanted)
      ? `--json and --format ${wanted} ask for two things`
      : `there is no format "${wanted}"`,
    mend: FORMATS.includes(wanted) ? 'Leave one out.' : `There are: ${FORMATS.join(', ')}.`,
  })
}

async function rulesOf({ rule = [] }: Options): Promise<readonly RuleId[] | undefined> {
  const { RULE_IDS } = await import('../project/check-names.ts')
  const known: readonly string[] = RULE_IDS
  for (const id of rule) {
    if (known.includes(id)) continue
    const { nearest } = await import('../project/nearest.ts')
    const near = nearest(id, known)
    throw new PressrunError({
      code: 'usage',
      message: `there is no rule "${id}"`,
      mend: near ? `Did you mean "${near}"?` : 'See them all with: pressrun check --rules',
    })
  }
  return rule.length > 0 ? (rule as readonly RuleId[]) : undefined
}

async function print(
  terminal: Terminal,
  issues: readonly IssueFindings[],
  format: string,
  root: string,
): Promise<void> {
  const path = (file: string) => {
    const from = relative(terminal.cwd, join(root, file))
    const shown = from.startsWith('..') || isAbsolute(from) ? file : from
    return shown.split(sep).join('/')
  }
  const { tally } = await import('../check/report/report.ts')
  const { printFindings } = await import('./finding-lines.ts')
  if (format === 'json') {
    terminal.print(JSON.stringify({ issues, tally: tally(issues) }, null, 2))
  } else if (format === 'sarif') {
    const { sarif } = await import('../check/report/sarif.ts')
    const { version } = await import('../version.ts')
    terminal.print(JSON.stringify(sarif(issues, { version, path }), null, 2))
  } else if (format === 'github') {
    const { github } = await import('../check/report/github.ts')
    for (const line of github(issues, path)) terminal.print(line)
  } else printFindings(terminal, issues)
}

async function printRules(terminal: Terminal, root: string, json: boolean): Promise<void> {
  const { RULES } = await import('../check/registry.ts')
  const { colourOf } = await import('./finding-lines.ts')
  const { levelOf } = await import('../check/check.ts')
  const { loadProject } = await import('../project/load.ts')
  const project = loadProject(root, terminal.env)
  const rules = RULES.map((rule) => ({
    id: rule.id,
    level: levelOf(rule, project, undefined),
    about: rule.about,
  }))
  if (json) {
    terminal.print(JSON.stringify({ rules }, null, 2))
    return
  }
  const width = Math.max(...rules.map(({ id }) => id.length))
  for (const { id, level, about } of rules) {
    const padded = level.padEnd('warning'.length)
    const painted = level === 'off' ? padded : terminal.paint(colourOf(level), padded)
    terminal.print(`${id.padEnd(width)}  ${painted}  ${about}`)
  }
}
