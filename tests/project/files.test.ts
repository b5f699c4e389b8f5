import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFiles, type ReadEvent } from '../../src/project/files.ts'
import { articleOf, complaint, type Folder, HEAD, newsroom, openIssue } from './newsroom.ts'

const pointing = (pointer: string, more: Folder = {}) =>
  complaint(() =>
    openIssue({ 'issues/x.yaml': `${HEAD}article: ${pointer}\n`, 'issues/a.md': 'Text.', ...more }),
  )
const AT = 'issues/x.yaml:3:10  '
const INSIDE = 'Point to a file inside the project, relative to this one.'

describe('a pointer is refused, at its line, when it leads', () => {
  it.each<[string, string, string, Folder?]>([
    ['to nothing', 'b.md', '"b.md" does not exist. Looked for issues/b.md.'],
    [
      'to nothing beside a file',
      'a.md/b.md',
      '"a.md/b.md" cannot be read: a part of its path is a file, not a folder. Looked for issues/a.md/b.md.',
    ],
    [
      'outside by ..',
      '../../etc/passwd',
      `"../../etc/passwd" leads outside the project. ${INSIDE}`,
    ],
    [
      'outside by .. in the middle',
      'a/../../../secret.md',
      `"a/../../../secret.md" leads outside the project. ${INSIDE}`,
    ],
    ['outside by an absolute path', '/etc/passwd', `"/etc/passwd" is an absolute path. ${INSIDE}`],
    ['to a drive', "'C:\\letters\\a.md'", `"C:\\letters\\a.md" is an absolute path. ${INSIDE}`],
    [
      'outside through a link',
      'linked.md',
      `"linked.md" leads outside the project through a link. ${INSIDE}`,
      { 'issues/linked.md': { link: '/etc/hostname' } },
    ],
    [
      'outside through a linked folder',
      'linked/hostname',
      `"linked/hostname" leads outside the project through a link. ${INSIDE}`,
      { 'issues/linked': { link: '/etc' } },
    ],
    [
      'in a circle of links',
      'one.md',
      '"one.md" cannot be read: too many links. Looked for issues/one.md.',
      { 'issues/one.md': { link: 'two.md' }, 'issues/two.md': { link: 'one.md' } },
    ],
    [
      'to the secrets',
      '../.env',
      '"../.env" is hidden, and may hold secrets. Keep what a letter shows in files that are not.',
      { '.env': 'PRESSRUN_SECRET=0123456789abcdef' },
    ],
    [
      'to the secrets by another name',
      'a-name.md',
      '"a-name.md" is hidden, and may hold secrets. Keep what a letter shows in files that are not.',
      { '.env': 'PRESSRUN_SECRET=0123456789abcdef', 'issues/a-name.md': { link: '../.env' } },
    ],
    [
      'to the web',
      'https://post.harbour.example/a.md',
      '"https://post.harbour.example/a.md" is not a file in the project. Save it there and point to the file.',
    ],
    ['to a folder', '.', '"issues" is a folder, not a file. Point to a file.'],
    [
      'nowhere, by a name that is too long',
      'a'.repeat(900),
      `"${'a'.repeat(900)}" cannot be read: its name is too long. Looked for issues/${'a'.repeat(900)}.`,
    ],
  ])('%s', (_, pointer, expected, more) => {
    expect(pointing(pointer, more)).toBe(AT + expected)
  })

  it('to a pipe that nobody writes to, without waiting', () => {
    const root = newsroom({ 'issues/x.yaml': 'x' })
    execFileSync('mkfifo', [join(root, 'issues/pipe.md')])
    const files = projectFiles(root)
    expect(complaint(() => files.text('issues/pipe.md', 100, { file: 'issues/x.yaml' }))).toBe(
      'issues/x.yaml  "issues/pipe.md" is something else, not a file. Point to a file.',
    )
  })
})

describe('a pointer is read as a person reads it', () => {
  it('relative to the file that holds it, by .. too, inside the project', () => {
    const issue = openIssue({
      'issues/x.yaml': `${HEAD}article: ../pieces/a.md\n`,
      'pieces/a.md': '![A quay](quay.png)',
      'pieces/quay.png': 'anything',
    })
    expect(issue.article?.file).toBe('pieces/a.md')
    expect(issue.article?.body.blocks).toMatchObject([{ image: { name: 'pieces/quay.png' } }])
  })

  it('through a link that stays inside', () => {
    const issue = openIssue({
      'issues/x.yaml': `${HEAD}article: linked.md\n`,
      'issues/linked.md': { link: '../real.md' },
      'real.md': 'Text.',
    })
    expect(issue.article?.file).toBe('real.md')
  })
})

describe('a text is refused, at its line, when it holds', () => {
  it.each<[string, string | Uint8Array, string]>([
    [
      'bytes of Latin-1',
      Buffer.from('A quay.\n\nA café.\n', 'latin1'),
      'issues/a.md:3  this is not UTF-8 text. Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
    ],
    [
      'bytes of Latin-1 below a replacement character that is meant',
      Buffer.concat([Buffer.from('\ufffd\n'), Buffer.from('café', 'latin1')]),
      'issues/a.md:2  this is not UTF-8 text. Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
    ],
    [
      'half a character at its end',
      Buffer.from('Fine.\n안').subarray(0, -1),
      'issues/a.md:2  this is not UTF-8 text. Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
    ],
    [
      'UTF-16 with a mark',
      Buffer.from('\ufeffA quay.', 'utf16le'),
      'issues/a.md:1  this is UTF-16 text. Save the file as UTF-8.',
    ],
    [
      'UTF-16 without a mark',
      Buffer.from('A quay.', 'utf16le'),
      'issues/a.md:1  this is UTF-16 text. Save the file as UTF-8.',
    ],
    [
      'a NUL',
      'A quay.\r\nA \0 pier.',
      'issues/a.md:2  there is a NUL byte here, so this is not a text file. Remove it, or point to the right file.',
    ],
    [
      'more than an article could',
      'A quay. '.repeat(700_000),
      'issues/x.yaml:3:10  "issues/a.md" is 5.6 MB, more than the 5.0 MB allowed. Make it smaller.',
    ],
  ])('%s', (_, contents, expected) => {
    expect(complaint(() => articleOf(contents))).toBe(expected)
  })
})

it('reads a byte order mark and the line ends of Windows and of old Macs as if they were not there', () => {
  const plain = articleOf('---\ntitle: A quay\n---\n\nTwo\nlines.\n\nAnd more.\n')
  for (const end of ['\r\n', '\r']) {
    const windows = `\ufeff---\ntitle: A quay\n---\n\nTwo\nlines.\n\nAnd more.\n`.replaceAll(
      '\n',
      end,
    )
    expect(articleOf(windows)).toEqual(plain)
  }
})

describe('the door to the files', () => {
  it('opens no template that is a link to the outside', () => {
    const root = newsroom({ 'templates/x.mjml.hbs': { link: '/etc/hostname' } })
    expect(complaint(() => projectFiles(root).text('templates/x.mjml.hbs', 1000))).toBe(
      'templates/x.mjml.hbs  this file leads outside the project through a link. Put the file itself there.',
    )
  })

  it('names a file that is gone', () => {
    expect(complaint(() => projectFiles(newsroom({})).text('templates/x.mjml.hbs', 1000))).toBe(
      'templates/x.mjml.hbs  this file cannot be read: it does not exist. Check that the file exists and may be read.',
    )
  })

  it('lists what is below a folder, sorted, without what is hidden', () => {
    const root = newsroom({ 'a/b/c.md': '', 'a/a.md': '', 'a/.hidden': '', 'a/.git/x': '' })
    const files = projectFiles(root)
    expect(files.list('a')).toEqual(['a.md', 'b/c.md'])
    expect(files.list('nowhere')).toEqual([])
    expect(files.list('newsletter.yaml')).toEqual([])
  })

  it('tells of everything that is read or listed', () => {
    const root = newsroom({ 'a/b.md': 'x' })
    const read: ReadEvent[] = []
    const files = projectFiles(root, (event) => read.push(event))
    files.text('a/b.md', 10)
    files.bytes('newsletter.yaml', 1000)
    files.list('a')
    expect(read).toEqual([
      { kind: 'file', name: 'a/b.md' },
      { kind: 'file', name: 'newsletter.yaml' },
      { kind: 'list', name: 'a' },
    ])
  })

  it('lists no folder inside a hidden one', () => {
    const root = newsroom({})
    mkdirSync(join(root, 'a/.cache/deep'), { recursive: true })
    expect(projectFiles(root).list('a')).toEqual([])
  })
})
