// pressrun import: a page, a document or a transcript to an issue.

import type { ImportResult } from '../import/import.ts'
import { PressrunError } from '../problem.ts'
import type { PlacedFile } from '../project/place-files.ts'
import type { Project } from '../project/project.ts'
import {
  type CommonOptions,
  checkIssueOptions,
  command,
  findProjectRoot,
  type IssueOptions,
  printProblems,
  type Register,
} from './command.ts'
import { counted } from './format.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions, IssueOptions {
  readonly article?: string
  readonly interview?: string
  readonly images: boolean
  readonly dryRun?: boolean
  readonly force?: boolean
}

export const importCommand: Register = (program, terminal) => {
  command(program, 'import [source...]', 'make an issue from a page, a document, a transcript')
    .option('--article <source>', 'this is an article and nothing else')
    .option('--interview <source>', 'this is an interview and nothing else')
    .option('--slug <name>', 'name of the issue’s files (default: from the headline)')
    .option('--date <day>', 'day of the issue, as 2024-11-18 (default: today)')
    .option('--lang <tag>', 'language, as en or pt-BR (default: found out)')
    .option('--no-images', 'fetch no pictures')
    .option('--dry-run', 'write nothing, print the report')
    .option('--force', 'overwrite what exists')
    .addHelpText(
      'after',
      '\nA source is a text, Markdown, HTML or Word (.docx) file, a web address, or - for standard input.\nimport.md says what was taken as what, and what was left out.',
    )
    .action(async (names: string[], options: Options) => {
      const root = await findProjectRoot(options, terminal)
      const { loadProject } = await import('../project/load.ts')
      const { projectFiles } = await import('../project/files.ts')
      const { gatherImport } = await import('../import/gather.ts')
      const project = loadProject(root, terminal.env, projectFiles(root))
      const wanted = [
        ...names.map((source) => ({ source })),
        ...(options.article ? [{ source: options.article, role: 'article' as const }] : []),
        ...(options.interview ? [{ source: options.interview, role: 'interview' as const }] : []),
      ]
      const { fetchBounded } = await import('../import/net/fetch.ts')
      const { readBeside, readNamed } = await import('./import-files.ts')
      const { result, files } = await gatherImport(
        wanted,
        { ...(await checked(options, project)), pictures: options.images },
        {
          read: (source) => readNamed(source, terminal.cwd),
          beside: (source, path) => readBeside(source, path, terminal.cwd),
          fetch: (url, limits) => fetchBounded(url, limits),
        },
      )
      await finish(root, result, files, options, terminal)
    })
}

/** @throws PressrunError `usage` */
async function checked(options: Options, project: Project) {
  await checkIssueOptions(options)
  const { dayOf } = await import('../issue/day.ts')
  const { slug, date, lang } = options
  return {
    date: date ?? dayOf(new Date(), project.timezone),
    fallbackLang: project.lang,
    ...(slug === undefined ? {} : { slug }),
    ...(lang === undefined ? {} : { lang: Intl.getCanonicalLocales(lang)[0] as string }),
  }
}

async function finish(
  root: string,
  result: ImportResult,
  files: readonly PlacedFile[],
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { report, ...said } = result
  const written = result.empty || options.dryRun ? [] : await write(root, files, options)
  const problems = written.length > 0 ? await problemsOf(root, result, terminal) : []
  if (options.json) {
    terminal.print(JSON.stringify({ ...said, written, problems }, null, 2))
  } else if (options.dryRun) {
    terminal.print(report.trimEnd())
  } else if (!result.empty) {
    printWritten(result, terminal)
    printProblems(terminal, problems)
  }
  if (result.empty && !options.json)
    terminal.note(
      `${terminal.paint('yellow', 'nothing')}  no article and no interview was found; ${options.dryRun ? 'the report says what each line was taken for' : 'nothing was written. See what each line was taken for with --dry-run'}.`,
    )
  if (result.empty || problems.length > 0) process.exitCode = 1
}

/** @returns names of the files written. */
async function write(
  root: string,
  files: readonly PlacedFile[],
  { force }: Options,
): Promise<string[]> {
  const { placeFiles } = await import('../project/place-files.ts')
  placeFiles(root, files, { force: force ?? false })
  return files.map(({ name }) => name)
}

/** What was written is read as `build` reads it: nobody should find out later that it needs a hand. */
async function problemsOf(root: string, { slug }: ImportResult, terminal: Terminal) {
  const { loadProject } = await import('../project/load.ts')
  const { projectFiles } = await import('../project/files.ts')
  const { loadIssue } = await import('../issue/load.ts')
  const files = projectFiles(root)
  try {
    loadIssue(loadProject(root, terminal.env, files), files, slug)
    return []
  } catch (error) {
    if (error instanceof PressrunError) return error.problems
    throw error
  }
}

const MOST_LOOKS = 6

function printWritten(result: ImportResult, terminal: Terminal): void {
  const { slug, made, look, repairs, verdicts } = result
  const left = verdicts
    .flat()
    .filter(({ taken, text }) => taken === 'left out' && text.trim() !== '')
  const report = `issues/${slug}/import.md`
  terminal.print(`${terminal.paint('green', 'imported')}  issues/${slug}.yaml`)
  for (const line of made) terminal.print(`  ${line}`)
  terminal.print(
    `  ${counted(left.length, 'line')} left out, ${counted(repairs.length, 'repair')} made: ${report} lists them`,
  )
  for (const line of look.slice(0, MOST_LOOKS))
    terminal.note(`${terminal.paint('yellow', 'look')}  ${line}`)
  if (look.length > MOST_LOOKS) terminal.note(`… and ${look.length - MOST_LOOKS} more in ${report}`)
  terminal.print(`next: pressrun preview, and read ${slug} beside ${report}`)
}
