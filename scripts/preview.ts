// npm run preview -- …: the same as `pressrun preview …`. In the repository the page is built first, where it is
// not there or older than its source; in the package it comes built.

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../src/cli/program.ts'
import { ASSETS_FOLDER } from '../src/preview/assets.ts'
import { listFiles } from '../src/project/files.ts'

const APP = join(import.meta.dirname, '../src/preview/app')
/** What the page is made of, besides its own folder. */
const SHARED = join(import.meta.dirname, '../src/preview/wire.ts')

const changedMs = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function isStale(): boolean {
  const built = changedMs(join(ASSETS_FOLDER, 'index.html'))
  const sources = [SHARED, ...listFiles(APP).map((name) => join(APP, name))]
  return sources.some((path) => changedMs(path) > built)
}

if (isStale()) {
  const { build } = await import('vite')
  await build({ configFile: join(APP, 'vite.config.ts') })
}
process.exitCode = await run(['preview', ...process.argv.slice(2)])
