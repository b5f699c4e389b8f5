// npm run build -- …: the same as `pressrun build …`.

import { run } from '../src/cli/program.ts'

process.exitCode = await run(['build', ...process.argv.slice(2)])
