import { spawn } from 'node:child_process'
import { once } from 'node:events'
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
