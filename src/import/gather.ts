// What an import was asked for, to an import: sources read one after the other, their pieces parted, the images
// they show fetched, the files composed. The edges (files, streams, network) are what it is given.

import { PressrunError } from '../problem.ts'
import { composeIssue, type ImportOptions, type ImportResult, readSources } from './import.ts'
import { readSource, type SourceBytes } from './source.ts'

export interface Wanted {
  /** A path, an address, or `-`. */
  readonly source: string
  readonly role?: 'article' | 'interview'
}

/** Brings a source's bytes, bounded. Throws PressrunError `file`. */
export type Fetch = (source: string) => Promise<SourceBytes>

/** @throws PressrunError `usage`, `file`, `content` */
export async function gatherImport(
  wanted: readonly Wanted[],
  options: ImportOptions,
  fetch: Fetch,
): Promise<ImportResult> {
  if (wanted.length === 0)
    throw new PressrunError({
      code: 'usage',
      message: 'there is nothing to import',
      mend: 'Name a file, or - for standard input; or give --article and --interview.',
    })
  if (wanted.filter(({ source }) => source === '-').length > 1)
    throw new PressrunError({
      code: 'usage',
      message: 'standard input can be read once',
      mend: 'Name - for one of the sources only.',
    })
  const sources = []
  for (const { source, role } of wanted) {
    const bytes = await fetch(source)
    sources.push({ name: bytes.name, reading: readSource(bytes), ...(role ? { role } : {}) })
  }
  const read = readSources(sources, options)
  return composeIssue(read, options)
}
