// Templates of a publication: copied from the package, so that they are its own, with a note of the version they
// came from and of how each file was; and what newer ones would change.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { PressrunError } from '../problem.ts'
import { listFiles } from '../project/files.ts'
import type { PlacedFile } from '../project/place-files.ts'

export const TEMPLATES_FOLDER = 'templates'
export const ORIGIN_FILE = `${TEMPLATES_FOLDER}/origin.json`

/** What a copy was when it was made. */
export interface Origin {
  /** Of Pressrun. */
  readonly version: string
  /** SHA-256 by name, relative to `templates/`. */
  readonly files: Readonly<Record<string, string>>
}

/** Names relative to `templates/`, each with its text. */
export type TemplateFiles = ReadonlyMap<string, string>

/** @param folder the project's or the package's. */
export function readTemplates(folder: string): TemplateFiles {
  const below = join(folder, TEMPLATES_FOLDER)
  const names = listFiles(below).filter((name) => `${TEMPLATES_FOLDER}/${name}` !== ORIGIN_FILE)
  return new Map(names.map((name) => [name, readFileSync(join(below, name), 'utf8')]))
}

/** Line ends are no change. */
const plain = (text: string) => text.replaceAll('\r\n', '\n')
const digest = (text: string) => createHash('sha256').update(plain(text)).digest('hex')

/** A copy for a project, with its note. */
export function templateCopy(ours: TemplateFiles, version: string): readonly PlacedFile[] {
  const files = Object.fromEntries([...ours].map(([name, text]) => [name, digest(text)]))
  const origin: Origin = { version, files }
  return [
    ...[...ours].map(([name, content]) => ({ name: `${TEMPLATES_FOLDER}/${name}`, content })),
    { name: ORIGIN_FILE, content: `${JSON.stringify(origin, null, 2)}\n` },
  ]
}

/** Undefined where templates were not copied by `init`. @throws PressrunError `file` where the note is broken */
export function readOrigin(text: string | undefined): Origin | undefined {
  if (text === undefined) return undefined
  try {
    const data = JSON.parse(text) as Origin
    if (typeof data.version === 'string' && data.files && typeof data.files === 'object')
      return data
  } catch {}
  throw new PressrunError({
    code: 'file',
    message: 'this note of where the templates came from cannot be read',
    mend: 'Take it back from git, or remove it: then every difference is shown.',
    file: ORIGIN_FILE,
  })
}

export interface TemplateChange {
  /** Relative to the project. */
  readonly name: string
  /**
   * `new`: there is no such file yet. `update`: it is as it came, so nothing of yours is lost. `both`: you have
   * changed it as well. `gone`: newer templates do without it.
   */
  readonly kind: 'new' | 'update' | 'both' | 'gone'
  /** Unified, for `git apply`. */
  readonly patch: string
}

/** What stands to be changed to have the package's templates; what only the project changed is none of it. */
export function templateChanges(
  theirs: TemplateFiles,
  ours: TemplateFiles,
  origin: Origin | undefined,
): readonly TemplateChange[] {
  const changes: TemplateChange[] = []
  for (const [name, text] of ours) {
    const own = theirs.get(name)
    const came = origin?.files[name]
    if (own !== undefined && plain(own) === plain(text)) continue
    // The package has not changed it since: the difference is the project's own doing, or it removed the file.
    if (came === digest(text)) continue
    const kind = own === undefined ? 'new' : came === digest(own) ? 'update' : 'both'
    changes.push(change(name, kind, own, text))
  }
  for (const [name, own] of theirs) {
    if (ours.has(name) || origin?.files[name] !== digest(own)) continue
    changes.push(change(name, 'gone', own, undefined))
  }
  return changes.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function change(
  name: string,
  kind: TemplateChange['kind'],
  own: string | undefined,
  text: string | undefined,
): TemplateChange {
  const path = `${TEMPLATES_FOLDER}/${name}`
  const [from, to] = [
    own === undefined ? '/dev/null' : `a/${path}`,
    text === undefined ? '/dev/null' : `b/${path}`,
  ]
  const body = createTwoFilesPatch(from, to, plain(own ?? ''), plain(text ?? ''), '', '', {
    context: 3,
  })
  const mode =
    own === undefined
      ? 'new file mode 100644\n'
      : text === undefined
        ? 'deleted file mode 100644\n'
        : ''
  const head = `diff --git a/${path} b/${path}\n${mode}`
  return { name: path, kind, patch: head + body.replace(/^=+\n/, '').replace(/\t$/gm, '') }
}
