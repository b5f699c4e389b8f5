// Atom (RFC 4287), JSON Feed 1.1 and a sitemap of the letters that went out. Pure.

import type { Project } from '../project/project.ts'
import type { ArchivedIssue } from './archive.ts'

/** Letters in a feed: whoever wants older ones has the archive. */
const MOST = 50

const xml = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const pageOf = ({ url }: Project, { slug }: ArchivedIssue) => `${url}/${slug}/`
const momentOf = ({ date }: ArchivedIssue) => `${date}T00:00:00Z`

export function atomFeed(project: Project, issues: readonly ArchivedIssue[]): string {
  const { url, name, lang, from } = project
  const updated = issues[0] ? momentOf(issues[0]) : '1970-01-01T00:00:00Z'
  const entries = issues.slice(0, MOST).map(
    (issue) => `  <entry xml:lang="${xml(issue.lang)}">
    <id>${xml(pageOf(project, issue))}</id>
    <title>${xml(issue.title)}</title>
    <link href="${xml(pageOf(project, issue))}"/>
    <updated>${momentOf(issue)}</updated>
    <summary>${xml(issue.preheader)}</summary>
  </entry>
`,
  )
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${xml(lang)}">
  <id>${xml(`${url}/feed.xml`)}</id>
  <title>${xml(name)}</title>
${project.tagline ? `  <subtitle>${xml(project.tagline)}</subtitle>\n` : ''}  <link rel="self" href="${xml(`${url}/feed.xml`)}"/>
  <link href="${xml(`${url}/archive`)}"/>
  <updated>${updated}</updated>
  <author><name>${xml(from.name || name)}</name></author>
${entries.join('')}</feed>
`
}

export function jsonFeed(project: Project, issues: readonly ArchivedIssue[]): string {
  const { url, name, lang, tagline } = project
  return `${JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: name,
      ...(tagline ? { description: tagline } : {}),
      home_page_url: `${url}/archive`,
      feed_url: `${url}/feed.json`,
      language: lang,
      items: issues.slice(0, MOST).map((issue) => ({
        id: pageOf(project, issue),
        url: pageOf(project, issue),
        title: issue.title,
        content_text: issue.preheader,
        date_published: momentOf(issue),
        language: issue.lang,
      })),
    },
    null,
    2,
  )}\n`
}

export function sitemap(project: Project, issues: readonly ArchivedIssue[]): string {
  const pages = [
    `<url><loc>${xml(`${project.url}/archive`)}</loc></url>`,
    ...issues
      .filter(({ robots }) => robots !== 'noindex')
      .map(
        (issue) =>
          `<url><loc>${xml(pageOf(project, issue))}</loc><lastmod>${issue.date}</lastmod></url>`,
      ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${pages.join('\n')}
</urlset>
`
}
