// The letters that went out, as pages: an index, each letter, feeds, a sitemap. The same is served and written to
// static files.

import type { Hono } from 'hono'
import { directionOf } from '../issue/typography.ts'
import type { Project } from '../project/project.ts'
import type { Web } from './app.ts'
import { atomFeed, jsonFeed, sitemap } from './feeds.ts'
import type { Pages } from './pages.ts'
import { privacyPage } from './privacy.ts'

export interface ArchivedIssue {
  readonly slug: string
  readonly title: string
  readonly preheader: string
  /** BCP 47. */
  readonly lang: string
  /** `YYYY-MM-DD` */
  readonly date: string
  /** Search engines are asked to leave it out; who has the link reads it. */
  readonly robots?: 'noindex'
}

export interface Archive {
  /** What went out, the newest first. */
  issues(): Promise<readonly ArchivedIssue[]>
  /** Files of a letter's page by their name: `index.html`, `images/…`. Undefined for what did not go out. */
  letter(slug: string): Promise<ReadonlyMap<string, Uint8Array> | undefined>
}

/** A letter as a page: its own styles, pictures of this place, nothing that runs. */
const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  xml: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
}

const typeOf = (name: string): string =>
  name === 'sitemap.xml'
    ? 'application/xml; charset=utf-8'
    : (TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream')

/** Pages that are about all letters, by their path: `archive/index.html`, `feed.xml`. */
export function archivePages(
  project: Project,
  pages: Pages,
  issues: readonly ArchivedIssue[],
  join: string | undefined,
): ReadonlyMap<string, string> {
  const { lang, url } = project
  const words = pages.phrases(lang)
  const feeds = { atom: `${url}/feed.xml`, json: `${url}/feed.json` }
  const { html } = pages.page('archive', lang, {
    title: words.t('archive_title'),
    indexed: true,
    feeds,
    join,
    issues: issues.map((issue) => ({
      ...issue,
      dir: directionOf(issue.lang),
      href: `${url}/${issue.slug}/`,
      shownDate: words.date(issue.date, 'long'),
    })),
  })
  return new Map([
    ['archive/index.html', html],
    ['privacy/index.html', privacyPage(project, pages, lang).html],
    ['feed.xml', atomFeed(project, issues)],
    ['feed.json', jsonFeed(project, issues)],
    ['sitemap.xml', sitemap(project, issues)],
    ['robots.txt', robotsText(project, issues)],
  ])
}

/**
 * A page that is to be left out is not named here: who may not read it cannot read there that it is to be left out.
 * Its pictures have nowhere else to say so.
 */
function robotsText({ url }: Project, issues: readonly ArchivedIssue[]): string {
  const base = new URL(url).pathname.replace(/\/+$/, '')
  const closed = ['unsubscribe', 'preferences', 'confirm', 'to'].map((name) => `${base}/${name}/`)
  const pictures = issues
    .filter(({ robots }) => robots === 'noindex')
    .map(({ slug }) => `${base}/${slug}/images/`)
  const lines = [...closed, ...pictures].map((path) => `Disallow: ${path}`)
  return `User-agent: *\n${lines.join('\n')}\nSitemap: ${url}/sitemap.xml\n`
}

/** A letter's page with what search engines and chat programs ask of one. */
export function withHead(html: string, project: Project, issue: ArchivedIssue): string {
  const page = `${project.url}/${issue.slug}/`
  const picture = /<img[^>]*\bsrc="(images\/[^"]+)"/.exec(html)?.[1]
  const meta = (property: string, content: string) =>
    content === '' ? '' : `<meta property="${property}" content="${escaped(content)}">\n`
  const head = [
    issue.robots ? `<meta name="robots" content="${issue.robots}">\n` : '',
    `<link rel="canonical" href="${escaped(page)}">\n`,
    `<link rel="alternate" type="application/atom+xml" href="${escaped(project.url)}/feed.xml">\n`,
    meta('og:type', 'article'),
    meta('og:site_name', project.name),
    meta('og:title', issue.title),
    meta('og:description', issue.preheader),
    meta('og:url', page),
    picture ? meta('og:image', page + picture) : '',
  ].join('')
  return html.replace('</head>', () => `${head}</head>`)
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

export function archiveRoutes(app: Hono, web: Web, archive: Archive, canJoin: boolean): void {
  const { project, pages, base } = web
  const page = async (name: string) => {
    const join = canJoin ? `${project.url}/subscribe` : undefined
    const body = archivePages(project, pages, await archive.issues(), join).get(name) as string
    const headers: Record<string, string> = {
      'content-type': typeOf(name),
      'cache-control': 'public, max-age=300',
    }
    if (name.endsWith('.html')) {
      headers['content-security-policy'] = pages.policy(body)
    }
    return new Response(body, { headers })
  }
  app.get('/', (c) => c.redirect(`${base}/archive`, 302))
  // The second is its address where `archive --out` wrote it.
  for (const path of ['/archive', '/archive/']) app.get(path, () => page('archive/index.html'))
  for (const path of ['/privacy', '/privacy/'])
    app.get(path, (c) =>
      web.answer(privacyPage(project, pages, pages.language(c.req.header('accept-language')))),
    )
  for (const name of ['feed.xml', 'feed.json', 'sitemap.xml', 'robots.txt'])
    app.get(`/${name}`, () => page(name))
  app.get('/:slug{[A-Za-z0-9][A-Za-z0-9._-]*}/:name{(images/[^/]+)?}', async (c) => {
    const { slug } = c.req.param()
    const name = c.req.param('name') || 'index.html'
    const body = (await archive.letter(slug))?.get(name)
    if (!body) return c.notFound()
    return new Response(Buffer.from(body), {
      headers: {
        'content-type': typeOf(name),
        'cache-control': name === 'index.html' ? 'public, max-age=300' : 'public, max-age=31536000',
        'content-security-policy': LETTER_POLICY,
      },
    })
  })
}
