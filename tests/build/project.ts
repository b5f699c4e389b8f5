// A copy of the sample publication in a folder of a test's own.

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Built, build } from '../../src/build/build.ts'

export const REPOSITORY = join(import.meta.dirname, '../..')

export function sampleProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-project-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const name of ['newsletter.yaml', 'templates', 'issues', 'subscribers'])
    cpSync(join(REPOSITORY, name), join(root, name), { recursive: true })
  return root
}

export function edit(root: string, name: string, change: (text: string) => string): void {
  const path = join(root, name)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`nothing was changed in ${name}`)
  writeFileSync(path, after)
}

export async function built(
  root: string,
  slugs: readonly string[],
  options: { force?: boolean; env?: Record<string, string> } = {},
): Promise<Built[]> {
  const { env = {}, ...rest } = options
  return Array.fromAsync(build(root, slugs, { env, now: Date.now, ...rest }))
}

/** Every file below a folder, with its bytes. */
export function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(folder.length + 1), readFileSync(path, 'latin1')]
      }),
  )
}
