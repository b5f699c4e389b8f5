// Runs templates of a test's own through the render core, from real files in a folder of its own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { PressrunError, type Problem } from '../../src/problem.ts'
import { projectFiles } from '../../src/project/files.ts'
import { cutHtml } from '../../src/render/cut.ts'
import { renderMjml } from '../../src/render/mjml.ts'
import type { Merge } from '../../src/render/rendered.ts'
import { SlotTable } from '../../src/render/slot.ts'
import { type Helper, openTemplates } from '../../src/render/template.ts'

const HELPERS: Record<string, Helper> = {
  t: ((key: string, { hash }: { hash: Record<string, unknown> }) =>
    `${key}${Object.values(hash)
      .map((value) => ` ${value}`)
      .join('')}`) as Helper,
  or: ((a: unknown, b: unknown) => a || b) as Helper,
  eq: ((a: unknown, b: unknown) => a === b) as Helper,
}

/** @param templates by path below `templates/`; `letter.mjml.hbs` is what runs. */
export function project(templates: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-render-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(templates)) {
    const path = join(root, 'templates', name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return openTemplates(projectFiles(root))
}

export async function letterOf(
  templates: Record<string, string> | string,
  context: object = {},
): Promise<Merge> {
  const files = typeof templates === 'string' ? { 'letter.mjml.hbs': templates } : templates
  const slots = new SlotTable('a test')
  const output = project(files).run('letter', 'mjml', context, { slots, helpers: HELPERS })
  return cutHtml(await renderMjml(output, slots), slots)
}

/** A whole letter around the inside of an mj-text, on one line of its own: line 3. */
export const inText = (inside: string) =>
  `<mjml><mj-body><mj-section><mj-column>\n<mj-text>\n${inside}\n</mj-text>\n</mj-column></mj-section></mj-body></mjml>`

/** A whole letter around elements of a column: they begin on line 2. */
export const inColumn = (inside: string) =>
  `<mjml><mj-body><mj-section><mj-column>\n${inside}\n</mj-column></mj-section></mj-body></mjml>`

export async function problemsOf(run: () => unknown): Promise<readonly Problem[]> {
  try {
    await run()
  } catch (error) {
    if (error instanceof PressrunError) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

/** The parts that wait for the reader, without the constants around them. */
export const openParts = (merge: Merge) => merge.filter((part) => typeof part !== 'string')

/** The constants, put together. */
export const constants = (merge: Merge) =>
  merge.filter((part) => typeof part === 'string').join('…')
