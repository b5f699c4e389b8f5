// The examples of docs/issues.md and docs/publication.md, put together as a writer would, make letters. A fenced
// block names its file after its language; `+` adds to what was said of that file before.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { formatProblem } from '../../src/problem.ts'
import { newsroom } from '../project/newsroom.ts'
import { built, REPOSITORY } from './project.ts'

interface Example {
  readonly file: string
  readonly adds: boolean
  readonly text: string
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(REPOSITORY, 'docs', page), 'utf8')
  return [...text.matchAll(/^```(?:yaml|markdown) (\S+)( \+)?\n([\s\S]*?)^```$/gm)].map(
    ([, file, plus, text]) => ({ file: file as string, adds: Boolean(plus), text: text as string }),
  )
}

/** A project with the templates that ship and a picture for every name of one. */
async function write(examples: readonly Example[], root: string): Promise<void> {
  cpSync(join(REPOSITORY, 'templates'), join(root, 'templates'), { recursive: true })
  for (const { file, adds, text } of examples) {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: adds ? 'a' : 'w' })
    for (const [name] of text.matchAll(/[\w./-]+\.(?:jpg|png)/g)) {
      const picture = join(dirname(path), name)
      mkdirSync(dirname(picture), { recursive: true })
      await sharp({
        create: { width: 640, height: 320, channels: 3, background: '#778899' },
      }).toFile(picture)
    }
  }
}

/** The plain text of the letter that these make, on one line. */
async function letterAfter(examples: readonly Example[]): Promise<string> {
  const root = newsroom({})
  await write(examples, root)
  const [result] = await built(root, ['harbour'])
  expect(result).toMatchObject({ kind: 'built' })
  return readFileSync(join(root, 'build/harbour/email.txt'), 'utf8').replace(/\s+/g, ' ')
}

const issues = examplesOf('issues.md')
const publication = examplesOf('publication.md')

describe('docs/issues.md', () => {
  it('begins with a whole issue', async () => {
    expect(await letterAfter(issues.slice(0, 2))).toContain('by ten the ferry was a sound')
  })

  it('ends with an issue that holds all it speaks of', async () => {
    const last = issues.at(-1) as Example
    expect(last.file).toBe('issues/harbour/second.md')
    const letter = await letterAfter(issues)
    for (const said of [
      'A sound, not a ship',
      'Source: The Ledger',
      'Nobody knows why.',
      'By the clock on the quay.',
      'Ears before eyes',
      'Keeper of the ledger at Port Ellery',
      'At 10:30 I have tea.',
      'The quay at nine.',
      'The ledger, 1911',
      'https://lights.example.com/sale',
      'The first keeper',
      'Three masts and nothing else.',
      'From our sponsor, Tallow & Reed',
      'They came out on Monday.',
    ])
      expect(letter).toContain(said)
  })

  it('shows problems as they are printed', async () => {
    const page = readFileSync(join(REPOSITORY, 'docs/issues.md'), 'utf8')
    const root = newsroom({
      'issues/harbour.yaml':
        '# yaml-language-server: $schema=../schema/issue.json\ntitle: Fog\ndate: 18 November\nartcle: a.md\n',
    })
    const [result] = await built(root, ['harbour'])
    const problems = result?.kind === 'failed' ? result.problems : []
    const lines = problems.map((problem) => `error  ${formatProblem(problem)}`)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(page).toContain(line)
  })
})

describe('docs/publication.md', () => {
  it('begins with all that a publication needs', async () => {
    expect(await letterAfter([...issues, ...publication.slice(0, 1)])).toMatch(
      /^The Harbour Post =+ /,
    )
  })

  it('ends with a publication that says all it speaks of', async () => {
    const letter = await letterAfter([...issues, ...publication])
    for (const said of [
      'What the tide brought in',
      'because mina@example.com is on our list',
      'https://social.example.com/@post',
      'No more letters, please',
      '4 Quay Street',
    ])
      expect(letter).toContain(said)
  })
})
