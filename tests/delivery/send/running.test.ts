import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { expect, it, onTestFinished } from 'vitest'
import { isRunning } from '../../../src/delivery/send-lock.ts'
import type { Send } from '../../../src/store/sends.ts'

const NOW = 1_000_000
const by = (pid: number, host = hostname(), seen = NOW) =>
  ({ runner: JSON.stringify({ pid, host, since: NOW }), seen_at: seen }) as Send

it('a send runs while its process lives, and elsewhere while it was seen of late', () => {
  expect(isRunning(by(process.pid), NOW)).toBe(true)
  expect(isRunning({ runner: null } as Send, NOW)).toBe(false)
  expect(isRunning(by(1, 'elsewhere'), NOW)).toBe(true)
  expect(isRunning(by(1, 'elsewhere', NOW - 61_000), NOW)).toBe(false)
})

it.runIf(existsSync('/proc/self/stat'))(
  'a process that died, and that nobody took note of, runs nothing',
  async () => {
    // The shell becomes a program that never asks what became of its child.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'])
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [said] = (await once(parent.stdout, 'data')) as [Buffer]
    const pid = Number(said)
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /)
    expect(isRunning(by(pid), NOW)).toBe(false)
  },
)
