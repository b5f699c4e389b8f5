// Where the key is that signs letters: in the environment, in a file that it or newsletter.yaml names, or where
// `pressrun dkim` puts it. The key itself never stands in a message.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type DkimKey, dkimKey } from '../message/dkim.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'

type Signer = Pick<Project, 'root' | 'dkim' | 'secrets'>

/**
 * What letters are signed with: what `messageMaker` takes as `dkim`.
 * @param read the text of a file.
 * @returns undefined where newsletter.yaml says nothing of DKIM.
 * @throws PressrunError `config` where it does and there is no key, or none that can be used.
 */
export function signingKey(
  project: Signer,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): DkimKey | undefined {
  const { dkim, secrets } = project
  if (!dkim) {
    if (secrets.dkimKey === undefined && secrets.dkimKeyFile === undefined) return undefined
    throw new PressrunError({
      code: 'config',
      message: 'there is a DKIM key in the environment, and newsletter.yaml names no selector',
      mend: 'Add to newsletter.yaml: dkim: { selector: news }.',
    })
  }
  const pem = secrets.dkimKey ?? readKey(signingKeyFile(project) as string, read)
  return dkimKey(dkim.domain, dkim.selector, pem)
}

/** The file that the key is read from, absolute; undefined where nothing is signed or the key is in a variable. */
export function signingKeyFile({ root, dkim, secrets }: Signer): string | undefined {
  if (!dkim || secrets.dkimKey !== undefined) return undefined
  return secrets.dkimKeyFile ?? dkim.keyFile ?? usualKeyFile(root, dkim.selector)
}

const OWN_FOLDER = '.pressrun'

/** In the folder that git leaves out. */
export const usualKeyFile = (root: string, selector: string): string =>
  join(root, OWN_FOLDER, `dkim-${selector}.pem`)

function readKey(path: string, read: (path: string) => string): string {
  try {
    return read(path)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new PressrunError({
      code: 'config',
      message: missing ? 'there is no DKIM key here' : 'the DKIM key cannot be read',
      mend: missing
        ? 'Make one with: pressrun dkim'
        : `Check that the file may be read (${(error as NodeJS.ErrnoException).code}).`,
      file: path,
    })
  }
}

/**
 * For nobody else to read, and never over another key: letters that were signed with it would no longer hold.
 * @throws PressrunError `file`
 */
export function writeSigningKey(path: string, pem: string): void {
  const folder = dirname(path)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, pem, { mode: 0o600, flag: 'wx' })
    // Nothing in this folder is for git, whatever the project's own .gitignore says.
    const ignore = join(folder, '.gitignore')
    if (basename(folder) === OWN_FOLDER && !existsSync(ignore)) writeFileSync(ignore, '*\n')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EEXIST')
      throw new PressrunError({
        code: 'file',
        message: 'there is a file here already, and a key is never written over',
        mend: 'See its DNS record with: pressrun dkim --show. For a new key choose a new --selector.',
        file: path,
      })
    throw new PressrunError({
      code: 'file',
      message: `the key cannot be written: ${code ?? message}`,
      mend: 'Name another file with --out.',
      file: path,
    })
  }
}
