// The project as newsletter.yaml says now; while it cannot be read, as it said last.

import { PressrunError } from '../problem.ts'
import { type Files, projectFiles } from '../project/files.ts'
import { loadProject } from '../project/load.ts'
import type { Project } from '../project/project.ts'

export interface CurrentProject {
  readonly files: Files
  now(): Project
  reload(): void
}

/** @throws PressrunError `config`, `file`, `syntax`, `schema` where it cannot be read to begin with. */
export function currentProject(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
): CurrentProject {
  const files = projectFiles(root)
  let project = loadProject(root, env, files)
  return {
    files,
    now: () => project,
    reload() {
      try {
        project = loadProject(root, env, files)
      } catch (error) {
        // The page shows the problem where the letter is.
        if (!(error instanceof PressrunError)) throw error
      }
    },
  }
}
