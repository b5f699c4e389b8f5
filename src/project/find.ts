// Where the project is: the folder with newsletter.yaml. Reads nothing of it.

import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PressrunError } from '../problem.ts'

export const PROJECT_FILE = 'newsletter.yaml'

/**
 * The nearest folder, from `from` upward, that has a newsletter.yaml.
 * @throws PressrunError `config`
 */
export function findProject(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return folder
    if (dirname(folder) === folder) break
  }
  throw new PressrunError({
    code: 'config',
    message: `there is no ${PROJECT_FILE} in ${resolve(from)} or above it`,
    mend: 'Go to the folder of your newsletter, or name it with --project.',
  })
}
