// What `pressrun init` asks a person who is there.

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadProject } from '../../src/project/load.ts'
import { QUESTIONS } from '../../src/start/answers.ts'
import { inside } from '../cli/inside.ts'
import { emptyFolder } from './publication.ts'

it('asks five things, a wrong answer again, and takes Enter for the usual', async () => {
  const root = emptyFolder()
  const { code, err } = await inside(root, ['init', 'pub'], {}, [
    ...['The Quay', 'nonsense', 'Quay <letters@quay.example>', 'qq-nowhere-at-all', 'ko'],
    ...['#12345', 'forest', ''],
  ])
  expect(code).toBe(0)
  expect(QUESTIONS).toHaveLength(5)
  for (const { ask } of QUESTIONS) expect(err).toContain(ask)
  expect(err).toContain('the sender has no @. Write it as: Name <name@example.com>.')
  expect(err).toContain('"#12345" is no colour')
  const project = loadProject(join(root, 'pub'), {})
  expect(project).toMatchObject({ name: 'The Quay', lang: 'ko', from: { name: 'Quay' } })
})

it('does not ask what a flag says', async () => {
  const root = emptyFolder()
  const flags = ['--name', 'The Quay', '--lang', 'fr', '--accent', 'ink', '--send', 'outbox']
  const { code, err } = await inside(root, ['init', 'pub', ...flags], {}, ['quay@quay.example'])
  expect(code).toBe(0)
  expect(err).toBe('Who sends it? As Name <name@example.com>: ')
  expect(loadProject(join(root, 'pub'), {}).lang).toBe('fr')
})

it('begins nothing where nobody answers', async () => {
  const root = emptyFolder()
  const { code, err } = await inside(root, ['init', 'pub'], {}, ['', '', '', '', ''])
  expect(code).toBe(2)
  expect(err).toContain('nothing was begun. Answer the question, or give --name.')
  expect(existsSync(join(root, 'pub')) ? readdirSync(join(root, 'pub')) : []).toEqual([])
})
