// The command line in this process, with a terminal of our own: without the second that a process takes.

import { run } from '../../src/cli/program.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** @param answers to what is asked; with any, a person is there. */
export async function inside(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  answers: readonly string[] = [],
): Promise<Ran> {
  const left = [...answers]
  let out = ''
  let err = ''
  const terminal: Terminal & { withoutColour(): void } = {
    ...{ env, cwd, interactive: answers.length > 0, columns: 80 },
    print(line = '') {
      out += `${line}\n`
    },
    note(line = '') {
      err += `${line}\n`
    },
    redraw() {},
    paint: (_, text) => text,
    async ask(question) {
      err += question
      return left.shift() ?? ''
    },
    onInterrupt: () => () => {},
    withoutColour() {},
  }
  // Commands say by it that something did not go as asked; a test run's own must not be left at that.
  process.exitCode = 0
  try {
    return { code: await run(args, terminal), out, err }
  } finally {
    process.exitCode = 0
  }
}
