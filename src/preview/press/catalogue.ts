// The list of issues: of each its title, date and language, and nothing that it points to. Files are read again
// only when they changed.

import { statSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { PressrunError } from '../../problem.ts'
import { type Files, projectFiles } from '../../project/files.ts'
import { readYaml } from '../../project/yaml.ts'
import { blank, type CatalogueEntry, issueFiles, MAX_BYTES } from './issue-names.ts'

export interface Catalogue {
  /** Gives way between files, so that a letter can be made in the meantime. */
  read(): Promise<readonly CatalogueEntry[]>
}

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

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs} ${stat.size}` : ''
}
