// The command as users call it: here, with a terminal that keeps what it is told, or as a process of its own.

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { run } from '../../src/cli/program.ts'
import { systemTerminal } from '../../src/cli/terminal.ts'
import { REPOSITORY } from '../build/project.ts'

export interface Ended {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

const BARE = systemTerminal({ NO_COLOR: '1' })

/** @param cwd where it is called. */
export async function pressrun(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  let out = ''
  let err = ''
  const terminal = {
    ...BARE,
    env: { ...BARE.env, ...env },
    cwd,
    interactive: false,
    print: (line = '') => {
      out += `${line}\n`
    },
    note: (line = '') => {
      err += `${line}\n`
    },
  }
  const before = process.exitCode
  try {
    process.exitCode = undefined
    return { status: await run(args, terminal), out, err }
  } finally {
    process.exitCode = before
  }
}

export function pressrunProcess(cwd: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'src/cli/main.ts'), ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', HOME: cwd },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  child.stdin.end()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, out, err }))
  })
}
