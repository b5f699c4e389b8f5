// A new publication in a folder: everything in it, written at once. The folder comes to be whole or not at all.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PressrunError } from '../problem.ts'
import { PROJECT_FILE } from '../project/find.ts'
import { type PlacedFile, reasonOf } from '../project/place-files.ts'
import type { Answers } from './answers.ts'
import { companions } from './companions.ts'
import { firstIssue } from './first-issue.ts'
import { newsletterYaml } from './publication.ts'
import { type TemplateFiles, templateCopy } from './templates.ts'

export interface Surroundings {
  /** `YYYY-MM-DD`, where the newsroom is. */
  readonly date: string
  /** IANA name. */
  readonly timezone: string
  /** Of Pressrun. */
  readonly version: string
  /** Random, to sign with. */
  readonly secret: string
  /** The package's. */
  readonly templates: TemplateFiles
}

/** Every file of a new publication. */
export function publicationFiles(answers: Answers, around: Surroundings): readonly PlacedFile[] {
  return [
    { name: PROJECT_FILE, content: newsletterYaml(answers, around.timezone) },
    ...templateCopy(around.templates, around.version),
    ...firstIssue(around.date),
    ...companions(answers, around),
  ]
}

/** What a folder may hold and still be as good as empty. */
const OVERLOOKED = new Set(['.git', '.DS_Store'])

/** @throws PressrunError `file` where something is in it. */
export function refuseFull(folder: string, shown: string): void {
  const fail = (message: string, mend: string) =>
    new PressrunError({ code: 'file', message, mend, file: shown })
  let names: readonly string[]
  try {
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (!stat) return
    if (!stat.isDirectory()) throw fail('this is a file, not a folder', 'Name another folder.')
    names = readdirSync(folder)
  } catch (error) {
    if (error instanceof PressrunError) throw error
    const reason = reasonOf(error as NodeJS.ErrnoException)
    throw fail(`this folder cannot be read: ${reason}`, 'Name another folder.')
  }
  const inside = names.filter((name) => !OVERLOOKED.has(name))
  if (inside.length === 0) return
  throw fail(
    `this folder is not empty: ${inside[0]} is in it`,
    inside.includes(PROJECT_FILE)
      ? 'There is a publication already; see what newer templates would change with --upgrade.'
      : 'Name a new folder: pressrun init my-letters.',
  )
}

/**
 * A folder that is not there yet appears whole. One that is there is filled, newsletter.yaml last: it stays the same
 * folder, since somebody's shell may stand in it.
 * @throws PressrunError `file`
 */
export function createPublication(
  folder: string,
  shown: string,
  files: readonly PlacedFile[],
): void {
  refuseFull(folder, shown)
  const fresh = !existsSync(folder)
  let staging: string | undefined
  try {
    mkdirSync(dirname(folder), { recursive: true })
    staging = mkdtempSync(
      fresh ? join(dirname(folder), `.${basename(folder)}-`) : join(folder, '.new-'),
    )
    chmodSync(staging, 0o755)
    for (const { name, content } of files) {
      const path = join(staging, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content, { flag: 'wx', mode: name === '.env' ? 0o600 : 0o644 })
    }
    if (fresh) renameSync(staging, folder)
    else fill(folder, staging)
  } catch (error) {
    if (error instanceof PressrunError) throw error
    throw new PressrunError({
      code: 'file',
      message: `the publication cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}`,
      mend: 'Name a folder that you may write to.',
      file: shown,
    })
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true })
  }
}

function fill(folder: string, staging: string): void {
  const names = readdirSync(staging).sort(
    (a, b) => Number(a === PROJECT_FILE) - Number(b === PROJECT_FILE),
  )
  for (const name of names) renameSync(join(staging, name), join(folder, name))
}
