// Word documents: what is in them, what was changed in them, and archives that are none.

import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { gatherImport } from '../../src/import/gather.ts'
import { unzip } from '../../src/import/word/unzip.ts'
import { drawing, paragraph, wordDocument, zip } from './archive.ts'

const LONG =
  'The tide came in and went out again, as it does, and nobody on the quay looked up from the nets.'

const gathered = (bytes: Buffer) =>
  gatherImport(
    [{ source: 'piece.docx' }],
    { date: '2024-11-18' },
    {
      read: async (name) => ({ name, bytes }),
      beside: async () => undefined,
      fetch: async () => {
        throw new Error('no network here')
      },
    },
  )

it('reads headings, emphasis, turns and pictures', async () => {
  const picture = await sharp({
    create: { width: 60, height: 40, channels: 3, background: '#27496d' },
  })
    .png()
    .toBuffer()
  const body = [
    paragraph('A quay by night', 'Title'),
    paragraph('By Ana Ruiz'),
    drawing('rId1', 'A quay'),
    paragraph(LONG, '', '<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve"> Twice.</w:t></w:r>'),
    paragraph('Interview with Tomas Reyne', 'Heading1'),
    paragraph('Ana Ruiz: Is it cold?'),
    paragraph('Tomas Reyne: It is.'),
    paragraph('Ana Ruiz: Is it wet?'),
    paragraph('Tomas Reyne: Always.'),
  ]
  const document = wordDocument(body.join(''), [{ name: 'word/media/quay.png', data: picture }])
  const { result, files } = await gathered(document)
  expect(result.article).toMatchObject({ title: 'A quay by night', byline: 'Ana Ruiz' })
  expect(result.interview?.turns).toHaveLength(4)
  expect(files.map(({ name }) => name)).toEqual([
    'issues/quay-by-night/import.md',
    'issues/quay-by-night/article.md',
    'issues/quay-by-night/interview.md',
    expect.stringMatching(/^issues\/quay-by-night\/.*\.png$/),
    'issues/quay-by-night.yaml',
  ])
  expect(files.at(3)?.content).toEqual(picture)
  expect(String(files.at(-1)?.content)).toContain('alt: A quay')
})

it('takes tracked changes as accepted and leaves comments out, and says both with their words', async () => {
  const changed = `<w:p><w:r><w:t xml:space="preserve">${LONG} The net was </w:t></w:r><w:ins w:id="1" w:author="A"><w:r><w:t>green</w:t></w:r></w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>blue &amp; old</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>`
  const comments = `<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:id="0" w:author="B"><w:p><w:r><w:t>Is this true?</w:t></w:r></w:p></w:comment></w:comments>`
  const document = wordDocument(paragraph('Nets', 'Title') + changed, [
    { name: 'word/comments.xml', data: comments },
  ])
  const { result } = await gathered(document)
  expect(result.article?.paragraphs[0]).toContain('The net was green.')
  expect(result.look).toContain('Tracked insertions were taken as accepted: “green”.')
  expect(result.look.join()).toContain('these words are gone: “blue & old”')
  expect(result.look).toContain('Comments were left out: “Is this true?”.')
})

describe('an archive', () => {
  const refusal = (bytes: Buffer) =>
    gathered(bytes).then(
      () => 'taken',
      (error: Error) => error.message,
    )

  it.each<[string, () => Buffer, string]>([
    [
      'that unpacks to hundreds of megabytes',
      () =>
        wordDocument(paragraph('x'), [
          { name: 'word/media/z.png', data: Buffer.alloc(120_000_000) },
        ]),
      'unpacks to more',
    ],
    [
      'that lies about it',
      () =>
        wordDocument(paragraph('x'), [
          { name: 'word/media/z.png', data: Buffer.alloc(120_000_000), claims: 10 },
        ]),
      'unpacks to more',
    ],
    [
      'of too many files',
      () => zip(Array.from({ length: 2_500 }, (_, at) => ({ name: `f${at}`, data: '' }))),
      'holds too many files',
    ],
    ['that is no document', () => zip([{ name: 'a.txt', data: 'x' }]), 'no Word document in it'],
    ['that is cut off', () => wordDocument(paragraph(LONG)).subarray(0, 400), 'is broken'],
    [
      'whose document is no XML',
      () => zip([{ name: 'word/document.xml', data: 'not xml' }]),
      'cannot be read as a Word document',
    ],
  ])('%s is refused with one line', async (_, make, message) => {
    const said = await refusal(make())
    expect(said).toContain(
      `piece.docx ${message.startsWith('no ') ? 'is an archive' : ''}`.trimEnd(),
    )
    expect(said).toContain(message)
    expect(said.split('\n')).toHaveLength(1)
  })

  it('of nothing is an empty list', () => {
    expect(unzip(zip([]), { entries: 1, entryBytes: 1, bytes: 1 })).toEqual([])
  })
})
