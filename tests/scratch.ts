// Where tests put their files: a folder of this run, taken away after it. In memory where there is room, since most
// tests of stores and sends would otherwise wait for a disk at every commit; what is killed is a process, never the
// machine, and what it wrote is as safe there.

import { mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH = 2_000_000_000

function roomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .find((line) => line.split(' ')[1] === MEMORY)
    // Some tests write a program and run it.
    return bavail * bsize >= ENOUGH && mount !== undefined && !/\b(?:noexec|ro)\b/.test(mount)
  } catch {
    return false
  }
}

export const SCRATCH = join(roomy() ? MEMORY : tmpdir(), `pressrun-tests-${process.pid}`)

export default function setup(): () => void {
  mkdirSync(SCRATCH, { recursive: true })
  return () => rmSync(SCRATCH, { recursive: true, force: true })
}
