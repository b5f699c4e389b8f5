// npm run check -- …: the same as `pressrun check …`.

import { run } from '../src/cli/program.ts'

process.exitCode = await run(['check', ...process.argv.slice(2)])
