import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { listFiles } from './src/project/files.ts'
import { LongestFirst } from './tests/order.ts'
import { SCRATCH } from './tests/scratch.ts'

const browsers: string[] = []
const processes: string[] = []
const together: string[] = []

// A file says by its imports what it starts; no list has to be kept.
for (const name of listFiles('tests')) {
  if (!name.endsWith('.test.ts')) continue
  const file = `tests/${name}`
  const text = readFileSync(file, 'utf8')
  if (/\/(?:browser|studio)\.ts'/.test(text)) browsers.push(file)
  else if (/\bprocess\.execPath\b|\/chaos\.ts'/.test(text)) processes.push(file)
  else together.push(file)
}

/** What V8 made of the libraries, kept for the next worker: without it, each would compile them anew. */
const env = { NODE_COMPILE_CACHE: `${import.meta.dirname}/node_modules/.compile-cache` }
const scratch = { env: { ...env, TMPDIR: SCRATCH }, globalSetup: 'tests/scratch.ts' }

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is asked again until it is so may take long on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    env,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: { name: 'browser', include: browsers, globalSetup: 'tests/browser-once.ts' },
      },
      { extends: true, test: { name: 'process', include: processes, ...scratch } },
      // Two workers carry all of these: to load the libraries anew for each file, and run them cold, took twice as
      // long as the tests.
      { extends: true, test: { name: 'together', include: together, isolate: false, ...scratch } },
    ],
  },
})
