// Which issues a project has, by name. Reads none of them.

import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import { nearest } from '../project/nearest.ts'

const FOLDER = 'issues'
/** A slug is part of web addresses, folders and message identifiers. */
const SLUG = /^[a-z0-9][a-z0-9._-]*$/i

/** Slugs of the project's issues, sorted. */
export function listIssues(files: Files): readonly string[] {
  return [...new Set(issueFiles(files).map((name) => name.replace(/\.ya?ml$/, '')))]
}

const issueFiles = (files: Files) => files.names(FOLDER).filter((name) => /\.ya?ml$/.test(name))

/**
 * @param name a slug, or the path of the YAML file.
 * @throws PressrunError `usage` where there is none, with the nearest that there is; `file` where its name
 * cannot be used, or two files have it.
 */
export function findIssue(
  files: Files,
  name: string,
): { readonly slug: string; readonly file: string } {
  const slug = name
    .replace(/^\.\//, '')
    .replace(new RegExp(`^${FOLDER}/`), '')
    .replace(/\.ya?ml$/, '')
  const [file, other] = [`${slug}.yaml`, `${slug}.yml`].filter((name) =>
    files.has(`${FOLDER}/${name}`),
  )
  if (file !== undefined) {
    const refuse = (message: string, mend: string) =>
      new PressrunError({ code: 'file', message, mend, file: `${FOLDER}/${file}` })
    if (other !== undefined)
      throw refuse(`"${other}" beside it has the same name`, 'Rename or remove one of them.')
    if (!SLUG.test(slug))
      throw refuse(
        'the name of an issue file becomes part of web addresses',
        'Rename it, with letters from a to z, digits, hyphens and dots only.',
      )
    return { slug, file: `${FOLDER}/${file}` }
  }
  const slugs = listIssues(files)
  const near = nearest(slug, slugs)
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

/** @throws PressrunError `file` where an issue has this slug already, whatever the ending of its file. */
export function refuseTaken(files: Files, slug: string): void {
  const taken = issueFiles(files).find((name) => name.replace(/\.ya?ml$/, '') === slug)
  if (taken === undefined) return
  throw new PressrunError({
    code: 'file',
    message: `${FOLDER}/${taken} exists already; nothing was written`,
    mend: 'Choose another name with --slug.',
  })
}
