// Where a project's open studio is: a small file that a send may look into. It is there as long as the studio is.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface OpenStudio {
  readonly pid: number
  /** `http://127.0.0.1:4400` */
  readonly url: string
  /** The catching inbox. */
  readonly smtp: { readonly host: string; readonly port: number }
}

const FOLDER = '.pressrun'
const fileOf = (root: string) => join(root, FOLDER, 'studio.json')

/** The project's studio; nothing where none is open. */
export function findStudio(root: string): OpenStudio | undefined {
  let found: OpenStudio
  try {
    found = JSON.parse(readFileSync(fileOf(root), 'utf8')) as OpenStudio
  } catch {
    return undefined
  }
  return Number.isInteger(found?.pid) && isAlive(found.pid) && found.smtp ? found : undefined
}

/** @returns what takes the file away again, unless another studio has written its own since. */
export function announceStudio(root: string, studio: OpenStudio): () => void {
  mkdirSync(join(root, FOLDER), { recursive: true })
  writeFileSync(fileOf(root), `${JSON.stringify(studio, null, 2)}\n`)
  return () => {
    if (findStudio(root)?.pid === studio.pid) rmSync(fileOf(root), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
