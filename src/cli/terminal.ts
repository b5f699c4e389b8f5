// The terminal as commands see it: where results and remarks go, whether a person is there to be asked, what
// to do on ctrl-C. Only this folder prints. Colour marks success, warning and error, and never alone.

import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline/promises'
import { styleText } from 'node:util'
import { reasonOf } from '../project/place-files.ts'

export type Colour = 'green' | 'yellow' | 'red' | 'dim' | 'bold'

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** A person can be asked and sees a line redrawn. */
  readonly interactive: boolean
  /** Width in columns; 80 where nobody knows. */
  readonly columns: number
  /** One line of result, to standard output. */
  print(line?: string): void
  /** One line of remark (progress, warnings, errors), to standard error. */
  note(line?: string): void
  /** Redraws the line that stands last on standard error; an empty one clears it. Only where `interactive`. */
  redraw(line: string): void
  paint(colour: Colour, text: string): string
  /** Asks on standard error, reads one line; empty at ctrl-D. Only where `interactive`. */
  ask(question: string): Promise<string>
  /** Calls `handler` at ctrl-C or SIGTERM instead of ending; returns what takes it away again. */
  onInterrupt(handler: (signal: NodeJS.Signals) => void): () => void
}

/** @param colour false for `--no-color`. */
export function systemTerminal(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Terminal & { withoutColour(): void } {
  const { stdin, stdout, stderr } = process
  let colour =
    env.NO_COLOR === undefined &&
    (stderr.isTTY || env.FORCE_COLOR !== undefined) &&
    env.TERM !== 'dumb'
  let drawn = false
  const clear = () => {
    if (drawn) stderr.write('\r\x1b[2K')
    drawn = false
  }
  // A reader that went away (`| head`) is no error of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0)
    stderr.write(`error  standard output cannot be written: ${reasonOf(error)}.\n`)
    process.exit(1)
  })
  return {
    env,
    cwd: process.cwd(),
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    columns: stderr.columns ?? 80,
    withoutColour() {
      colour = false
    },
    print(line = '') {
      clear()
      stdout.write(`${line}\n`)
    },
    note(line = '') {
      clear()
      stderr.write(`${line}\n`)
    },
    redraw(line) {
      stderr.write(`\r\x1b[2K${line}`)
      drawn = line !== ''
    },
    paint: (format, text) => (colour ? styleText(format, text, { validateStream: false }) : text),
    async ask(question) {
      clear()
      const asking = createInterface({ input: stdin, output: stderr })
      try {
        return await answerTo(asking, question)
      } finally {
        asking.close()
      }
    },
    onInterrupt(handler) {
      process.on('SIGINT', handler)
      process.on('SIGTERM', handler)
      return () => {
        process.off('SIGINT', handler)
        process.off('SIGTERM', handler)
      }
    },
  }
}

/** Whoever ends the input (ctrl-D) has said nothing; ctrl-C ends the command as it does everywhere. */
async function answerTo(asking: Interface, question: string): Promise<string> {
  let interrupted = false
  asking.on('SIGINT', () => {
    interrupted = true
    asking.close()
  })
  const ended = once(asking, 'close').then(() => undefined)
  const answered = asking.question(question).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ABORT_ERR') throw error
    return undefined
  })
  const said = await Promise.race([answered, ended])
  if (said === undefined) process.stderr.write('\n')
  if (interrupted) process.kill(process.pid, 'SIGINT')
  return said ?? ''
}
