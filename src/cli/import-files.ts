// The files that an import reads: those that were named, standard input, and pictures that lie beside a source.

import { createReadStream, realpathSync, statSync } from 'node:fs'
import { basename, dirname, resolve, sep } from 'node:path'
import { MAX_IMAGE_BYTES } from '../import/limits.ts'
import { checkSize, type SourceBytes } from '../import/source.ts'
import { PressrunError } from '../problem.ts'

/**
 * A file's bytes, or what comes through standard input (`-`). Too much is refused before it is read to the end.
 * @throws PressrunError `file`
 */
export async function readNamed(source: string, cwd: string): Promise<SourceBytes> {
  const check = (name: string) => (size: number) => checkSize(name, size)
  if (source === '-') {
    const bytes = await readAll(process.stdin, check('standard input'))
    return { name: 'standard input', bytes }
  }
  const path = resolve(cwd, source)
  const problem = (message: string, mend: string) =>
    new PressrunError({ code: 'file', message, mend, file: source })
  const stat = statOf(path, problem)
  if (!stat) throw problem('this file does not exist', 'Check the name.')
  if (stat.isDirectory()) throw problem('this is a folder', 'Name a file in it.')
  if (stat.isFile()) checkSize(source, stat.size)
  try {
    const bytes = await readAll(createReadStream(path), check(source))
    return { name: basename(source), bytes }
  } catch (error) {
    if (error instanceof PressrunError) throw error
    throw problem('this file cannot be read', 'Check its permissions.')
  }
}

function statOf(path: string, problem: (message: string, mend: string) => PressrunError) {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    // A whole text was given where a name is asked for.
    if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG')
      throw problem('no file has so long a name', 'To import a text itself, pipe it: import -')
    throw problem('this file cannot be read', 'Check its permissions.')
  }
}

async function readAll(
  stream: AsyncIterable<Buffer | string>,
  check: (size: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    check(size)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** A picture in the source's own folder or below it, links resolved; nothing else is read because a page says so. */
export async function readBeside(
  source: string,
  path: string,
  cwd: string,
): Promise<Buffer | undefined> {
  if (source === '-') return undefined
  const folder = realpathSync(dirname(resolve(cwd, source)))
  try {
    const real = realpathSync(resolve(folder, decodeURIComponent(path.replace(/[?#].*$/, ''))))
    const stat = statSync(real)
    if (!real.startsWith(folder + sep) || !stat.isFile() || stat.size > MAX_IMAGE_BYTES)
      return undefined
    return await readAll(createReadStream(real), () => {})
  } catch {
    return undefined
  }
}
