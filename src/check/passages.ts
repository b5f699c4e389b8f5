// What the author wrote, passage by passage, with where each stands: for the rules that are about words. Code is
// left out; links are there by what they say.

import type { Block, Inline, Prose } from '../issue/content.ts'
import type { Article, Interview, Issue, Section } from '../issue/issue.ts'
import type { Where } from '../project/files.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { Sources } from './sources.ts'

export interface Passage {
  /** As it reads; line breaks only where the author wants them. */
  readonly text: string
  readonly file: string
  /** 1-based: where it begins. */
  readonly line: number
  /** `field`: a line of YAML. `prose`: Markdown. `template`: a subject or preheader, with slots. `name`: of a person or a source. */
  readonly kind: 'field' | 'prose' | 'template' | 'name'
  /** Somebody else's words. */
  readonly quoted: boolean
}

/** In the order in which a reader meets them. */
export function passagesOf(issue: Issue, sources: Sources): readonly Passage[] {
  const { file, lines } = issue
  const field = (key: string, text: string | undefined, kind: Passage['kind'] = 'field') =>
    text === undefined ? [] : [{ text, file, line: lines[key] ?? 1, kind, quoted: false }]
  return [
    ...(lines.subject === undefined
      ? field('title', issue.title)
      : [...field('subject', issue.subject, 'template'), ...field('title', issue.title)]),
    ...(issue.preheader === '' ? [] : field('preheader', issue.preheader, 'template')),
    ...imagePassages(issue.cover, (text) => field('cover', text)),
    ...(issue.article ? articlePassages(issue.article, sources) : []),
    ...(issue.interview ? interviewPassages(issue.interview, sources) : []),
    ...issue.sections.flatMap((section, index) =>
      sectionPassages(section, `sections.${index}`, field, issue, sources),
    ),
  ]
}

function imagePassages(
  image: ImageRef | undefined,
  put: (text: string | undefined) => readonly Passage[],
): readonly Passage[] {
  return image ? [image.alt || undefined, image.caption, image.credit].flatMap(put) : []
}

/** Front matter has no lines of its own in an article once it is read: found again by its words. */
function matter(file: string, sources: Sources) {
  return (text: string | undefined, kind: Passage['kind'] = 'field'): readonly Passage[] =>
    text === undefined
      ? []
      : [{ text, file, line: sources.findText(file, text)?.line ?? 1, kind, quoted: false }]
}

function articlePassages(article: Article, sources: Sources): readonly Passage[] {
  const put = matter(article.file, sources)
  return [
    ...put(article.title),
    ...put(article.kicker),
    ...put(article.standfirst),
    ...put(article.byline, 'name'),
    ...put(article.dateline, 'name'),
    ...put(article.source?.name, 'name'),
    ...imagePassages(article.image, put),
    ...article.facts.flatMap((fact) => put(fact)),
    ...prosePassages(article.body, article.file),
  ]
}

function interviewPassages(interview: Interview, sources: Sources): readonly Passage[] {
  const put = matter(interview.file, sources)
  return [
    ...put(interview.title),
    ...put(interview.kicker),
    ...prosePassages(interview.intro, interview.file),
    ...interview.speakers.flatMap(({ name, description, photo }) => [
      ...put(name, 'name'),
      ...put(description),
      ...imagePassages(photo, put),
    ]),
    ...interview.turns.flatMap(({ body }) => prosePassages(body, interview.file)),
  ]
}

function sectionPassages(
  section: Section,
  path: string,
  field: (key: string, text: string | undefined, kind?: Passage['kind']) => readonly Passage[],
  { file }: Issue,
  sources: Sources,
): readonly Passage[] {
  switch (section.type) {
    case 'links':
      return [
        ...field(`${path}.title`, section.title),
        ...section.links.flatMap((link, index) => [
          ...field(`${path}.links.${index}.title`, link.title),
          ...field(`${path}.links.${index}.text`, link.text),
        ]),
      ]
    case 'note':
      return [
        ...field(`${path}.title`, section.title),
        ...field(`${path}.from`, section.from, 'name'),
        ...prosePassages(section.body, file),
      ]
    case 'sponsor':
      return [
        ...field(`${path}.sponsor`, section.sponsor, 'name'),
        ...field(`${path}.title`, section.title),
        ...prosePassages(section.body, file),
        ...field(`${path}.action`, section.action),
        ...imagePassages(section.image, (text) => field(`${path}.image`, text)),
      ]
    case 'image':
      return imagePassages(section.image, (text) => field(`${path}.image`, text))
    case 'quote':
      return [
        ...field(`${path}.text`, section.text).map((passage) => ({ ...passage, quoted: true })),
        ...field(`${path}.by`, section.by, 'name'),
      ]
    case 'article':
      return articlePassages(section.article, sources)
    case 'interview':
      return interviewPassages(section.interview, sources)
  }
}

function prosePassages(prose: Prose, file: string): readonly Passage[] {
  return [
    ...prose.blocks.flatMap((block) => blockPassages(block, file, false)),
    ...prose.footnotes.flatMap(({ children }) =>
      children.flatMap((block) => blockPassages(block, file, false)),
    ),
  ]
}

function blockPassages(block: Block, file: string, quoted: boolean): readonly Passage[] {
  const { line } = block
  const put = (children: readonly Inline[]): readonly Passage[] => {
    const text = wordsOf(children)
    return text.trim() === '' ? [] : [{ text, file, line, kind: 'prose', quoted }]
  }
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return put(block.children)
    case 'quote':
      return block.children.flatMap((child) => blockPassages(child, file, true))
    case 'list':
      return block.items.flatMap((item) =>
        item.flatMap((child) => blockPassages(child, file, quoted)),
      )
    case 'table':
      return [block.head, ...block.rows].flatMap((row) => row.flatMap(put))
    case 'image':
      return imagePassages(block.image, (text) =>
        text === undefined ? [] : [{ text, file, line, kind: 'field', quoted }],
      )
    case 'code':
    case 'rule':
      return []
  }
}

/** Stands for a piece of code: a word that no rule has anything to say of. */
const CODE = '\ufffc'

function wordsOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.text
        case 'code':
          return CODE
        case 'break':
          return '\n'
        case 'footnote':
          return ''
        default:
          return wordsOf(node.children)
      }
    })
    .join('')
}

/** Where in a passage something stands, by what stands there; the passage's own line where it is not found. */
export function placeIn({ file, line }: Passage, needle: string, sources: Sources): Where {
  return sources.find(file, needle, line, line + 200) ?? { file, line }
}

/** Every interview of an issue, in order. */
export function interviewsOf(issue: Issue): readonly Interview[] {
  return [
    ...(issue.interview ? [issue.interview] : []),
    ...issue.sections.flatMap((section) =>
      section.type === 'interview' ? [section.interview] : [],
    ),
  ]
}

export function articlesOf(issue: Issue): readonly Article[] {
  return [
    ...(issue.article ? [issue.article] : []),
    ...issue.sections.flatMap((section) => (section.type === 'article' ? [section.article] : [])),
  ]
}

/** The files that an issue was written in, the issue's own first. */
export function contentFiles(issue: Issue): readonly string[] {
  const pieces = [...articlesOf(issue), ...interviewsOf(issue)].map(({ file }) => file)
  return [...new Set([issue.file, ...pieces])]
}
