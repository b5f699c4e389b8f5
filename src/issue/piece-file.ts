// A Markdown file with front matter, opened: what an article and an interview have in common.

import type { z } from 'zod'
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
  const fence = /^---[ \t]*\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\n|$)/.exec(text)
  const matter = fence?.[1] ?? ''
  const body = text.slice(fence?.[0].length ?? 0)
  const bodyLine = fence ? fence[0].split('\n').length : 1
  const yaml = readYaml(matter, file, fence ? 2 : 1)
  return { file, matter: validate(schema, yaml, aliases), yaml, body, bodyLine }
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
