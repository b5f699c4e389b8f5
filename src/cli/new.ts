// pressrun new: the next issue, ready to be written.

import { PressrunError } from '../problem.ts'
import {
  type CommonOptions,
  checkIssueOptions,
  command,
  type IssueOptions,
  openProject,
  type Register,
} from './command.ts'

interface Options extends CommonOptions, IssueOptions {
  readonly from?: string
  readonly article: boolean
  readonly interview: boolean
}

export const newCommand: Register = (program, terminal) => {
  command(program, 'new <title>', 'begin the next issue: its YAML, article and interview')
    .option('--from <issue>', 'take over the sections of this issue that recur')
    .option('--slug <name>', 'name of the issue’s files (default: from the title)')
    .option('--date <day>', 'day of the issue, as 2024-11-18 (default: today)')
    .option('--lang <tag>', 'language, as en or pt-BR (default: the publication’s)')
    .option('--no-article', 'without an article')
    .option('--no-interview', 'without an interview')
    .action(async (title: string, options: Options) => {
      const { project, files } = await openProject(options, terminal)
      const { dayOf } = await import('../issue/day.ts')
      const { slugFrom } = await import('../issue/slug.ts')
      const { findIssue, refuseTaken } = await import('../issue/find.ts')
      const { isTitle, newIssueFiles } = await import('../start/new-issue.ts')
      const { placeFiles } = await import('../project/place-files.ts')
      await checkIssueOptions(options)
      if (!isTitle(title))
        throw new PressrunError({
          code: 'usage',
          message: 'the title is empty, or more than a line',
          mend: 'Write it in quotes: pressrun new "Its title".',
        })
      const date = options.date ?? dayOf(new Date(), project.timezone)
      const slug = options.slug ?? slugFrom([title], date)
      refuseTaken(files, slug)
      const other = options.from === undefined ? undefined : findIssue(files, options.from)
      const placed = newIssueFiles({
        title: title.trim(),
        slug,
        date,
        article: options.article,
        interview: options.interview,
        ...(options.lang === undefined ? {} : { lang: options.lang }),
        ...(other ? { from: { ...other, text: files.text(other.file, 1_000_000) } } : {}),
      })
      placeFiles(project.root, placed)
      const names = placed.map(({ name }) => name)
      if (options.json) {
        terminal.print(JSON.stringify({ slug, title, date, written: names }, null, 2))
        return
      }
      terminal.print(`${terminal.paint('green', 'begun')}  ${names.toReversed().join('  ')}`)
      terminal.print('next: write, and look at it with pressrun preview')
    })
}
