// A project for benchmarks: the sample publication, copied, with as many issues of the sample's size as are wanted.

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')
export const SAMPLE = 'lima-summit'

/** @returns its folder. */
export function projectCopy(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-bench-'))
  for (const name of ['newsletter.yaml', 'templates', 'issues'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  return root
}

/** @returns their slugs: `issue-0` and so on. */
export function addIssues(root: string, count: number): readonly string[] {
  const issues = join(root, 'issues')
  const slugs = Array.from({ length: count }, (_, number) => `issue-${number}`)
  for (const [number, slug] of slugs.entries()) {
    cpSync(join(issues, SAMPLE), join(issues, slug), { recursive: true })
    const yaml = readFileSync(join(issues, `${SAMPLE}.yaml`), 'utf8')
      .replaceAll(`${SAMPLE}/`, `${slug}/`)
      .replace(/^title: .*$/m, `title: Number ${number}`)
    writeFileSync(join(issues, `${slug}.yaml`), yaml)
  }
  return slugs
}
