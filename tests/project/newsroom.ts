// A project in a folder of its own, from texts; and what is said of what is wrong with it, as it is printed.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Issue } from '../../src/issue/issue.ts'
import { loadIssue } from '../../src/issue/load.ts'
import { formatProblem, PressrunError } from '../../src/problem.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import type { Project } from '../../src/project/project.ts'

/** What a file holds; `link` makes it a symlink to that. */
export type Contents = string | Uint8Array | { readonly link: string }
export type Folder = Readonly<Record<string, Contents>>

export const NEWSLETTER = `name: The Harbour Post
from: The Harbour Post <post@harbour.example>
url: https://post.harbour.example
address: 4 Quay Street, Port Ellery
`

/** The keys that every issue has, two lines. */
export const HEAD = 'title: Fog\ndate: 2024-11-18\n'

/** @returns the folder, gone when the test ends. */
export function newsroom(files: Folder): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-content-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const all: Folder = { 'newsletter.yaml': NEWSLETTER, ...files }
  for (const [name, contents] of Object.entries(all)) {
    const path = join(root, name)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof contents === 'string' || contents instanceof Uint8Array)
      writeFileSync(path, contents)
    else symlinkSync(contents.link, path)
  }
  return root
}

export function openProject(files: Folder, env: Record<string, string> = {}): Project {
  return loadProject(newsroom(files), env)
}

/** Loads `issues/<name>.yaml`. */
export function openIssue(files: Folder, name = 'x'): Issue {
  const root = newsroom(files)
  const door = projectFiles(root)
  return loadIssue(loadProject(root, {}, door), door, name)
}

/** An issue that points to one article, `issues/a.md`, and what else is given. */
export const articleOf = (markdown: string | Uint8Array, more: Folder = {}) =>
  openIssue({ 'issues/x.yaml': `${HEAD}article: a.md\n`, 'issues/a.md': markdown, ...more })
    .article as NonNullable<Issue['article']>

/** Likewise with one interview. */
export const interviewOf = (markdown: string, more: Folder = {}) =>
  openIssue({ 'issues/x.yaml': `${HEAD}interview: a.md\n`, 'issues/a.md': markdown, ...more })
    .interview as NonNullable<Issue['interview']>

/** Every problem, as a command prints it: a line each. Anything but a clear problem fails the test. */
export function complaint(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    expectShape(error)
    return error.problems.map(formatProblem).join('\n')
  }
  return 'nothing was refused'
}

/** Exit code 2, a code, a mend and no trace of the program. */
function expectShape(error: PressrunError): void {
  if (error.exitCode !== 2) throw new Error(`exit code ${error.exitCode}`)
  for (const problem of error.problems) {
    if (!problem.mend || /\n| at .*\.ts|node:/.test(formatProblem(problem)))
      throw new Error(`not a clear problem: ${formatProblem(problem)}`)
  }
}

/** An interview whose speakers are named at its top. */
export const speakersAs = (yaml: string, turns: string) =>
  `---\nspeakers:\n${yaml}\n---\n\n${turns}`

export const TALK =
  'Ana Ruiz: Why fog?\n\nBen Okafor: Because it is there.\n\nAna Ruiz: Always?\n\nBen Okafor: Mostly.'
