// The list of issues: of each its title, date and language, and nothing that it points to. Files are read again
// only when they changed.

import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { listIssues } from '../../issue/find.ts'
import { PressrunError } from '../../problem.ts'
import { type Files, projectFiles } from '../../project/files.ts'
import { readYaml } from '../../project/yaml.ts'

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

export interface Catalogue {
  /** Gives way between files, so that a letter can be made in the meantime. */
  read(): Promise<readonly CatalogueEntry[]>
}

const FOLDER = 'issues'
const MAX_BYTES = 1_000_000

export function openCatalogue(root: string): Catalogue {
  const known = new Map<string, { readonly stamp: string; readonly entry: CatalogueEntry }>()
  return {
    async read() {
      const files = projectFiles(root)
      const entries: CatalogueEntry[] = []
      for (const [slug, file] of issueFiles(files)) {
        const stamp = stampOf(files.path(file))
        let row = known.get(file)
        if (row?.stamp !== stamp) {
          await setImmediate()
          row = { stamp, entry: readEntry(files, slug, file) }
          known.set(file, row)
        }
        entries.push(row.entry)
      }
      return entries
    },
  }
}

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

function issueFiles(files: Files): ReadonlyMap<string, string> {
  const names = new Set(files.names(FOLDER))
  return new Map(
    listIssues(files).map((slug) => [
      slug,
      `${FOLDER}/${slug}.${names.has(`${slug}.yml`) ? 'yml' : 'yaml'}`,
    ]),
  )
}

const blank = (slug: string, file: string): CatalogueEntry => {
  return { slug, file, title: slug, date: '', lang: '', broken: false }
}

function readEntry(files: Files, slug: string, file: string): CatalogueEntry {
  try {
    const data = readYaml(files.text(file, MAX_BYTES), file).data as Record<string, unknown>
    const text = (key: string) => (typeof data?.[key] === 'string' ? (data[key] as string) : '')
    const [title, date, lang] = ['title', 'date', 'lang'].map(text) as [string, string, string]
    return { ...blank(slug, file), title: title || slug, date, lang }
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    return { ...blank(slug, file), broken: true }
  }
}

function textOf(files: Files, file: string): string {
  try {
    return files.text(file, MAX_BYTES)
  } catch (error) {
    if (error instanceof PressrunError) return ''
    throw error
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs} ${stat.size}` : ''
}
