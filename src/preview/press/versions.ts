// An issue's letter from the files as they are, or as the last commit has them: both through the press that
// `build` and `send` use. What leaves is plain data, with what it was made from and what is wrong.

import { setTimeout } from 'node:timers/promises'
import { openPress, type Press } from '../../build/press.ts'
import type { Issue } from '../../issue/issue.ts'
import { PressrunError, type Problem } from '../../problem.ts'
import { type Files, projectFiles } from '../../project/files.ts'
import { PROJECT_FILE } from '../../project/find.ts'
import type { Project } from '../../project/project.ts'
import { loadMjml } from '../../render/mjml-load.ts'
import type { RenderedIssue } from '../../render/rendered.ts'
import type { ShownProblem } from '../wire.ts'
import { gitFiles } from './git-files.ts'

/** `work`: the files as they are. `HEAD`: as the last commit has them. */
export type Version = 'work' | 'HEAD'

/** What a letter was made from: it has to be made again when one of these changes. */
export interface Dependencies {
  readonly files: readonly string[]
  /** Folders whose list of files was read. */
  readonly lists: readonly string[]
}

/** Plain data: it crosses from one thread to another. */
export interface Pressed {
  /** All three or none. */
  readonly made?: {
    readonly project: Project
    readonly issue: Issue
    readonly rendered: RenderedIssue
  }
  /** Empty where the letter could be made. */
  readonly problems: readonly ShownProblem[]
  readonly depends: Dependencies
}

export interface Versions {
  press(slug: string, version: Version): Promise<Pressed>
}

/** Where the project's passwords are: never in git, but `loadProject` looks there. */
const ENV_FILE = '.env'
const LINE_CHARACTERS = 300
const MAX_TEXT_BYTES = 10_000_000
/** So long the images' threads are given to begin, before MJML stops this one. */
const IMAGES_FIRST_MS = 20

/** @param env the environment, as `loadProject` takes it. */
export function openVersions(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): Versions {
  const git = gitFiles(root)
  const presses = new Map<Version, { readonly config: string; readonly press: Press }>()
  let files = new Set<string>()
  let lists = new Set<string>()
  const onRead = ({ kind, name }: { kind: 'file' | 'list'; name: string }) => {
    if (kind === 'file') files.add(name)
    else lists.add(name)
  }
  const filesOf = (version: Version): Files =>
    version === 'HEAD' ? git.open(onRead) : projectFiles(root, onRead)

  /** The press holds its project: where that changed, another takes its place. */
  function pressOf(version: Version, from: Files): Press {
    const commit = version === 'HEAD' ? git.commit : ''
    const config = [commit, textOf(from, PROJECT_FILE), textOf(from, ENV_FILE)].join('\0')
    const known = presses.get(version)
    if (known?.config === config) return known.press
    const press = openPress(root, env, onRead, from)
    presses.set(version, { config, press })
    return press
  }

  async function press(slug: string, version: Version): Promise<Pressed> {
    files = new Set([PROJECT_FILE, ENV_FILE])
    lists = new Set()
    const result: { made?: NonNullable<Pressed['made']>; problems: readonly ShownProblem[] } = {
      problems: [],
    }
    let from: Files | undefined
    try {
      from = filesOf(version)
      const opened = pressOf(version, from)
      const rendering = opened.render(slug)
      await loadMjmlBeside(rendering)
      const { issue, rendered } = await rendering
      result.made = { project: opened.project, issue, rendered }
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      result.problems = withLines(error.problems, from)
    }
    return { ...result, depends: { files: [...files], lists: [...lists] } }
  }

  // One after the other, so that each knows what it read.
  let last: Promise<unknown> = Promise.resolve()
  return {
    press(slug, version) {
      const next = last.then(() => press(slug, version))
      last = next.catch(() => {})
      return next
    },
  }
}

let mjmlIsLoaded = false

/** Loading MJML stops this thread for as long as making the images takes: at the first letter, both at once. */
async function loadMjmlBeside(rendering: Promise<unknown>): Promise<void> {
  if (mjmlIsLoaded) return
  rendering.catch(() => {})
  await Promise.race([setTimeout(IMAGES_FIRST_MS), rendering])
  loadMjml()
  mjmlIsLoaded = true
}

function withLines(problems: readonly Problem[], files: Files | undefined): ShownProblem[] {
  return problems.map((problem): ShownProblem => {
    const { file, line } = problem
    if (!files || file === undefined || line === undefined) return problem
    const text = textOf(files, file)?.split('\n')[line - 1]
    return text === undefined ? problem : { ...problem, text: text.slice(0, LINE_CHARACTERS) }
  })
}

function textOf(files: Files, name: string): string | undefined {
  try {
    return files.text(name, MAX_TEXT_BYTES)
  } catch (error) {
    if (error instanceof PressrunError) return undefined
    throw error
  }
}
