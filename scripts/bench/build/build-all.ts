// A process that builds every issue of a project; prints what it took, without starting up.

import { build } from '../../../src/build/build.ts'
import { keepNurserySmall } from '../../../src/cli/flat-memory.ts'
import { listIssues } from '../../../src/issue/find.ts'
import { projectFiles } from '../../../src/project/files.ts'

const root = process.argv[2] as string
const slugs = listIssues(projectFiles(root)).filter((slug) => slug.startsWith('issue-'))
const start = performance.now()
const cpu = process.cpuUsage()
// As the command does for as many.
const options = { env: {}, now: Date.now, onWork: keepNurserySmall }
for await (const built of build(root, slugs, options)) {
  if (built.kind === 'failed') throw new Error(JSON.stringify(built.problems))
}
const { user, system } = process.cpuUsage(cpu)
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - start,
    peakMb: process.resourceUsage().maxRSS / 1000,
  }),
)
