// The next issue: it builds as it stands, and takes over what recurs.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadIssue } from '../../src/issue/load.ts'
import { slugFrom } from '../../src/issue/slug.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { placeFiles } from '../../src/project/place-files.ts'
import { type NewIssue, newIssueFiles } from '../../src/start/new-issue.ts'
import { publication } from './publication.ts'

const ISSUE: NewIssue = {
  title: 'Ana’s "second" letter: rain',
  slug: 'rain',
  date: '2024-11-25',
  article: true,
  interview: true,
}

function begun(issue: Partial<NewIssue>, root = publication()) {
  placeFiles(root, newIssueFiles({ ...ISSUE, ...issue }))
  const files = projectFiles(root)
  return loadIssue(loadProject(root, {}, files), files, issue.slug ?? ISSUE.slug)
}

describe('a new issue', () => {
  it('has its title, its day, an article and an interview', () => {
    const issue = begun({})
    expect(issue.title).toBe(ISSUE.title)
    expect(issue.date).toBe('2024-11-25')
    expect(issue.article?.title).toBe(ISSUE.title)
    expect(issue.interview?.speakers.map(({ role }) => role)).toEqual(['interviewer', 'guest'])
  })

  it.each([
    [true, false],
    [false, true],
    [false, false],
  ])('loads with article %s and interview %s', (article, interview) => {
    const issue = begun({ article, interview })
    expect([issue.article !== undefined, issue.interview !== undefined]).toEqual([
      article,
      interview,
    ])
  })

  it('takes over the sections that recur, with their comments, and neither articles nor content', () => {
    const text = `title: Old
date: 2024-11-18
lang: ko
template: digest
article: old/article.md
preheader: Old words
sections:
  # Renewed until March.
  - type: sponsor
    sponsor: Ropewalk Tea
    text: Tea by post.
    url: https://tea.example
  - type: article
    article: old/second.md
  - type: links
    title: Elsewhere
    links:
      - title: A page
        url: https://page.example
`
    const from = { slug: 'old', file: 'issues/old.yaml', text }
    const issue = begun({ from, article: false })
    expect(issue.sections.map(({ type }) => type)).toEqual(['sponsor', 'links'])
    expect([issue.lang, issue.template]).toEqual(['ko', 'digest'])
    expect(issue.preheader).not.toBe('Old words')
    const yaml = newIssueFiles({ ...ISSUE, from }).at(-1)?.content
    expect(yaml).toContain('# From old: look through them')
    expect(yaml).toContain('# Renewed until March.')
  })

  it('says which issue it cannot take from', () => {
    const from = { slug: 'old', file: 'issues/old.yaml', text: 'title: [' }
    expect(() => newIssueFiles({ ...ISSUE, from })).toThrow(/issues\/old\.yaml {2}the sections/)
  })

  it('overwrites nothing', () => {
    const root = publication()
    begun({}, root)
    writeFileSync(join(root, 'issues/rain/article.md'), 'mine')
    expect(() => placeFiles(root, newIssueFiles(ISSUE))).toThrow('exists already')
  })
})

describe('its slug', () => {
  it.each([
    ['The rain in Ånge, and after', 'rain-ange-after'],
    ['Größe & Maß', 'grosse-mass'],
    ['셋째 편지', 'issue-2024-11-25'],
    ['../../etc/passwd', 'etc-passwd'],
    ['?', 'issue-2024-11-25'],
  ])('of "%s" is %s', (title, slug) => {
    expect(slugFrom([title], '2024-11-25')).toBe(slug)
  })
})
