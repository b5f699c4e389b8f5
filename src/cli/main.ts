#!/usr/bin/env node
// The `pressrun` command. Says so in one line where Node is too old to go on; nothing newer than Node 12 may
// be imported above that line.

import module from 'node:module'

const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Pressrun needs Node 22.18 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.\n`,
  )
  process.exit(2)
}
module.enableCompileCache?.()
const { run } = await import('./program.ts')
process.exitCode = await run(process.argv.slice(2))
