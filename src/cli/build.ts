// pressrun build: issues to `build/<slug>/`.

import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  printProblems,
  type Register,
} from './command.ts'
import { counted, size } from './format.ts'

/** So many letters are worth collecting garbage for. */
const MANY = 10

interface Options extends CommonOptions {
  readonly force?: boolean
}

export const buildCommand: Register = (program, terminal) => {
  command(program, 'build [issue...]', 'build issues into build/: HTML, plain text, a message')
    .option('--force', 'build again what did not change')
    .action(async (names: string[], options: Options) => {
      const [{ build, BUILD_FOLDER }, { keepNurserySmall }] = await Promise.all([
        import('../build/build.ts'),
        import('./flat-memory.ts'),
      ])
      const root = await findProjectRoot(options, terminal)
      const slugs = await issueSlugs(root, names)
      const results = []
      for await (const built of build(root, slugs, {
        env: terminal.env,
        now: Date.now,
        ...(options.force ? { force: true } : {}),
        ...(slugs.length > MANY ? { onWork: keepNurserySmall } : {}),
      })) {
        results.push(built)
        if (options.json) continue
        if (built.kind === 'failed') printProblems(terminal, built.problems)
        else {
          const { html, text } = built.summary.sizes
          const word = built.kind === 'built' ? terminal.paint('green', 'built') : 'unchanged'
          terminal.print(
            `${word}  ${BUILD_FOLDER}/${built.slug}/  ${size(html)} of HTML, ${size(text)} of text`,
          )
        }
      }
      const failed = results.filter(({ kind }) => kind === 'failed')
      if (options.json) {
        terminal.print(JSON.stringify({ issues: results }, null, 2))
      } else {
        const [first] = results
        if (failed.length > 0)
          terminal.note(`${counted(failed.length, 'issue')} could not be built.`)
        else if (first?.kind === 'built') {
          terminal.print(`next: look at ${BUILD_FOLDER}/${first.slug}/index.html`)
          terminal.print(`      or send it: pressrun send ${first.slug} --list FILE --dry-run`)
        }
      }
      if (failed.length > 0) process.exitCode = 2
    })
}
