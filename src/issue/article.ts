// A Markdown file to an Article.

import { PressrunError } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'
import type { Article } from './issue.ts'
import { proseFromMarkdown } from './markdown.ts'
import { imageRef, openPiece } from './piece-file.ts'
import { articleAliases, articleSchema } from './schema.ts'
import { wordsOf } from './words.ts'

/** @throws PressrunError `file`, `syntax`, `schema`, `content` */
export function readArticle(files: Files, file: string, lang: string, where?: Where): Article {
  const { matter, yaml, body, bodyLine } = openPiece(
    files,
    file,
    articleSchema,
    articleAliases,
    where,
  )
  const prose = proseFromMarkdown(body, { file, lines: bodyLine, lang, files })
  if (prose.blocks.length === 0) {
    throw new PressrunError({
      code: 'content',
      message: 'this article is empty',
      mend:
        bodyLine === 1
          ? 'Write something in it, or point to another file.'
          : 'Write it below the second line of ---.',
      file,
      line: bodyLine,
    })
  }
  const { source, image, facts, ...texts } = matter
  return {
    file,
    ...defined(texts),
    ...(source === undefined
      ? {}
      : { source: typeof source === 'string' ? { name: source } : defined(source) }),
    ...(image ? { image: imageRef(files, file, yaml, ['image'], image) } : {}),
    facts: facts ?? [],
    body: prose,
    words: wordsOf(prose, lang),
  }
}

/** Without the keys that hold nothing. */
export function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as never
}
