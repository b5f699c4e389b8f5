// `pressrun import` as a person calls it, in a project of its own.

import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { checkIssueOptions } from '../../src/cli/command.ts'
import { gatherImport } from '../../src/import/gather.ts'
import { inside } from '../cli/inside.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
let root = ''

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pressrun-import-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  cpSync(join(REPOSITORY, 'newsletter.yaml'), join(root, 'newsletter.yaml'))
  cpSync(join(REPOSITORY, 'templates'), join(root, 'templates'), { recursive: true })
})

const pressrun = (args: readonly string[]) => inside(root, args)

const PAGE = readFileSync(join(import.meta.dirname, 'sources/ferry.txt'), 'utf8')

it('makes an issue with article, interview and report, which builds', async () => {
  writeFileSync(join(root, 'page.txt'), PAGE)
  const { code, out } = await pressrun(['import', 'page.txt'])
  expect(out).toContain('imported  issues/ferry-stop-two-more-islands.yaml')
  expect(out).toContain('interview of 2 questions and 2 answers')
  expect(code).toBe(0)
  const files = readdirSync(join(root, 'issues/ferry-stop-two-more-islands')).sort()
  expect(files).toEqual(['article.md', 'import.md', 'interview.md'])
  expect(await pressrun(['build'])).toMatchObject({ code: 0, err: '' })
  const html = join(root, 'build/ferry-stop-two-more-islands/index.html')
  expect(readFileSync(html, 'utf8')).toContain('the tide does not read timetables')
})

it('refuses what exists, says so once with the mend, and overwrites it with --force', async () => {
  writeFileSync(join(root, 'page.txt'), PAGE)
  await pressrun(['import', 'page.txt', '--slug', 'ferry'])
  writeFileSync(join(root, 'issues/ferry/article.md'), 'edited by hand')
  const again = await pressrun(['import', 'page.txt', '--slug', 'ferry'])
  expect(again.code).toBe(2)
  expect(again.err).toMatch(/issues\/ferry\/import\.md exists already.*--force\.\n$/)
  expect(readFileSync(join(root, 'issues/ferry/article.md'), 'utf8')).toBe('edited by hand')
  expect((await pressrun(['import', 'page.txt', '--slug', 'ferry', '--force'])).code).toBe(0)
  expect(readFileSync(join(root, 'issues/ferry/article.md'), 'utf8')).not.toBe('edited by hand')
})

it('prints the report alone with --dry-run and writes nothing, of what another program hands it', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'src/cli/main.ts'), 'import', '-', '--dry-run'],
    { cwd: root, input: PAGE, encoding: 'utf8' },
  )
  expect(status).toBe(0)
  expect(stdout).toMatch(/^# Imported from `standard input`/)
  expect(stdout).toContain('- Share buttons:\n  - Line 4: `Share`')
  expect(existsSync(join(root, 'issues'))).toBe(false)
})

it('takes article and interview apart, and says it all as JSON', async () => {
  writeFileSync(
    join(root, 'a.md'),
    '# Rain\n\nIt rained for eleven weeks, and then it rained again.\n',
  )
  writeFileSync(join(root, 'i.txt'), 'Q: Did it rain?\nA: It did.\n')
  const { code, out } = await pressrun([
    'import',
    ...['--article', 'a.md', '--interview', 'i.txt', '--lang', 'en-GB', '--date', '2024-11-18'],
    '--json',
  ])
  expect(code).toBe(0)
  const said = JSON.parse(out)
  expect(said).toMatchObject({
    title: 'Rain',
    slug: 'rain',
    lang: 'en-GB',
    date: '2024-11-18',
    written: [
      'issues/rain/import.md',
      'issues/rain/article.md',
      'issues/rain/interview.md',
      'issues/rain.yaml',
    ],
    problems: [],
  })
})

it('ends with 1 and writes nothing where there is only furniture', async () => {
  writeFileSync(join(root, 'menu.txt'), 'Home\nMenu\nShare\nLog in\n')
  const { code, err } = await pressrun(['import', 'menu.txt'])
  expect(code).toBe(1)
  expect(err).toContain('no article and no interview was found')
  expect(existsSync(join(root, 'issues'))).toBe(false)
})

it.each([
  ['a file that is not there', ['import', 'nowhere.txt'], 'this file does not exist'],
  [
    'a text in place of a name',
    ['import', 'The quay was empty. '.repeat(20)],
    'no file has so long a name. To import a text itself, pipe it',
  ],
  [
    'a slug that is a path',
    ['import', 'page.txt', '--slug', '../x'],
    'cannot be the name of an issue',
  ],
])('refuses %s with one line', async (_, args, message) => {
  writeFileSync(join(root, 'page.txt'), PAGE)
  const { code, err } = await pressrun(args)
  expect(code).toBe(2)
  expect(err).toContain(message)
  expect(err.trim().split('\n')).toHaveLength(1)
})

it.each([
  [{ date: '2024-02-30' }, '"2024-02-30" is no day'],
  [{ lang: 'english' }, '"english" is no language'],
  [{ slug: 'Fog on the quay' }, 'cannot be the name of an issue'],
])('refuses %j', async (options, message) => {
  await expect(checkIssueOptions(options)).rejects.toThrow(message)
})

it.each([
  [[], 'there is nothing to import'],
  [[{ source: '-' }, { source: '-' }], 'standard input can be read once'],
  [[{ source: 'ftp://quay.example/x' }], 'is no web address'],
])('refuses the sources %j before it reads any', async (wanted, message) => {
  const unread = () => Promise.reject(new Error('it was read'))
  const edges = { read: unread, beside: unread, fetch: unread }
  await expect(gatherImport(wanted, { date: '2024-11-18' }, edges)).rejects.toThrow(message)
})

it('refuses 100 MB without reading them', async () => {
  writeFileSync(join(root, 'large.txt'), '')
  truncateSync(join(root, 'large.txt'), 100_000_000)
  const { code, err } = await pressrun(['import', 'large.txt'])
  expect(err).toMatch(/large\.txt is 100\.0 MB, more than the 30 MB/)
  expect(code).toBe(2)
})
