// A process that runs one command of Pressrun and prints, last and as JSON, what it took.

import { run } from '../../../src/cli/program.ts'

process.exitCode = await run(process.argv.slice(2))
const { user, system } = process.cpuUsage()
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1_000,
    peakMb: process.resourceUsage().maxRSS / 1_000,
  }),
)
