// What the list says before any YAML is read is what it says after, wherever an issue is written plainly.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCatalogue } from '../../src/preview/press/catalogue.ts'
import { glanceAtIssues, newestOf } from '../../src/preview/press/issue-names.ts'
import { projectFiles } from '../../src/project/files.ts'
import { sampleProject } from './studio.ts'

const root = sampleProject()
const glance = () => glanceAtIssues(projectFiles(root))

it('the samples are seen at a glance as they are read, and the newest is found', async () => {
  expect(glance()).toEqual(await openCatalogue(root).read())
  expect(newestOf(glance())).toBe('cairo-notes')
  expect(newestOf([])).toBeUndefined()
})

it.each([
  ['quoted', 'title: "A: day" # remark\ndate: \'2026-01-02\'\nlang: ko # Korean'],
  ['with marks inside', "title: It’s 5 o'clock # really\ndate: 2026-01-02\nlang: pt-BR"],
  [
    'below something else',
    'sections:\n  - type: quote\n    title: Not this\n    text: Hello\ntitle: This',
  ],
  ['without a title', 'date: 2026-01-02'],
])('an issue %s as well', async (_, yaml) => {
  writeFileSync(join(root, 'issues/other.yaml'), `${yaml}\n`)
  const seen = glance().find(({ slug }) => slug === 'other')
  expect(seen).toEqual((await openCatalogue(root).read()).find(({ slug }) => slug === 'other'))
})

it('what is not plain is called by its name until it is read', () => {
  writeFileSync(
    join(root, 'issues/other.yaml'),
    'title: >\n  Over\n  lines\ndate: "2026-\\u0030"\n',
  )
  expect(glance().find(({ slug }) => slug === 'other')).toMatchObject({ title: 'other', date: '' })
})
