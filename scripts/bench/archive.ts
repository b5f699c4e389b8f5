// The archive of many issues, written as files, against a build of the same issues: processor time of a whole process.

import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../src/store/open.ts'
import { createSend } from '../../src/store/sends.ts'
import { addIssues, projectCopy } from './build/project-copy.ts'
import { median, printTable, ratio } from './table.ts'

const ISSUES = 500
const ROUNDS = 3

interface Figures {
  readonly cpuMs: number
  readonly peakMb: number
}

export async function bench(): Promise<void> {
  const root = projectCopy()
  try {
    const slugs = addIssues(root, ISSUES)
    const store = await openStore(root, 'write')
    for (const issue of slugs)
      await createSend(store, {
        ...{ issue, state: 'done', sender: 'a', digest: 'd', parts: '{}', selection: '{}' },
        ...{ created_at: 1, started_at: 1 },
      })
    await store.close()
    const command = (...args: readonly string[]): Figures => {
      const script = join(import.meta.dirname, 'archive/command.ts')
      const out = execFileSync(process.execPath, [script, ...args, '--project', root], {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      })
      return JSON.parse(out.trim().split('\n').at(-1) as string) as Figures
    }
    // Images are made once, for whoever comes first.
    command('build', ...slugs)
    const [built, archived]: [Figures[], Figures[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      built.push(command('build', '--force', ...slugs))
      archived.push(command('archive', '--out', join(root, 'site')))
    }
    const cpu = (figures: readonly Figures[]) => median(figures.map(({ cpuMs }) => cpuMs))
    const page = (ms: number) => `${(ms / ISSUES).toFixed(1)} ms`
    printTable(`archive: ${ISSUES} issues, medians of ${ROUNDS}`, [
      { what: 'pressrun build, CPU an issue', value: page(cpu(built)) },
      { what: 'pressrun archive, CPU a page', value: page(cpu(archived)) },
      ratio(cpu(archived) / cpu(built), 1.2, '  against build'),
      {
        what: 'peak memory of the archive',
        value: `${Math.max(...archived.map(({ peakMb }) => peakMb)).toFixed(0)} MB`,
      },
    ])
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
