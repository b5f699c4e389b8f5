// A sendmail program as a transport (Postfix, Exim, msmtp, …), through nodemailer's: one process for each message.
// The program says by its exit code (sysexits.h) whether it took the message; where it ended otherwise nobody knows.

import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createTransport } from 'nodemailer'
import SendmailTransport from 'nodemailer/lib/sendmail-transport'
import { handOverLane, type Taker } from './hand-over.ts'
import type { Outcome, Transport } from './transport.ts'

export interface SendmailSettings {
  /** What outcomes call it. */
  readonly name?: string
  /** Programs that run at once. */
  readonly lanes?: number
  /** Milliseconds until a program that does not end is killed. */
  readonly patience?: number
}

const DEFAULT_PROGRAM = '/usr/sbin/sendmail'
const PATIENCE_MS = 600_000

/** @param path of the program, or its name where it is on the PATH. */
export function sendmailTransport(
  path = DEFAULT_PROGRAM,
  { name = 'sendmail', lanes = 4, patience = PATIENCE_MS }: SendmailSettings = {},
): Transport {
  return {
    name,
    lanes,
    open: () => handOverLane(name, sendmailTaker(path, name), patience),
    async verify() {
      const missing = whyNot(path)
      if (missing !== undefined) return { ok: false, detail: missing }
      return { ok: true, detail: `${path}: letters are handed to this program` }
    },
    close: async () => {},
  }
}

function sendmailTaker(path: string, relay: string): Taker {
  let program: ChildProcess | undefined
  const sendmail = new SendmailTransport({ path, newline: 'unix' })
  // nodemailer keeps its process to itself, and one that hangs must be ended.
  Object.assign(sendmail, {
    _spawn(command: string, args: readonly string[]) {
      program = spawn(command, args)
      return program
    },
  })
  const mailer = createTransport(sendmail)
  return {
    async ready({ envelope: { from, to } }) {
      // It would be taken for an option of the program.
      if (/^"?-/.test(from) || /^"?-/.test(to))
        return { kind: 'unsendable', problem: 'the address begins with a hyphen', relay }
      const missing = whyNot(path)
      return missing === undefined ? undefined : { kind: 'sender', problem: missing, relay }
    },
    async take({ envelope, bytes }, gone) {
      gone.addEventListener('abort', () => program?.kill('SIGKILL'))
      try {
        await mailer.sendMail({ envelope: { ...envelope }, raw: bytes })
        return { kind: 'accepted', reply: { code: 250, text: `taken by ${path}` }, relay }
      } catch (error) {
        return exitOutcome(error as NodeJS.ErrnoException, path, relay)
      }
    },
  }
}

/** sysexits.h: what is wrong with this message or this reader. */
const READERS_CODES: Record<number, string> = {
  65: 'the message is not taken',
  67: 'no such user',
  68: 'no such host',
}

function exitOutcome(error: NodeJS.ErrnoException, path: string, relay: string): Outcome {
  // The process was not begun, so nothing was read of the message.
  if (error.syscall?.startsWith('spawn'))
    return { kind: 'sender', problem: `${path} cannot be run (${error.code})`, relay }
  const [, digits] = /exited with code (\d+)$/.exec(error.message) ?? []
  if (digits === undefined)
    return { kind: 'lost', problem: `${path} ended without saying how: ${error.message}`, relay }
  const code = Number(digits)
  const readers = READERS_CODES[code]
  if (readers !== undefined)
    return { kind: 'refused', reply: { code: 550, text: `${readers} (exit code ${code})` }, relay }
  return { kind: 'sender', problem: `${path} ended with exit code ${code}`, relay }
}

/** @returns why the program cannot be run; undefined where it can. */
function whyNot(path: string): string | undefined {
  const candidates = path.includes('/')
    ? [path]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, path))
  const found = candidates.some((candidate) => {
    try {
      accessSync(candidate, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
  return found ? undefined : `there is no program ${path} that may be run`
}
