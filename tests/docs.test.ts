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
/** Run elsewhere in the tests, or without an end of their own. */
const NOT_HERE =
  /^(?:npm ci|npm run bench|npm run chaos|npx pressrun@|npm (?:install|init))|\b(?:preview|doctor|serve|init)\b|--watch|--to-studio/

interface Page {
  readonly page: string
  readonly commands: readonly (readonly string[])[]
}

/** Commands of the page's `sh` blocks, as arguments of `pressrun`. */
function readPage(page: string): Page {
  const text = readFileSync(join(ROOT, page), 'utf8')
  const lines = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block]) =>
    (block as string).split('\n').map((line) => line.trim()),
  )
  const commands = lines.filter(
    (line) => line !== '' && !/^#|^[A-Z_]+=/.test(line) && !NOT_HERE.test(line),
  )
  return { page, commands: commands.map(argumentsOf) }
}

function argumentsOf(line: string): readonly string[] {
  const bare = line.replace(
    /^npx pressrun |^pressrun |^npm run (\S+) -- /,
    (_, name = '') => name && `${name} `,
  )
  if (bare === line) throw new Error(`no command of ours: ${line}`)
  return [...bare.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, one, two, word]) => one ?? two ?? word ?? '',
  )
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
  it.each(PAGES.map(readPage).filter(({ commands }) => commands.length > 0))(
    '$page',
    async ({ commands }) => {
      const root = publication()
      const { port } = server.server.address() as AddressInfo
      const env = {
        PRESSRUN_SMTP_URL: `smtp://127.0.0.1:${port}`,
        PRESSRUN_SECRET: 'a secret of these tests',
      }
      const before = process.cwd()
      try {
        for (const command of commands) {
          const { code, err, out } = await inside(root, command, env, ['y', 'y'])
          expect(code, `pressrun ${command.join(' ')}\n${out}\n${err}`).toBe(0)
        }
      } finally {
        process.chdir(before)
        rmSync(root, { recursive: true, force: true })
      }
    },
  )

  it('and a test copy is really sent', () => expect(arrived).toBeGreaterThan(0))
})
