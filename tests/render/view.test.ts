import { describe, expect, it } from 'vitest'
import { loadIssue } from '../../src/issue/load.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { type InterviewView, viewOf } from '../../src/render/view.ts'
import { HEAD, newsroom } from '../project/newsroom.ts'

/** Without pictures. */
function interviewView(markdown: string): InterviewView {
  const root = newsroom({
    'issues/x.yaml': `${HEAD}interview: a.md\n`,
    'issues/a.md': markdown,
  })
  const files = projectFiles(root)
  const project = loadProject(root, {}, files)
  const find = () => {
    throw new Error('there is no picture')
  }
  return viewOf(project, loadIssue(project, files, 'x'), find).interview as InterviewView
}

describe('a sentence of an interview that is set large', () => {
  const quoteAt = (turns: string, speakers = '') =>
    interviewView(`---\nquote: So it is\n${speakers}---\n${turns}`).turns.map(({ quote }) => quote)

  it('stands before the question in the middle', () => {
    const turns = 'Ana: a?\n\nBen: b\n\nAna: c?\n\nBen: d\n\nAna: e?\n\nBen: So it is.'
    expect(quoteAt(turns)).toEqual([null, null, 'So it is', null, null, null])
  })

  it('never before the first, and so before the answer where there is one question', () => {
    expect(quoteAt('Ana: a?\n\nBen: So it is.')).toEqual([null, 'So it is'])
  })

  it('stands in the middle where nobody asks', () => {
    const all = 'speakers:\n  - {name: Ana, role: guest}\n  - {name: Ben, role: guest}\n'
    const turns = 'Ana: a\n\nBen: So it is.\n\nAna: c\n\nBen: d'
    expect(quoteAt(turns, all)).toEqual([null, null, 'So it is', null])
  })
})
