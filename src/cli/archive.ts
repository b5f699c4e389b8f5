// pressrun archive: the letters that went out as files for any web host.

import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PressrunError } from '../problem.ts'
import type { ArchivedIssue } from '../web/archive.ts'
import { type CommonOptions, command, findProjectRoot, type Register } from './command.ts'
import { counted } from './format.ts'

interface Options extends CommonOptions {
  readonly out?: string
}

export const archiveCommand: Register = (program, terminal) => {
  command(
    program,
    'archive',
    'write the letters that went out as web pages, with an index and feeds',
  )
    .option('--out <folder>', 'where to')
    .action(async ({ out, ...options }: Options) => {
      if (out === undefined) {
        throw new PressrunError({
          code: 'usage',
          message: 'nobody knows where the archive is to be written',
          mend: 'Name a folder with --out.',
        })
      }
      const root = await findProjectRoot(options, terminal)
      const { openPress } = await import('../build/press.ts')
      const { openStore } = await import('../store/open.ts')
      const { archivePages } = await import('../web/archive.ts')
      const { openPages } = await import('../web/pages.ts')
      const { newestFirst, sentLetters } = await import('./sent-letters.ts')
      const { webFiles } = await import('./serve.ts')
      const { sharedFiles, TEMPLATES } = await import('../build/shared-files.ts')
      const { projectFiles } = await import('../project/files.ts')
      const { keepNurserySmall } = await import('./flat-memory.ts')
      const press = openPress(
        root,
        terminal.env,
        undefined,
        sharedFiles(projectFiles(root), TEMPLATES),
      )
      keepNurserySmall()
      const folder = resolve(terminal.cwd, out)
      const store = await openStore(press.project, 'read')
      try {
        const archive = sentLetters(press, store, (sentence) => {
          terminal.note(`${terminal.paint('yellow', 'warning')}  ${sentence}`)
          process.exitCode = 1
        })
        const write = (name: string, content: string | Uint8Array) => {
          mkdirSync(dirname(join(folder, name)), { recursive: true })
          writeFileSync(join(folder, name), content)
        }
        const written: ArchivedIssue[] = []
        for await (const { issue, files } of archive.letters()) {
          for (const [name, bytes] of files) write(`${issue.slug}/${name}`, bytes)
          written.push(issue)
        }
        const issues = newestFirst(written)
        const pages = openPages(await webFiles(press), press.project)
        for (const [name, text] of archivePages(press.project, pages, issues, undefined))
          write(name, text)
        if (options.json)
          terminal.print(JSON.stringify({ out, issues: issues.map(({ slug }) => slug) }))
        else
          terminal.print(
            `${counted(issues.length, 'issue')} in ${out}; its index is ${out}/archive/`,
          )
      } finally {
        await store.close()
      }
    })
}
