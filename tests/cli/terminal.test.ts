import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const TERMINAL = join(import.meta.dirname, '../../src/cli/terminal.ts')
const ASKING = `
  const { systemTerminal } = await import(${JSON.stringify(TERMINAL)})
  const terminal = systemTerminal()
  terminal.print(JSON.stringify(await terminal.ask('Send? [y/N] ')))
  terminal.print('and on it goes')`

it.each([
  ['yes\n', '"yes"'],
  ['\n', '""'],
  ['', '""'],
])('a question answered with %j has the answer %s', async (said, answer) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', ASKING])
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stdin.end(said)
  expect(await once(child, 'close')).toEqual([0, null])
  expect(out).toBe(`${answer}\nand on it goes\n`)
})

it.skipIf(!existsSync('/dev/full'))('an output that takes nothing is one line', async () => {
  const full = openSync('/dev/full', 'w')
  const printing = ASKING.replace(/await terminal\.ask\(.*?\)/, '1')
  const child = spawn(process.execPath, ['--input-type=module', '-e', printing], {
    stdio: ['ignore', full, 'pipe'],
  })
  let err = ''
  child.stderr?.on('data', (chunk) => {
    err += chunk
  })
  closeSync(full)
  expect(await once(child, 'close')).toEqual([1, null])
  expect(err).toBe('error  standard output cannot be written: the disk is full.\n')
})
