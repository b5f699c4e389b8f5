// The issues as far as they are known before any YAML is read: what they are called, and which is the newest.

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

/**
 * Issues by what stands plainly in their files: enough for the list to open as it will be. YAML has more ways to say a
 * title than are looked for here; the catalogue, which reads it all, follows.
 */
export function glanceAtIssues(files: Files): readonly CatalogueEntry[] {
  return [...issueFiles(files)].map(([slug, file]) => {
    const text = textOf(files, file)
    const [title, date, lang] = ['title', 'date', 'lang'].map((key) => plainly(text, key))
    return { ...blank(slug, file), title: title || slug, date: date ?? '', lang: lang ?? '' }
  })
}

/** The issue to begin with: the one of the latest date. */
export function newestOf(issues: readonly CatalogueEntry[]): string | undefined {
  let newest: CatalogueEntry | undefined
  for (const issue of issues) if (!newest || dayOf(issue) > dayOf(newest)) newest = issue
  return newest?.slug
}

const dayOf = ({ date }: CatalogueEntry) => (/^\d{4}-\d{2}-\d{2}$/.test(date) ? date : '')

/** The value of a key at the top, on one line, quoted or not; empty where it is anything else. */
function plainly(text: string, key: string): string {
  const value = new RegExp(`^${key}:[ \\t]+(.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  const quoted = /^(?:"([^"\\]*)"|'([^']*)')(?:\s+#.*)?$/.exec(value)
  if (quoted) return quoted[1] ?? quoted[2] ?? ''
  return /^["'|>&*![{%@`]/.test(value) ? '' : value.replace(/\s+#.*$/, '')
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
