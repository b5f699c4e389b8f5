// Which issues a project has, by name. Reads none of them.

import { existsSync } from 'node:fs'
import { closestMatch } from 'leven'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'

const FOLDER = 'issues'
const ENDING = /\.ya?ml$/

/** Slugs of the project's issues, sorted. */
export function listIssues(files: Files): readonly string[] {
  return files
    .names(FOLDER)
    .filter((name) => ENDING.test(name))
    .map((name) => name.replace(ENDING, ''))
}

/**
 * @param name a slug, or the path of the YAML file.
 * @throws PressrunError `usage` where there is none, with the nearest that there is
 */
export function findIssue(
  files: Files,
  name: string,
): { readonly slug: string; readonly file: string } {
  const slug = name
    .replace(/^\.\//, '')
    .replace(new RegExp(`^${FOLDER}/`), '')
    .replace(ENDING, '')
  const file = ['yaml', 'yml']
    .map((ending) => `${FOLDER}/${slug}.${ending}`)
    .find((candidate) => !slug.includes('/') && existsSync(files.path(candidate)))
  if (file !== undefined) return { slug, file }
  const slugs = listIssues(files)
  const near = closestMatch(slug, [...slugs], { maxDistance: 5 })
  throw new PressrunError({
    code: 'usage',
    message: `there is no issue "${name}"`,
    mend: near
      ? `Did you mean "${near}"?`
      : slugs.length > 0
        ? `There are: ${slugs.slice(0, 10).join(', ')}${slugs.length > 10 ? ' …' : ''}.`
        : `Add ${FOLDER}/${slug}.yaml.`,
  })
}
