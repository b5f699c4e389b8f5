// Which issues a project has, by name. Reads none of them.

import { closestMatch } from 'leven'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'

const FOLDER = 'issues'

/** Slugs of the project's issues, sorted. */
export function listIssues(files: Files): readonly string[] {
  return files
    .list(FOLDER)
    .filter((name) => !name.includes('/') && /\.ya?ml$/.test(name))
    .map((name) => name.replace(/\.ya?ml$/, ''))
}

/**
 * @param name a slug, or the path of the YAML file.
 * @throws PressrunError `usage` where there is none, with the nearest that there is
 */
export function findIssue(
  files: Files,
  name: string,
): { readonly slug: string; readonly file: string } {
  const slugs = listIssues(files)
  const slug = name
    .replace(/^\.\//, '')
    .replace(new RegExp(`^${FOLDER}/`), '')
    .replace(/\.ya?ml$/, '')
  if (slugs.includes(slug)) {
    const yml = `${slug}.yml`
    return { slug, file: `${FOLDER}/${files.list(FOLDER).includes(yml) ? yml : `${slug}.yaml`}` }
  }
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
