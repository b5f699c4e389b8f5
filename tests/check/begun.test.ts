import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { BEGUN } from '../../src/check/words/phrases.ts'
import { pressrun } from './pressrun.ts'

it('a publication and an issue that were begun and not written are not ready to be sent', async () => {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-begun-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const begin = ['--name', 'River Post', '--from', 'River Post <post@river.example>', '--yes']
  await pressrun(root, ['init', '.', ...begin])
  await pressrun(root, ['new', 'A walk', '--slug', 'walk'])
  const { out, status } = await pressrun(root, ['check', 'walk', '--json', '--rule', 'placeholder'])
  const [{ findings }] = (
    JSON.parse(out) as { issues: [{ findings: { message: string; file: string; line: number }[] }] }
  ).issues
  const told = findings.map(({ message }) => message).join('\n')
  expect(BEGUN.filter((phrase) => !told.includes(phrase))).toEqual([])
  expect(new Set(findings.map(({ file }) => file))).toEqual(
    new Set([
      'newsletter.yaml',
      'issues/walk.yaml',
      'issues/walk/article.md',
      'issues/walk/interview.md',
    ]),
  )
  expect(findings.every(({ line }) => line > 0)).toBe(true)
  expect(status).toBe(1)
})
