// Everything that must hold: types, lint, tests. The last line says how many passed and failed.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Count {
  readonly passed: number
  readonly failed: number
}

const bin = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name)
const only = process.argv.slice(2)

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(bin(command), args, { stdio: 'inherit' }).status === 0
}

function step(name: string, command: string, args: readonly string[]): Count {
  const passed = run(command, args)
  console.log(`${name}: ${passed ? 'passed' : 'failed'}`)
  return { passed: Number(passed), failed: Number(!passed) }
}

/** A file that cannot be loaded, or an error outside of a test, counts as one failure. */
function vitest(): Count {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-test-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['run', ...only, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
    const clean = run('vitest', args)
    const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as { numPassedTests: number; numFailedTests: number }
    return { passed, failed: clean ? failed : Math.max(failed, 1) }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const counts =
  only.length > 0
    ? [vitest()]
    : [
        step('types', 'tsc', ['-p', 'tsconfig.json']),
        step('lint', 'biome', ['check', '.']),
        vitest(),
      ]
const total = (key: keyof Count) => counts.reduce((sum, count) => sum + count[key], 0)
console.log(`${total('passed')} passed, ${total('failed')} failed`)
process.exitCode = total('failed') > 0 || total('passed') === 0 ? 1 : 0
