// An issue as it is loaded, and how it is found.

import { describe, expect, it } from 'vitest'
import { findIssue, listIssues } from '../../src/issue/find.ts'
import { projectFiles } from '../../src/project/files.ts'
import { complaint, type Folder, HEAD, newsroom, openIssue } from '../project/newsroom.ts'

const QUOTE = 'sections:\n  - type: quote\n    text: A long quay.\n'

describe('an issue', () => {
  it('has a subject, a language and a look where it names none', () => {
    const issue = openIssue({ 'issues/x.yaml': `${HEAD}${QUOTE}` })
    expect(issue).toMatchObject({
      slug: 'x',
      file: 'issues/x.yaml',
      subject: 'Fog',
      preheader: '',
      lang: 'en',
      dir: 'ltr',
      template: 'digest',
      sections: [{ type: 'quote', text: 'A long quay.' }],
    })
    expect(issue.lines).toMatchObject({ title: 1, sections: 3, 'sections.0.text': 5 })
  })

  it.each([
    ['ar', 'rtl'],
    ['he', 'rtl'],
    ['ur-PK', 'rtl'],
    ['az-Arab', 'rtl'],
    ['ko', 'ltr'],
    ['zh-Hant', 'ltr'],
  ])('in %s runs %s', (lang, dir) => {
    expect(openIssue({ 'issues/x.yaml': `${HEAD}lang: ${lang}\n${QUOTE}` })).toMatchObject({
      lang,
      dir,
    })
  })

  it('says who made a picture and what it shows', () => {
    const issue = openIssue({
      'issues/x.yaml': `${HEAD}${QUOTE}cover: {image: fog.jpg, alt: "", caption: Fog at noon, credit: Kim}\n`,
      'issues/fog.jpg': 'anything',
    })
    expect(issue.cover).toMatchObject({
      name: 'issues/fog.jpg',
      alt: '',
      caption: 'Fog at noon',
      credit: 'Kim',
      where: { file: 'issues/x.yaml', line: 6 },
    })
  })
})

describe('an issue is found', () => {
  const root = () =>
    projectFiles(
      newsroom({
        'issues/lima-summit.yaml': '',
        'issues/ferry.yml': '',
        'issues/ferry/article.md': '',
        'issues/.draft.yaml': '',
      }),
    )

  it.each([
    ['lima-summit', 'issues/lima-summit.yaml'],
    ['lima-summit.yaml', 'issues/lima-summit.yaml'],
    ['issues/lima-summit.yaml', 'issues/lima-summit.yaml'],
    ['./issues/ferry.yml', 'issues/ferry.yml'],
  ])('as %s', (name, file) => {
    expect(findIssue(root(), name).file).toBe(file)
  })

  it('and those that there are are listed, sorted', () => {
    expect(listIssues(root())).toEqual(['ferry', 'lima-summit'])
  })

  it.each<[string, Folder, string, string]>([
    [
      'is not there, but one like it is',
      { 'issues/lima-summit.yaml': '' },
      'lima-sumit',
      'there is no issue "lima-sumit". Did you mean "lima-summit"?',
    ],
    ['is not there', { 'issues/ferry.yaml': '' }, 'x', 'there is no issue "x". There are: ferry.'],
    ['is the first', {}, 'x', 'there is no issue "x". Add issues/x.yaml.'],
    [
      'is elsewhere',
      { 'issues/ferry.yaml': '' },
      '../other/x.yaml',
      'there is no issue "../other/x.yaml". There are: ferry.',
    ],
    [
      'is there twice',
      { 'issues/x.yaml': '', 'issues/x.yml': '' },
      'x',
      'issues/x.yaml  "x.yml" beside it has the same name. Rename or remove one of them.',
    ],
    [
      'has a name that no address could hold',
      { 'issues/a fog.yaml': '' },
      'a fog',
      'issues/a fog.yaml  the name of an issue file becomes part of web addresses. Rename it, with letters from a to z, digits, hyphens and dots only.',
    ],
    [
      'has a name that would begin a header',
      { 'issues/a\nBcc: b.yaml': '' },
      'a\nBcc: b',
      'issues/a Bcc: b.yaml  the name of an issue file becomes part of web addresses. Rename it, with letters from a to z, digits, hyphens and dots only.',
    ],
  ])('or not: it %s', (_, files, name, expected) => {
    const door = projectFiles(newsroom(files))
    expect(complaint(() => findIssue(door, name))).toBe(expected)
  })
})
