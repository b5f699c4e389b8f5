import { describe, expect, it } from 'vitest'
import { loadIssue } from '../../../src/issue/load.ts'
import { projectFiles } from '../../../src/project/files.ts'
import { loadProject } from '../../../src/project/load.ts'
import {
  articleText,
  imageText,
  interviewText,
  sectionText,
} from '../../../src/render/plain/plain.ts'
import { columnsOf } from '../../../src/render/plain/width.ts'
import { type FindImage, viewOf } from '../../../src/render/view.ts'
import { options } from './letter.ts'

const root = process.cwd()
const files = projectFiles(root)
const project = loadProject(root, {})

const find: FindImage = ({ ref }) => ({
  src: '',
  width: 1,
  height: 1,
  alt: ref.alt,
  caption: ref.caption ?? null,
  credit: ref.credit ?? null,
})

function piecesOf(slug: string): string[] {
  const { issue, article, interview, sections } = viewOf(
    project,
    loadIssue(project, files, slug),
    find,
  )
  return [
    ...(issue.cover ? [imageText(issue.cover, options)] : []),
    ...(article ? [articleText(article, options)] : []),
    ...(interview ? [interviewText(interview, options)] : []),
    ...sections.map((section) => sectionText(section, options)),
  ]
}

const slugs = ['lima-summit', 'lima-summit-ko', 'week-in-letters', 'cairo-notes']

describe.each(slugs)('the sample issue %s', (slug) => {
  const lines = piecesOf(slug).join('\n\n').split('\n')

  it('fits 72 columns, but for addresses', () => {
    const wide = lines.filter((line) => columnsOf(line) > 72)
    expect(wide.filter((line) => !/^\s*(\[\d+\] )?https?:\S+$/.test(line))).toEqual([])
  })

  it('shows no Markdown and leaves no line ragged', () => {
    expect(lines.filter((line) => /\*\*|\]\(|\[\^|^#|^\||\s$/.test(line))).toEqual([])
  })

  it('lists every link that it numbers', () => {
    for (const piece of piecesOf(slug)) {
      const marks = [...piece.matchAll(/(?<=\S ?)\[(\d+)\]/g)].map((match) => match[1])
      const listed = [...piece.matchAll(/^\[(\d+)\] \S+$/gm)].map((match) => match[1])
      expect(new Set(marks)).toEqual(new Set(listed))
      expect(listed).toEqual(listed.map((_, index) => String(index + 1)))
    }
  })
})

describe('the sample interviews', () => {
  it.each(['lima-summit', 'lima-summit-ko', 'cairo-notes'])(
    'mark each turn of %s as question or answer',
    (slug) => {
      const { interview } = viewOf(project, loadIssue(project, files, slug), find)
      if (!interview) return expect.fail('no interview')
      const marked = interviewText(interview, options)
        .split('\n')
        .filter((line) => /^[QA]\. /.test(line))
      expect(marked.length).toBe(interview.turns.length + interview.speakers.length)
    },
  )
})
