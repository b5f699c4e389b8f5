// The checks against a build, over all sample issues with images and dictionaries at hand: what a writer does again
// and again.

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { median, type Row, ratio } from '../table.ts'

const RUNS = 7
const PATIENCE_MS = 30_000
const COMMANDS = { build: ['build', '--force'], check: ['check'] }

/** @param main the program, as it is compiled. @param root of the project. */
export function checkRows(main: string, root: string): Row[] {
  const wall = { build: [] as number[], check: [] as number[] }
  const cpu = { build: [] as number[], check: [] as number[] }
  const spy = join(import.meta.dirname, 'cpu-at-exit.ts')
  for (let run = -1; run < RUNS; run++) {
    for (const name of ['build', 'check'] as const) {
      const at = performance.now()
      const { status, stderr, output } = spawnSync(
        process.execPath,
        ['--import', spy, main, ...COMMANDS[name], '--project', root],
        {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
          timeout: PATIENCE_MS,
        },
      )
      if (status !== 0) throw new Error(stderr || `${name} did not end`)
      if (run < 0) continue
      wall[name].push(performance.now() - at)
      cpu[name].push(Number(output[3]))
    }
  }
  const row = (what: string, times: readonly number[]): Row => ({
    what,
    value: `${median(times).toFixed(0)} ms`,
  })
  const pairwise = (times: typeof wall) =>
    median(times.check.map((time, run) => time / (times.build[run] as number)))
  return [
    row('pressrun build, CPU', cpu.build),
    row('pressrun check, CPU', cpu.check),
    ratio(pairwise(cpu), 1.5, '  against build'),
    row('pressrun build, wall time', wall.build),
    row('pressrun check, wall time', wall.check),
    ratio(pairwise(wall), 1.5, '  against build'),
  ]
}
