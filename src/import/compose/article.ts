// An imported article to `article.md`.

import type { Metadata } from '../block.ts'
import { findDate } from '../judge/dates.ts'
import { languageTag } from '../language.ts'
import type { ImportedArticle } from '../piece.ts'
import { oneLine, pieceFile } from './front-matter.ts'
import { markdownOf, type Writer } from './markdown.ts'

/** What is said of a piece: by its own lines first, by the page's metadata where they say nothing. */
export interface Said {
  readonly title?: string | undefined
  readonly kicker?: string | undefined
  readonly standfirst?: string | undefined
  readonly byline?: string | undefined
  readonly dateline?: string | undefined
  readonly published?: string | undefined
  readonly source?: { readonly name: string; readonly url?: string } | undefined
}

export function saidOf(
  head: ImportedArticle['head'] | undefined,
  metadata: Metadata,
  firstParagraph: string,
): Said {
  const published =
    head?.published ?? (metadata.published ? findDate(metadata.published)?.day : undefined)
  return {
    title: oneLine(head?.title ?? metadata.title),
    kicker: oneLine(head?.kicker),
    standfirst: oneLine(head?.standfirst ?? ownDescription(metadata.description, firstParagraph)),
    byline: oneLine(metadata.byline ?? head?.byline),
    dateline: oneLine(head?.dateline),
    published,
    source: sourceOf(head?.source, metadata),
  }
}

/** A description that repeats how the text begins, or was cut off, is no standfirst. */
function ownDescription(
  description: string | undefined,
  firstParagraph: string,
): string | undefined {
  if (description === undefined || description.length > 400) return undefined
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  if (/(?:…|\.\.\.)$/.test(description)) return undefined
  return words(firstParagraph).startsWith(words(description).slice(0, 60)) ? undefined : description
}

function sourceOf(agency: string | undefined, { site, url }: Metadata): Said['source'] {
  const parsed = url === undefined ? undefined : URL.parse(url)
  const web =
    parsed && /^https?:$/.test(parsed.protocol) && parsed.username === '' ? parsed : undefined
  const name = oneLine(site ?? agency ?? web?.hostname.replace(/^www\./, ''))
  if (name === undefined) return undefined
  return { name, ...(web ? { url: web.href } : {}) }
}

export function articleFile(
  article: ImportedArticle,
  said: Said,
  writer: Writer,
  base?: string,
): string {
  const { source, ...matter } = said
  return pieceFile(
    { ...matter, source: source && (source.url ? source : source.name) },
    markdownOf(article.body, writer, base),
  )
}

/** The language a page says it is in, where it is one. */
export const languageOf = (metadata: Metadata): string | undefined => languageTag(metadata.lang)
