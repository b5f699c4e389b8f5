// The public API: what docs/api.md shows works as it stands there, and all that it names is there.

import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import * as api from '../src/index.ts'

const ROOT = join(import.meta.dirname, '..')
const EXAMPLE = join(import.meta.dirname, 'api-example.ts')
const page = readFileSync(join(ROOT, 'docs/api.md'), 'utf8')

it('is shown by an example that is the one run here', () => {
  const example = readFileSync(EXAMPLE, 'utf8').replace("'../src/index.ts'", "'pressrun'")
  const [, , ...code] = example.split('\n')
  expect(/```ts\n([\s\S]*?)```/.exec(page)?.[1]).toBe(code.join('\n'))
})

it('takes an issue to the readers of a list', () => {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-api-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const name of ['newsletter.yaml', 'templates', 'issues', 'subscribers'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  const { stdout, stderr, status } = spawnSync(process.execPath, [EXAMPLE], {
    cwd: root,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('25 readers\n25 written to outbox/\n')
  expect(readdirSync(join(root, 'outbox'))).toHaveLength(25)
}, 60_000)

it('has every function that its page names', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| '))
  const names = rows.flatMap((row) =>
    [...(row.split('|')[2] as string).matchAll(/`(\w+)`/g)].map(([, name]) => name as string),
  )
  expect(names.length).toBeGreaterThan(12)
  const functions: readonly string[] = Object.entries(api)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name)
  expect(names.filter((name) => !functions.includes(name))).toEqual([])
})
