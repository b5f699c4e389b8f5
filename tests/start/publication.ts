// A publication as `init` makes it, in a folder of a test's own.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Answers } from '../../src/start/answers.ts'
import { createPublication, publicationFiles } from '../../src/start/init.ts'
import { readTemplates } from '../../src/start/templates.ts'

export const REPOSITORY = join(import.meta.dirname, '../..')

export const ANSWERS: Answers = {
  name: 'The Quay Courier',
  from: 'The editors <letters@quay.example>',
  lang: 'en',
  accent: '#27496d',
  send: 'smtp',
}

export const SECRET = 'a secret that is long enough to sign with'

export function emptyFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-start-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  return root
}

export const filesFor = (answers: Partial<Answers> = {}) =>
  publicationFiles(
    { ...ANSWERS, ...answers },
    {
      date: '2024-11-18',
      timezone: 'Europe/London',
      version: '0.1.0',
      secret: SECRET,
      templates: readTemplates(REPOSITORY),
    },
  )

export function publication(answers: Partial<Answers> = {}): string {
  const root = emptyFolder()
  createPublication(root, 'here', filesFor(answers))
  return root
}
