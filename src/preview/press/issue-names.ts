// The issues as far as they are known before any YAML is read: by name, and the newest by its line with the date.

import { listIssues } from '../../issue/find.ts'
import { PressrunError } from '../../problem.ts'
import type { Files } from '../../project/files.ts'

export interface CatalogueEntry {
  readonly slug: string
  /** Relative to the project. */
  readonly file: string
  /** The slug where the file has none. */
  readonly title: string
  /** `YYYY-MM-DD`, or whatever stands there. */
  readonly date: string
  readonly lang: string
  /** The file cannot be read as YAML. */
  readonly broken: boolean
}

export const MAX_BYTES = 1_000_000
const FOLDER = 'issues'

/** Issues by name alone: what can be said before any file was read. */
export function namedIssues(files: Files): readonly CatalogueEntry[] {
  return [...issueFiles(files)].map(([slug, file]) => blank(slug, file))
}

/**
 * The issue to begin with: the one of the latest date. Looks for the line with the date and reads no further,
 * since somebody waits.
 */
export function newestIssue(files: Files): string | undefined {
  let newest: { slug: string; date: string } | undefined
  for (const [slug, file] of issueFiles(files)) {
    const text = textOf(files, file)
    const date = /^date:[ \t]*["']?(\d{4}-\d{2}-\d{2})/m.exec(text)?.[1] ?? ''
    if (!newest || date > newest.date) newest = { slug, date }
  }
  return newest?.slug
}

export function issueFiles(files: Files): ReadonlyMap<string, string> {
  const names = new Set(files.names(FOLDER))
  return new Map(
    listIssues(files).map((slug) => [
      slug,
      `${FOLDER}/${slug}.${names.has(`${slug}.yml`) ? 'yml' : 'yaml'}`,
    ]),
  )
}

export const blank = (slug: string, file: string): CatalogueEntry => {
  return { slug, file, title: slug, date: '', lang: '', broken: false }
}

function textOf(files: Files, file: string): string {
  try {
    return files.text(file, MAX_BYTES)
  } catch (error) {
    if (error instanceof PressrunError) return ''
    throw error
  }
}
