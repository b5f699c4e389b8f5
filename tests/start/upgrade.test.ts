// Newer templates as a diff: what a publication has, what it came with and what the package has now.

import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readOrigin, readTemplates, templateChanges } from '../../src/start/templates.ts'
import { publication, REPOSITORY } from './publication.ts'

const TURN = 'partials/turn.mjml.hbs'
const FOOTER = 'partials/footer.mjml.hbs'
const GUEST = 'partials/guest.mjml.hbs'
const NEW = 'partials/letterhead.mjml.hbs'
const path = (root: string, name: string) => join(root, 'templates', name)
const origin = (root: string) => readOrigin(readFileSync(path(root, 'origin.json'), 'utf8'))

/** The package, later: two files changed, one new, one gone. */
function later() {
  const ours = new Map(readTemplates(REPOSITORY))
  ours.set(TURN, `${ours.get(TURN)}{{! newer }}\n`)
  ours.set(FOOTER, `{{! newer }}\n${ours.get(FOOTER)}`)
  ours.set(NEW, '<mj-text>new</mj-text>\n')
  ours.delete(GUEST)
  return ours
}

it('shows nothing where the package has not changed, whatever the publication did', () => {
  const root = publication()
  appendFileSync(path(root, TURN), '{{! mine }}\n')
  rmSync(path(root, FOOTER))
  expect(templateChanges(readTemplates(root), readTemplates(REPOSITORY), origin(root))).toEqual([])
})

it('tells what is newer from what both changed, and keeps quiet on what only the publication changed', () => {
  const root = publication()
  appendFileSync(path(root, FOOTER), '{{! mine }}\n')
  appendFileSync(path(root, 'plain.txt.hbs'), '{{! mine }}\n')
  const changes = templateChanges(readTemplates(root), later(), origin(root))
  expect(changes.map(({ name, kind }) => [name, kind])).toEqual([
    [`templates/${FOOTER}`, 'both'],
    [`templates/${GUEST}`, 'gone'],
    [`templates/${NEW}`, 'new'],
    [`templates/${TURN}`, 'update'],
  ])
})

it('is a diff that git applies, and then nothing is left to do', () => {
  const root = publication()
  const changes = templateChanges(readTemplates(root), later(), origin(root))
  writeFileSync(
    join(root, 'newer.diff'),
    `${changes.map(({ patch }) => patch.trimEnd()).join('\n')}\n`,
  )
  execFileSync('git', ['init', '-q'], { cwd: root })
  execFileSync('git', ['apply', 'newer.diff'], { cwd: root })
  expect(new Map([...readTemplates(root)].sort())).toEqual(new Map([...later()].sort()))
  expect(templateChanges(readTemplates(root), later(), origin(root))).toEqual([])
})

it('shows every difference where nobody knows what the templates came from', () => {
  const root = publication()
  rmSync(path(root, 'origin.json'))
  appendFileSync(path(root, TURN), '{{! mine }}\n')
  const changes = templateChanges(readTemplates(root), readTemplates(REPOSITORY), undefined)
  expect(changes.map(({ kind }) => kind)).toEqual(['both'])
})

it('says so where the note of their origin is broken', () => {
  expect(() => readOrigin('{"version": 1}')).toThrow(/templates\/origin\.json {2}this note/)
})
