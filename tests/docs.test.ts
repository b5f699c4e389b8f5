import { execFileSync } from 'node:child_process'
// What README and docs/ tell a reader to type works as it stands there, in the sample publication.

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inside } from './cli/inside.ts'

const ROOT = join(import.meta.dirname, '..')
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
/** Run elsewhere in the tests, without an end of their own, or of things that are not here. */
const NOT_HERE =
  /^npm (?:ci|install|init|run (?:bench|chaos))|^npx pressrun@|^pbpaste|\b(?:preview|doctor|serve|init)\b|--watch|--to-studio|https:|\.docx/

interface Page {
  readonly page: string
  readonly lines: readonly string[]
}

/** What stands in the page's `sh` blocks, without comments and settings. */
function readPage(page: string): Page {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const lines = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block]) =>
    (block as string).split('\n').map((line) => line.replace(/(?:^|\s)# .*/, '').trim()),
  )
  return {
    page,
    lines: lines.filter((line) => line !== '' && !/^[A-Z_]+=/.test(line) && !NOT_HERE.test(line)),
  }
}

/** The arguments of `pressrun`; undefined where it is another program's line. */
function argumentsOf(line: string): readonly string[] | undefined {
  const ours = /^(?:npx pressrun|npm run pressrun --|npm run (\S+) --) (.*)$/.exec(line)
  if (!ours) return undefined
  const [, script, rest = ''] = ours
  const words = [...rest.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)]
  return [
    ...(script ? [script] : []),
    ...words.map(([, one, two, word]) => one ?? two ?? word ?? ''),
  ]
}

/** The publication that README's steps begin. */
function publication(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-docs-'))
  for (const name of ['newsletter.yaml', 'templates', 'issues', 'subscribers'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const yaml = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  mkdirSync(join(root, 'issues/hello'))
  writeFileSync(join(root, 'issues/hello.yaml'), yaml.replace(/^ {3}/gm, ''))
  writeFileSync(join(root, 'issues/hello/article.md'), 'Good morning from all of us.\n')
  writeFileSync(
    join(root, 'issues/hello/interview.md'),
    '**Ana Ruiz:** Good morning. How are you?\n\n**Ben Ode:** Well, thank you.\n\n**Ana Ruiz:** Shall we?\n',
  )
  return root
}

let arrived = 0
const server = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  authOptional: true,
  onData(stream, _, done) {
    stream.resume().on('end', () => {
      arrived++
      done()
    })
  },
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

describe('what a page says to type works', () => {
  it.each(PAGES.map(readPage).filter(({ lines }) => lines.length > 0))(
    '$page',
    async ({ lines }) => {
      const root = publication()
      const { port } = server.server.address() as AddressInfo
      const env = {
        PRESSRUN_SMTP_URL: `smtp://127.0.0.1:${port}`,
        PRESSRUN_SECRET: 'a secret of these tests',
      }
      try {
        for (const line of lines) {
          const args = argumentsOf(line)
          if (args === undefined) {
            execFileSync('sh', ['-c', line], { cwd: root })
            continue
          }
          const { code, err, out } = await inside(root, args, env, ['y', 'y'])
          expect(code, `${line}\n${out}\n${err}`).toBe(0)
        }
      } finally {
        rmSync(root, { recursive: true, force: true })
      }
    },
  )

  it('and letters are really sent', () => expect(arrived).toBeGreaterThan(25))
})
