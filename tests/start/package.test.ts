// The package as others install it: packed, put into another folder's node_modules beside nothing but what it says
// it depends on, and used from there. PRESSRUN_TEST_NODE names another Node to run it with.

import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { REPOSITORY } from './publication.ts'

const NODE = process.env.PRESSRUN_TEST_NODE ?? process.execPath
let away = ''
let installed = ''

beforeAll(() => {
  away = mkdtempSync(join(tmpdir(), 'pressrun-package-'))
  const modules = join(away, 'node_modules')
  installed = join(modules, 'pressrun')
  mkdirSync(installed, { recursive: true })
  execFileSync('npm', ['pack', '--silent', '--pack-destination', away], { cwd: REPOSITORY })
  const archive = readdirSync(away).find((name) => name.endsWith('.tgz')) as string
  execFileSync('tar', ['xzf', join(away, archive), '-C', installed, '--strip-components=1'])
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name))
  }
}, 120_000)

afterAll(() => rmSync(away, { recursive: true, force: true }))

function pressrun(cwd: string, ...args: string[]) {
  const main = join(installed, 'dist/cli/main.js')
  const { status, stdout, stderr } = spawnSync(NODE, [main, ...args], { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}

it('begins a publication and its next issue, imports one, and builds all three', () => {
  const letters = join(away, 'letters')
  const sender = 'The editors <letters@quay.example>'
  const begun = pressrun(away, 'init', 'letters', '--name', 'Quay', '--from', sender)
  expect(begun.stderr).toBe('')
  expect(begun.stdout).toContain('begun  Quay, in letters')
  const next = pressrun(letters, 'new', 'The second letter', '--from', 'first-letter')
  expect(next.stderr).toBe('')
  const text = join(REPOSITORY, 'tests/import/sources/ferry.txt')
  expect(pressrun(letters, 'import', text).stderr).toBe('')
  const built = pressrun(letters, 'build')
  expect(built.stderr).toBe('')
  expect(built.status).toBe(0)
  expect(
    readdirSync(join(letters, 'build'))
      .filter((name) => !name.includes('.'))
      .sort(),
  ).toEqual(['ferry-stop-two-more-islands', 'first-letter', 'second-letter'])
})

it('checks what it made, and writes the letter to an outbox for the one reader of its list', () => {
  const letters = join(away, 'letters')
  const file = join(letters, 'newsletter.yaml')
  // What is still to be filled in is found.
  expect(pressrun(letters, 'check', 'first-letter')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('"Street and number" is still in the letter'),
  })
  const filled = readFileSync(file, 'utf8')
    .replace('Street and number', '12 Quay Street')
    .replace('Postcode and town', '0150 Oslo')
  writeFileSync(file, filled)
  const checked = pressrun(letters, 'check', 'first-letter')
  expect(checked.stdout).toContain('no errors, no warnings')
  expect(checked.status).toBe(0)
  const list = ['--list', 'subscribers/list.csv']
  const sent = pressrun(letters, 'send', 'first-letter', ...list, '--outbox', 'outbox', '--yes')
  expect(sent.stderr).not.toContain('error')
  expect(sent.status).toBe(0)
  const [message, ...others] = readdirSync(join(letters, 'outbox')).filter((name) =>
    name.endsWith('.eml'),
  )
  expect(others).toEqual([])
  expect(readFileSync(join(letters, 'outbox', message as string), 'utf8')).toContain(
    'Subject: The first letter',
  )
}, 60_000)

it('tells editors of schemas that are there', () => {
  const letters = join(away, 'letters')
  symlinkSync(join(away, 'node_modules'), join(letters, 'node_modules'))
  for (const file of ['newsletter.yaml', 'issues/first-letter.yaml']) {
    const schema = /\$schema=(\S+)/.exec(readFileSync(join(letters, file), 'utf8'))?.[1] ?? 'none'
    expect(existsSync(join(letters, dirname(file), schema)), schema).toBe(true)
  }
})

it('has templates that are the same as those of a publication it made', () => {
  const { status, stdout, stderr } = pressrun(join(away, 'letters'), 'init', '--upgrade')
  expect([status, stdout]).toEqual([0, ''])
  expect(stderr).toMatch(/^The templates from Pressrun [\d.]+ are what Pressrun [\d.]+ has/)
})

it('refuses to begin where something is, and asks nobody where nobody is', () => {
  const again = pressrun(away, 'init', 'letters', '--name', 'Quay', '--from', 'a@quay.example')
  expect(again.status).toBe(2)
  expect(again.stderr).toContain('this folder is not empty')
  const silent = pressrun(away, 'init', 'others')
  expect(silent.status).toBe(2)
  expect(silent.stderr).toContain('--name is not given')
  expect(existsSync(join(away, 'others'))).toBe(false)
})

it('carries nothing but itself: no sources, no tests, no samples', () => {
  const names = readdirSync(installed)
  for (const name of names)
    expect([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'schema',
      'templates',
    ]).toContain(name)
})
