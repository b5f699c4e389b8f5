// pressrun report: how a send went, as one page.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { PressrunError } from '../problem.ts'
import { type CommonOptions, command, issueSlugs, openProject, type Register } from './command.ts'
import { stateWords } from './count-words.ts'

interface Options extends CommonOptions {
  readonly out?: string
}

export const reportCommand: Register = (program, terminal) => {
  command(program, 'report <issue>', 'how a send went, as one page of HTML')
    .option('--out <file>', 'where to write it (default: build/<issue>-report.html)')
    .action(async (name: string, options: Options) => {
      const { project, files } = await openProject(options, terminal)
      const [slug] = (await issueSlugs(project.root, [name])) as [string]
      const { openStore } = await import('../store/open.ts')
      const { report } = await import('../delivery/report/report.ts')
      const { reportPage } = await import('../delivery/report/page.ts')
      const { steadyClock } = await import('../delivery/clock.ts')
      const store = await openStore(project, 'read')
      try {
        const title = await titleOf(slug, () =>
          import('../issue/load.ts').then(({ loadIssue }) => loadIssue(project, files, slug).title),
        )
        const { name: publication, timezone: zone } = project
        const made = await report(store, slug, { publication, title, zone }, steadyClock())
        if (options.json) {
          terminal.print(JSON.stringify(made, null, 2))
          return
        }
        const file =
          options.out === undefined
            ? join(project.root, 'build', `${slug}-report.html`)
            : resolve(terminal.cwd, options.out)
        write(file, reportPage(made))
        terminal.print(
          `report  ${relative(terminal.cwd, file)}  ${stateWords(made.status.counts.states)}`,
        )
      } finally {
        await store.close()
      }
    })
}

/** An issue that cannot be loaded any more was still sent. */
async function titleOf(slug: string, load: () => Promise<string>): Promise<string> {
  try {
    return await load()
  } catch (error) {
    if (error instanceof PressrunError) return slug
    throw error
  }
}

function write(file: string, page: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, page, { mode: 0o600 })
  } catch (error) {
    throw new PressrunError({
      code: 'file',
      message: `the report cannot be written: ${(error as NodeJS.ErrnoException).code}`,
      mend: 'Name another file with --out.',
      file,
    })
  }
}
