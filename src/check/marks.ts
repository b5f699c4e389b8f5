// Which issues were checked, and found without errors, as their files are now: kept in the project's own folder, so
// that the command and the studio say the same. A file that changed since takes its issue's mark away.

import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding } from './finding.ts'

interface Mark {
  readonly errors: number
  /** Time and size of every file that the letter was made from, by name. */
  readonly files: Readonly<Record<string, string>>
}

const FILE = '.pressrun/cache/checked.json'

/** @param files what the letter was made from, relative to the project. */
export function markChecked(
  root: string,
  slug: string,
  findings: readonly Pick<Finding, 'level'>[],
  files: readonly string[],
): void {
  const errors = findings.filter(({ level }) => level === 'error').length
  const stamp = stamps(root)
  const mark: Mark = { errors, files: Object.fromEntries(files.map((name) => [name, stamp(name)])) }
  const path = join(root, FILE)
  try {
    mkdirSync(dirname(path), { recursive: true })
    const fresh = `${path}.${process.pid}.new`
    writeFileSync(fresh, JSON.stringify({ ...readMarks(root), [slug]: mark }))
    renameSync(fresh, path)
  } catch {
    // A folder that cannot be written keeps no marks: the issue counts as not checked.
  }
}

/** Slugs of issues whose last check found no error, and whose files are still the same. */
export function checkedIssues(root: string): ReadonlySet<string> {
  const stamp = stamps(root)
  return new Set(
    Object.entries(readMarks(root)).flatMap(([slug, { errors, files }]) =>
      errors === 0 && Object.entries(files).every(([name, was]) => stamp(name) === was)
        ? [slug]
        : [],
    ),
  )
}

function readMarks(root: string): Readonly<Record<string, Mark>> {
  try {
    return JSON.parse(readFileSync(join(root, FILE), 'utf8')) as Record<string, Mark>
  } catch {
    return {}
  }
}

/** Looks at each file once. */
function stamps(root: string): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const stat = statSync(join(root, name), { throwIfNoEntry: false })
    const stamp = stat ? `${stat.mtimeMs} ${stat.size}` : ''
    known.set(name, stamp)
    return stamp
  }
}
