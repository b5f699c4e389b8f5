// What an import writes is what `build` reads: every fixture loads as an issue, with the turns that were found.

import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ImportResult } from '../../src/import/import.ts'
import type { Issue } from '../../src/issue/issue.ts'
import { loadIssue } from '../../src/issue/load.ts'
import { textOf } from '../../src/issue/words.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { placeFiles } from '../../src/project/place-files.ts'
import { fixtures, importFixture } from './fixtures.ts'

const REPOSITORY = join(import.meta.dirname, '../..')
/** Whatever typography makes of quotation marks and spaces. */
const plain = (text: string) =>
  text
    .replace(/[’‘']/g, "'")
    .replace(/[“”„«»「」]/g, '"')
    .replace(/\s+/g, '')

function loaded(result: ImportResult): Issue {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-import-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  cpSync(join(REPOSITORY, 'newsletter.yaml'), join(root, 'newsletter.yaml'))
  cpSync(join(REPOSITORY, 'templates'), join(root, 'templates'), { recursive: true })
  placeFiles(
    root,
    result.files.map(({ name, text }) => ({ name, content: text })),
  )
  const files = projectFiles(root)
  return loadIssue(loadProject(root, {}, files), files, result.slug)
}

describe.each(fixtures().map((fixture) => [fixture.name, fixture] as const))('%s', (_, fixture) => {
  const result = importFixture(fixture)

  it.skipIf(result.empty)('is an issue with the same turns, in the same words', () => {
    const issue = loaded(result)
    expect(issue.title).toBe(result.title)
    const turns = (issue.interview?.turns ?? []).map(({ speaker, body }) => {
      const { name, role } = issue.interview?.speakers[speaker] ?? {}
      return `${role} ${name}: ${plain(textOf(body))}`
    })
    expect(turns).toEqual(
      (result.interview?.turns ?? []).map(
        ({ speaker, role, paragraphs }) => `${role} ${speaker}: ${plain(paragraphs.join(' '))}`,
      ),
    )
    expect(issue.article !== undefined).toBe(result.article !== undefined)
  })
})
