// Links whose clicks are counted, where a publication wants that: each leads over the publication's own address, the
// same for every reader, so that nothing tells one from another. The plain text keeps its links as they are.

import { createHash } from 'node:crypto'
import type { Project } from '../project/project.ts'
import { decodeEntities } from '../render/links.ts'
import type { Merge, RenderedIssue } from '../render/rendered.ts'

export interface CountedLink {
  /** Says which link of which issue it is, and nothing else. */
  readonly key: string
  /** Where it leads. */
  readonly url: string
}

const KEY_LENGTH = 16

/** The links of a letter that are counted: none, where the publication does not say so. */
export function countedLinks(
  { countClicks }: Pick<Project, 'countClicks'>,
  { slug, links }: Pick<RenderedIssue, 'slug' | 'links'>,
): readonly CountedLink[] {
  if (!countClicks) return []
  return links.filter((url) => /^https?:/i.test(url)).map((url) => ({ key: keyOf(slug, url), url }))
}

const keyOf = (slug: string, url: string) =>
  createHash('sha256').update(`${slug}\0${url}`).digest('base64url').slice(0, KEY_LENGTH)

/** The letter's HTML with counted links leading over the publication's address. */
export function throughCounter(
  merge: Merge,
  { url: home }: Pick<Project, 'url'>,
  counted: readonly CountedLink[],
): Merge {
  const ways = new Map(counted.map(({ key, url }) => [url, `${home}/to/${key}`]))
  const inText = (html: string) =>
    html.replace(/(\shref=")([^"]*)(?=")/g, (whole, before: string, href: string) => {
      const way = ways.get(decodeEntities(href))
      return way === undefined ? whole : before + way
    })
  const inMerge = (parts: Merge): Merge =>
    parts.map((part) => {
      if (typeof part === 'string') return inText(part)
      if (part.kind === 'value') return part
      return { ...part, body: inMerge(part.body), otherwise: inMerge(part.otherwise) }
    })
  return counted.length === 0 ? merge : inMerge(merge)
}
