// The sample publication rendered, for the tests that look at it; and letters of a test's own making.

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { openPress, type Press } from '../../src/build/press.ts'
import { type Values, valuesOf } from '../../src/message/evaluate.ts'
import { fill } from '../../src/message/fill.ts'
import type { Merge, RenderedIssue } from '../../src/render/rendered.ts'

export const REPOSITORY = join(import.meta.dirname, '../..')
export const SAMPLES = ['lima-summit', 'lima-summit-ko', 'week-in-letters', 'cairo-notes'] as const

/** The sample publication in a folder of its own, with files added or changed. The caller removes it. */
export function publication(files: Readonly<Record<string, string | Uint8Array>> = {}): {
  readonly root: string
  readonly press: Press
  remove(): void
} {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-look-'))
  for (const name of ['newsletter.yaml', 'templates', 'issues'])
    cpSync(join(REPOSITORY, name), join(root, name), { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return {
    root,
    press: openPress(root, {}),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

const READER: Values = valuesOf(
  {
    email: 'mina.calder@example.com',
    name: 'Mina Calder',
    firstName: 'Mina',
    lang: 'en',
    tags: ['member'],
    fields: {},
  },
  {
    unsubscribe: 'https://letters.longmeridian.example/u/token',
    browser: 'https://letters.longmeridian.example/b/token',
  },
)

/** What a reader gets. */
export const read = (merge: Merge): string => fill(merge, READER)

/** The HTML as a reader's program shows it: images of the message are in it. */
export function shownHtml({ html, images }: RenderedIssue): string {
  return images.reduce(
    (text, { src, type, bytes }) =>
      text.replaceAll(src, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`),
    read(html),
  )
}
