// A Markdown file with front matter, opened: what an article and an interview have in common.

import type { z } from 'zod'
import { PressrunError } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'
import type { ImageRef } from '../project/image-ref.ts'
import { type Aliases, validate } from '../project/validate.ts'
import { readYaml, type YamlFile } from '../project/yaml.ts'

const MAX_MARKDOWN_BYTES = 5_000_000

export interface PieceFile<T> {
  /** Relative to the project. */
  readonly file: string
  readonly matter: T
  readonly yaml: YamlFile
  readonly body: string
  /** Line of the file on which the body begins. */
  readonly bodyLine: number
}

/** @throws PressrunError `file`, `syntax`, `schema` */
export function openPiece<T extends z.ZodType>(
  files: Files,
  file: string,
  schema: T,
  aliases: Aliases,
  where?: Where,
): PieceFile<z.output<T>> {
  const text = files.text(file, MAX_MARKDOWN_BYTES, where)
  const { matter, body, bodyLine } = divide(text, file)
  const yaml = readYaml(matter, file, 2)
  return { file, matter: validate(schema, yaml, aliases), yaml, body, bodyLine }
}

/** Front matter stands between two lines of `---`, the first of them at the very top. */
function divide(text: string, file: string) {
  const opened = /^---[ \t]*\n/.exec(text)
  if (!opened) return { matter: '', body: text, bodyLine: 1 }
  const rest = text.slice(opened[0].length)
  const closed = /^---[ \t]*(?:\n|$)/m.exec(rest)
  if (closed) {
    const matter = rest.slice(0, closed.index)
    const body = rest.slice(closed.index + closed[0].length)
    return { matter, body, bodyLine: text.slice(0, text.length - body.length).split('\n').length }
  }
  // A rule at the top of a text is one all the same, where no key follows it.
  if (!/^[\w-]+:(\s|$)/.test(rest)) return { matter: '', body: text, bodyLine: 1 }
  throw new PressrunError({
    code: 'syntax',
    message: 'the keys at the top are never closed',
    mend: 'Add a line "---" after the last of them.',
    file,
    line: 1,
  })
}

interface ImageKeys {
  readonly image: string
  readonly alt: string
  readonly caption?: string | undefined
  readonly credit?: string | undefined
}

/** @param path where the image stands in the YAML, for messages. */
export function imageRef(
  files: Files,
  file: string,
  yaml: YamlFile,
  path: readonly PropertyKey[],
  keys: ImageKeys,
): ImageRef {
  const where = yaml.placeOf([...path, 'image'])
  const name = files.resolve(keys.image, file, where)
  return {
    path: files.path(name),
    name,
    alt: keys.alt,
    where,
    ...(keys.caption ? { caption: keys.caption } : {}),
    ...(keys.credit ? { credit: keys.credit } : {}),
  }
}
