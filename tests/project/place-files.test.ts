// An import on disk: whole or not at all, and nothing overwritten that nobody gave up.

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
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type PlacedFile, placeFiles } from '../../src/project/place-files.ts'

function folder(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-write-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

const FILES: readonly PlacedFile[] = [
  { name: 'issues/tides/import.md', content: 'report' },
  { name: 'issues/tides/article.md', content: 'new article' },
  { name: 'issues/tides.yaml', content: 'title: Tides' },
]
const read = (root: string, name: string) => readFileSync(join(root, name), 'utf8')

it('writes every file and leaves nothing else behind', () => {
  const root = folder()
  expect(placeFiles(root, FILES)).toEqual([])
  expect(readdirSync(root, { recursive: true }).sort()).toEqual([
    'issues',
    'issues/tides',
    'issues/tides.yaml',
    'issues/tides/article.md',
    'issues/tides/import.md',
  ])
})

it('writes nothing where one of the files exists, and overwrites all of them when forced', () => {
  const root = folder()
  mkdirSync(join(root, 'issues/tides'), { recursive: true })
  writeFileSync(join(root, 'issues/tides/article.md'), 'mine')
  expect(() => placeFiles(root, FILES)).toThrow(/issues\/tides\/article\.md exists already/)
  expect(read(root, 'issues/tides/article.md')).toBe('mine')
  expect(readdirSync(join(root, 'issues'))).toEqual(['tides'])
  expect(placeFiles(root, FILES, { force: true })).toEqual(['issues/tides/article.md'])
  expect(read(root, 'issues/tides/article.md')).toBe('new article')
})

it('takes back what it had placed when a later file cannot be written', () => {
  const root = folder()
  const broken = [...FILES, { name: 'issues/tides.yaml/below.md', content: 'below a file' }]
  expect(() => placeFiles(root, broken)).toThrow(/cannot be written/)
  expect(existsSync(join(root, 'issues/tides.yaml'))).toBe(false)
  expect(existsSync(join(root, 'issues/tides/article.md'))).toBe(false)
  expect(readdirSync(join(root, 'issues')).filter((name) => name.startsWith('.'))).toEqual([])
})

it('does not write through a link, whatever is forced', () => {
  const root = folder()
  const elsewhere = folder()
  mkdirSync(join(root, 'issues'))
  symlinkSync(elsewhere, join(root, 'issues/tides'))
  expect(() => placeFiles(root, FILES, { force: true })).toThrow(/this folder is a link/)
  expect(readdirSync(elsewhere)).toEqual([])
})

it.each([
  ['the folder of the issues', 'issues'],
  ['the folder of the issue', 'issues/tides'],
])('says so where %s is a file, and touches nothing', (_, name) => {
  const root = folder()
  if (name !== 'issues') mkdirSync(join(root, 'issues'))
  writeFileSync(join(root, name), 'a file')
  expect(() => placeFiles(root, FILES)).toThrow(/this is a file, not a folder/)
  expect(read(root, name)).toBe('a file')
})
