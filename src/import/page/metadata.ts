// What a page says of itself: JSON-LD first, then Open Graph, then meta tags, then its title. Everything is a claim:
// lengths are bounded, addresses are made whole, what is no text is passed over.

import type { Metadata } from '../block.ts'
import type { PageTree } from './tree.ts'

type Data = Readonly<Record<string, unknown>>

const MAX_LENGTH = 1_000

/** @param base what relative addresses are relative to. */
export function metadataOf(tree: PageTree, base: string | undefined): Metadata {
  const article = articleData(tree.data)
  const { meta } = tree
  const first = (...names: string[]) =>
    names.map((name) => textIn(meta.get(name))).find((text) => text !== undefined)
  const whole = (text: string | undefined) => {
    const url = text === undefined ? undefined : URL.parse(text, base)
    return url && /^https?:$/.test(url.protocol) ? url.href : undefined
  }
  const image = imageIn(article?.image) ?? first('og:image:secure_url', 'og:image', 'twitter:image')
  const alt = first('og:image:alt', 'twitter:image:alt') ?? ''
  const site = textIn(named(article?.publisher)) ?? first('og:site_name', 'application-name')
  const title = textIn(article?.headline) ?? first('og:title', 'twitter:title', 'dc.title')
  const found = {
    title: title ?? withoutSite(tree.title, site),
    byline:
      authorsIn(article?.author ?? article?.creator) ??
      personIn(first('author', 'dc.creator', 'parsely-author', 'article:author', 'byl')),
    description:
      textIn(article?.description) ?? first('og:description', 'description', 'twitter:description'),
    published:
      textIn(article?.datePublished) ??
      first(
        'article:published_time',
        'datepublished',
        'date',
        'dc.date',
        'pubdate',
        'parsely-pub-date',
      ),
    site,
    url: whole(tree.canonical) ?? whole(first('og:url')) ?? whole(base),
    lang: textIn(article?.inLanguage) ?? tree.lang ?? first('og:locale', 'content-language'),
  }
  const picture = whole(image)
  return {
    ...Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)),
    ...(picture ? { image: { src: picture, alt } } : {}),
  }
}

/** `Title | Site`, `Title – Site`: the site goes, where it says nothing but its name. */
function withoutSite(title: string, site: string | undefined): string | undefined {
  const parts = title.split(/\s+[|–—·»:-]\s+/)
  const last = parts.at(-1)?.toLowerCase()
  const named = site !== undefined && last === site.toLowerCase()
  const short = title.includes(' | ') && (parts.at(-1) ?? '').length <= 30
  const own =
    parts.length > 1 && (named || short)
      ? title.slice(0, title.lastIndexOf(parts.at(-1) as string))
      : title
  return textIn(own.replace(/\s+[|–—·»:-]\s*$/, ''))
}

const ARTICLE = /^(?:.*Article|BlogPosting|LiveBlogPosting|Report|Review|NewsInterview|Interview)$/

function articleData(texts: readonly string[]): Data | undefined {
  for (const text of texts.slice(0, 20)) {
    let data: unknown
    try {
      data = JSON.parse(text)
    } catch {
      continue
    }
    const found = findArticle(data, 0)
    if (found) return found
  }
  return undefined
}

function findArticle(data: unknown, depth: number): Data | undefined {
  if (depth > 6 || data === null || typeof data !== 'object') return undefined
  if (Array.isArray(data)) {
    for (const entry of data.slice(0, 100)) {
      const found = findArticle(entry, depth + 1)
      if (found) return found
    }
    return undefined
  }
  const object = data as Data
  const types = [object['@type']].flat()
  if (types.some((type) => typeof type === 'string' && ARTICLE.test(type))) return object
  return findArticle(object['@graph'] ?? object.mainEntity ?? object.mainEntityOfPage, depth + 1)
}

function textIn(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.find((entry) => typeof entry === 'string') : value
  if (typeof text !== 'string') return undefined
  const line = decoded(text).replace(/\s+/g, ' ').trim()
  return line === '' || line.length > MAX_LENGTH ? undefined : line
}

/** Titles are often escaped twice on their way into JSON. */
const decoded = (text: string) =>
  text.replace(
    /&(amp|quot|#0?39|#x27|lt|gt);/gi,
    (_, name: string) => ({ amp: '&', quot: '"', lt: '<', gt: '>' })[name.toLowerCase()] ?? "'",
  )

const named = (value: unknown): unknown =>
  value !== null && typeof value === 'object'
    ? Array.isArray(value)
      ? named(value[0])
      : (value as Data).name
    : value

function authorsIn(value: unknown): string | undefined {
  const names = [value]
    .flat()
    .map((entry) => personIn(textIn(named(entry))))
    .filter((name) => name !== undefined)
  return names.length > 0 && names.length <= 8 ? [...new Set(names)].join(', ') : undefined
}

/** An address or a user name is no person. */
const personIn = (text: string | undefined): string | undefined =>
  text !== undefined &&
  text.length <= 120 &&
  /\p{L}{2}/u.test(text) &&
  !/^https?:|[@/]|^(?:admin|editor|webmaster|staff)$/i.test(text)
    ? text.replace(/^by\s+/i, '')
    : undefined

function imageIn(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  if (typeof first === 'string') return first
  return first !== null && typeof first === 'object' ? textIn((first as Data).url) : undefined
}
