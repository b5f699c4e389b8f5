// npm run send -- …: the same as `pressrun send …`.

import { run } from '../src/cli/program.ts'

process.exitCode = await run(['send', ...process.argv.slice(2)])
