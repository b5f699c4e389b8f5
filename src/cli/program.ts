// The command line: arguments to a command, what it throws to an exit code. 0 done; 1 something did not go as
// asked; 2 the call or the input is wrong.

import { Command, CommanderError } from 'commander'
import { PressrunError, type Problem } from '../problem.ts'
import { reasonOf } from '../project/place-files.ts'
import { version } from '../version.ts'
import { archiveCommand } from './archive.ts'
import { buildCommand } from './build.ts'
import { cancelCommand } from './cancel.ts'
import { checkCommand } from './check.ts'
import { printProblems, type Register } from './command.ts'
import { dkimCommand } from './dkim.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { listCommand } from './list.ts'
import { newCommand } from './new.ts'
import { pauseCommand, resumeCommand } from './pause.ts'
import { previewCommand } from './preview.ts'
import { reportCommand } from './report.ts'
import { retryCommand } from './retry.ts'
import { sendCommand } from './send.ts'
import { serveCommand } from './serve.ts'
import { statusCommand } from './status.ts'
import { storeCommand } from './store.ts'
import { systemTerminal } from './terminal.ts'
import { webhooksCommand } from './webhooks.ts'
import { workerCommand } from './worker.ts'

/** In the order in which a newsroom meets them. */
const COMMANDS: readonly Register[] = [
  initCommand,
  newCommand,
  importCommand,
  buildCommand,
  checkCommand,
  previewCommand,
  sendCommand,
  workerCommand,
  listCommand,
  storeCommand,
  serveCommand,
  archiveCommand,
  webhooksCommand,
  statusCommand,
  pauseCommand,
  resumeCommand,
  retryCommand,
  cancelCommand,
  exportCommand,
  reportCommand,
  dkimCommand,
  doctorCommand,
]

/** @returns the exit code. */
export async function run(
  args: readonly string[],
  terminal: ReturnType<typeof systemTerminal> = systemTerminal(),
): Promise<number> {
  if (args.includes('--no-color') || args.includes('--no-colour')) terminal.withoutColour()
  const program = new Command('pressrun')
    .description('Newsletters as code: build issues, preview them, send them.')
    .version(version)
    .option('--no-color', 'print without colours')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
      // Said as every other problem is, where it is caught.
      outputError: () => {},
    })
  for (const register of COMMANDS) register(program, terminal)
  for (const command of program.commands) command.copyInheritedSettings(program)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    // Called without a command: its help was printed.
    if (error instanceof CommanderError && error.code === 'commander.help') return 2
    const problem = problemOf(error)
    if (!problem) throw error
    if (args.includes('--json'))
      terminal.print(JSON.stringify({ problems: problem.problems }, null, 2))
    else printProblems(terminal, problem.problems)
    return problem.exitCode
  }
}

const DISK = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENAMETOOLONG', 'EMFILE', 'EIO'])

/** Undefined where it is a mistake of ours, which shows where it was made. */
function problemOf(error: unknown): PressrunError | undefined {
  if (error instanceof PressrunError) return error
  if (error instanceof CommanderError) return new PressrunError(misused(error))
  const { code = '', path } = error as NodeJS.ErrnoException
  if (!(error instanceof Error && DISK.has(code))) return undefined
  return new PressrunError({
    code: 'file',
    message: `this cannot be read or written: ${reasonOf(error)}`,
    mend: 'Check the name, its permissions and the disk.',
    ...(path === undefined ? {} : { file: path }),
  })
}

/** `error: unknown option '--sned'\n(Did you mean --send?)` as a problem. */
function misused({ message }: CommanderError): Problem {
  const [said = '', near] = message.replace(/^error: /, '').split('\n')
  return {
    code: 'usage',
    message: said.replace(/\.$/, '').replaceAll("'", '"'),
    mend: near?.replace(/^\(|\)$/g, '') ?? 'Run it with --help to see what it takes.',
  }
}
