// What every command has in common: its options, the project it is about, how it prints what went wrong.

import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { formatProblem, PressrunError, type Problem } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import type { Terminal } from './terminal.ts'

/** One file a command: adds itself to the program. Heavy imports belong in the action, not at its top. */
export type Register = (program: Command, terminal: Terminal) => void

export interface CommonOptions {
  readonly project?: string
  readonly json?: boolean
}

/** A command with the options that all have. */
export function command(program: Command, usage: string, summary: string): Command {
  return program
    .command(usage)
    .description(summary)
    .option('--project <folder>', 'folder with newsletter.yaml (default: the nearest one upward)')
    .option('--json', 'print the result as JSON')
    .option('--no-color', 'print without colours')
}

export interface OpenProject {
  readonly project: Project
  /** Reads through this; a build records what it read. */
  readonly files: Files
}

/**
 * The project's folder: the one named, or the nearest upward.
 * @throws PressrunError `config`
 */
export async function findProjectRoot(options: CommonOptions, { cwd }: Terminal): Promise<string> {
  const { findProject, PROJECT_FILE } = await import('../project/find.ts')
  const named = options.project === undefined ? undefined : resolve(cwd, options.project)
  const root = findProject(named ?? cwd)
  if (named === undefined || root === named) return root
  throw new PressrunError({
    code: 'config',
    message: `there is no ${PROJECT_FILE} in ${named}`,
    mend: 'Name the folder that holds it.',
  })
}

/** @throws PressrunError `config`, `file`, `syntax`, `schema` */
export async function openProject(
  options: CommonOptions,
  terminal: Terminal,
): Promise<OpenProject> {
  const root = await findProjectRoot(options, terminal)
  const { loadProject } = await import('../project/load.ts')
  const { projectFiles } = await import('../project/files.ts')
  const files = projectFiles(root)
  return { project: loadProject(root, terminal.env, files), files }
}

/**
 * Slugs of the issues that were named, in their order; all of the project's where none was.
 * @throws PressrunError `usage`
 */
export async function issueSlugs(root: string, names: readonly string[]): Promise<string[]> {
  const { findIssue, listIssues } = await import('../issue/find.ts')
  const { projectFiles } = await import('../project/files.ts')
  const files = projectFiles(root)
  const slugs =
    names.length > 0 ? names.map((name) => findIssue(files, name).slug) : listIssues(files)
  if (slugs.length > 0) return [...new Set(slugs)]
  throw new PressrunError({
    code: 'usage',
    message: 'there is no issue yet',
    mend: 'Add issues/<name>.yaml.',
  })
}

/** Argument parser for a whole number from `least` on. */
export const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`It must be a whole number ${range}.`)
  }

const PORTS = 65_535

/** 0 lets the system choose one. */
export const portToListenOn = wholeNumber(0, PORTS)
export interface ListenOn {
  readonly host: string
  readonly port: number
}

/** `9464`, on this machine alone; `0.0.0.0:9464`; `[::]:9464`. */
export function placeToListenOn(text: string): ListenOn {
  const [, host = '127.0.0.1', port = ''] = /^(?:(.+):)?([^:]+)$/.exec(text) ?? []
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: portToListenOn(port) }
}

export const portOfSomebody = wholeNumber(1, PORTS)

const MOST_PROBLEMS = 50

export function printProblems(terminal: Terminal, problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, MOST_PROBLEMS)) {
    terminal.note(`${terminal.paint('red', 'error')}  ${formatProblem(problem)}`)
  }
  const more = problems.length - MOST_PROBLEMS
  if (more > 0) terminal.note(`… and ${more} more`)
}

export interface IssueOptions {
  readonly slug?: string
  readonly date?: string
  readonly lang?: string
}

/** What `new` and `import` both take. @throws PressrunError `usage` */
export async function checkIssueOptions({ slug, date, lang }: IssueOptions): Promise<void> {
  const { isSlug } = await import('../issue/slug.ts')
  const { isDay, isLanguage } = await import('../project/fields.ts')
  const wrong = (message: string, mend: string) =>
    new PressrunError({ code: 'usage', message, mend })
  if (slug !== undefined && !isSlug(slug))
    throw wrong(
      `"${slug}" cannot be the name of an issue`,
      'Use letters a to z, digits and hyphens, at most 80.',
    )
  if (date !== undefined && !isDay(date))
    throw wrong(`"${date}" is no day`, 'Write it as 2024-11-18.')
  if (lang !== undefined && !isLanguage(lang))
    throw wrong(`"${lang}" is no language`, 'Write it as en, ko or pt-BR.')
}
