import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { loadIssue } from '../../src/issue/load.ts'
import { formatProblem } from '../../src/problem.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { prepareImages } from '../../src/render/images.ts'
import type { RenderedImage } from '../../src/render/rendered.ts'
import { columnWidth, placedImages } from '../../src/render/view.ts'
import { type Contents, HEAD, newsroom } from '../project/newsroom.ts'
import { problemsOf } from './letter.ts'

/** Makes the cover `issues/<name>` of an issue; its pointer is at 4:10. */
async function coverOf(name: string, contents: Contents): Promise<RenderedImage> {
  const root = newsroom({
    'issues/x.yaml': `${HEAD}cover:\n  image: ${name}\n  alt: Fog\nsections:\n  - {type: quote, text: Fog}\n`,
    [`issues/${name}`]: contents,
  })
  const files = projectFiles(root)
  const project = loadProject(root, {}, files)
  const issue = loadIssue(project, files, 'x')
  const made = await prepareImages(project, 'x', files, placedImages(project, issue))
  return [...made.values()][0] as RenderedImage
}

const complaintOf = async (name: string, contents: Contents) =>
  (await problemsOf(() => coverOf(name, contents))).map(formatProblem).join('\n')

const picture = (width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background: '#a8371c' } })
const svg = (inside: string, top = '') =>
  `${top}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30">${inside}</svg>`

const SAVE = 'Save it as JPEG, PNG, WebP, GIF or SVG.'
const ONE = 'Save it as one file with everything in it, such as a PNG.'

describe('an image is refused, where it is pointed to, that', () => {
  it.each<[string, string, Contents | (() => Promise<Contents>), string]>([
    [
      'is a text',
      'fog.jpg',
      'This is no image.',
      `cannot be read as an image: it is something else. ${SAVE}`,
    ],
    ['is empty', 'fog.jpg', '', 'is empty. Save the image again.'],
    [
      'is cut off: JPEG',
      'fog.jpg',
      async () => (await picture(400, 300).jpeg().toBuffer()).subarray(0, 900),
      `cannot be read as an image: it is damaged or cut off. ${SAVE}`,
    ],
    [
      'is cut off: PNG',
      'fog.png',
      async () => (await picture(400, 300).png().toBuffer()).subarray(0, 300),
      `cannot be read as an image: it is damaged or cut off. ${SAVE}`,
    ],
    [
      'is too large',
      'fog.jpg',
      Buffer.alloc(40_000_001),
      'is 40.1 MB, more than the 40.0 MB allowed. Make it smaller.',
    ],
    [
      'has more pixels than memory',
      'fog.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="90000" height="90000"><rect width="9" height="9"/></svg>',
      `cannot be read as an image: it has more pixels than can be handled. ${SAVE}`,
    ],
    [
      'shows a file of this machine',
      'fog.svg',
      svg('<image href="file:///etc/hostname" width="9" height="9"/>'),
      `shows "file:///etc/hostname", which is another file. ${ONE}`,
    ],
    [
      'shows a file beside it',
      'fog.svg',
      svg("<image width='9' xlink:href='logo.png'/>"),
      `shows "logo.png", which is another file. ${ONE}`,
    ],
    [
      'shows a picture on the web',
      'fog.svg',
      svg('<style>rect{fill:url(https://a.example/p.svg#x)}</style><rect width="9" height="9"/>'),
      `shows "https://a.example/p.svg#x", which is another file. ${ONE}`,
    ],
    [
      'takes its styles from the web',
      'fog.svg',
      svg('<style>@import "https://a.example/a.css";</style>'),
      `takes its styles from another file. ${ONE}`,
    ],
    [
      'takes its styles from a file',
      'fog.svg',
      svg('<rect/>', '<?xml-stylesheet href="a.css"?>'),
      `takes its styles from another file. ${ONE}`,
    ],
    [
      'takes text from a file of this machine',
      'fog.svg',
      svg('<text>&x;</text>', '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
      `takes text from another file. ${ONE}`,
    ],
    [
      'has entities that multiply',
      'fog.svg',
      svg(
        '<text>&f;&f;</text>',
        `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'abcde'
          .split('')
          .map((of, index) => `<!ENTITY ${'bcdef'[index]} "${`&${of};`.repeat(10)}">`)
          .join('')}]>`,
      ),
      `cannot be read as an image: it is damaged or cut off. ${SAVE}`,
    ],
    [
      'holds a script',
      'fog.svg',
      svg('<script>document.title = 1</script>'),
      `holds a script, which nothing runs. ${ONE}`,
    ],
    [
      'holds HTML',
      'fog.svg',
      svg(
        '<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">Fog</p></foreignObject>',
      ),
      `holds HTML (foreignObject), which is not drawn. ${ONE}`,
    ],
  ])('%s', async (_, name, contents, expected) => {
    const bytes = typeof contents === 'function' ? await contents() : contents
    expect(await complaintOf(name, bytes)).toBe(`issues/x.yaml:4:10  "issues/${name}" ${expected}`)
  })

  it('stands in an article, by its line', async () => {
    const root = newsroom({
      'issues/x.yaml': `${HEAD}article: a.md\n`,
      'issues/a.md': '---\ntitle: Fog\n---\n\nOne.\n\n![Fog](fog.jpg)\n',
      'issues/fog.jpg': 'no image',
    })
    const files = projectFiles(root)
    const project = loadProject(root, {}, files)
    const issue = loadIssue(project, files, 'x')
    const [problem] = await problemsOf(() =>
      prepareImages(project, 'x', files, placedImages(project, issue)),
    )
    expect(problem).toMatchObject({ file: 'issues/a.md', line: 7 })
  })
})

describe('an SVG is drawn that', () => {
  it.each([
    [
      'holds its pictures itself',
      async () =>
        svg(
          `<image href="data:image/png;base64,${(await picture().png().toBuffer()).toString('base64')}" width="40" height="30"/>`,
        ),
    ],
    [
      'refers to its own parts',
      async () =>
        svg(
          '<defs><linearGradient id="g"><stop stop-color="#a8371c"/></linearGradient></defs><rect width="40" height="30" fill="url(#g)"/>',
        ),
    ],
    [
      'holds a link, a remark about a script and names of its own',
      async () =>
        svg(
          '<!-- <script> --><a href="https://a.example"><rect width="40" height="30" fill="#a8371c"/></a>',
          '<!DOCTYPE svg [<!ENTITY ns "http://a.example/">]>',
        ),
    ],
  ])('%s', async (_, contents) => {
    const { type, bytes } = await coverOf('fog.svg', await contents())
    const { dominant } = await sharp(bytes).stats()
    expect(type).toBe('image/png')
    expect([dominant.r >> 5, dominant.g >> 5, dominant.b >> 5]).toEqual([5, 1, 0])
  })
})

describe('an image is made', () => {
  it('twice as wide as it is shown, never wider than it was', async () => {
    const wide = await coverOf('fog.png', await picture(3000, 1500).png().toBuffer())
    const column = columnWidth(loadProject(newsroom({}), {}))
    expect(wide).toMatchObject({ width: column, height: column / 2, type: 'image/jpeg' })
    expect(await sharp(wide.bytes).metadata()).toMatchObject({ width: column * 2, format: 'jpeg' })
    const small = await coverOf('fog.png', await picture(100, 80).png().toBuffer())
    expect(small).toMatchObject({ width: 100, height: 80 })
  })

  it('upright, without what the camera noted', async () => {
    const noted = picture(40, 30).withExif({ IFD0: { Copyright: 'secret place' } })
    const turned = await noted.withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const { bytes, width, height } = await coverOf('fog.jpg', turned)
    expect([width, height]).toEqual([30, 40])
    const made = await sharp(bytes).metadata()
    expect([made.orientation, made.exif]).toEqual([undefined, undefined])
  })

  it('the same each time, with a name by what is in it', async () => {
    const bytes = await picture().jpeg().toBuffer()
    const [one, two] = [
      await coverOf('Fog Bank (1).jpg', bytes),
      await coverOf('Fog Bank (1).jpg', bytes),
    ]
    expect(one.bytes).toEqual(two.bytes)
    expect(one.name).toBe(two.name)
    expect(one.name).toMatch(/^fog-bank-1-[0-9a-f]{8}\.jpg$/)
  })

  it('of every sample picture', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../issues/lima-summit/cover.jpg'))
    expect(await coverOf('cover.jpg', bytes)).toMatchObject({ type: 'image/jpeg' })
  })
})
