import { describe, expect, it } from 'vitest'
import { articleOf, complaint, type Folder } from '../project/newsroom.ts'

const said = (markdown: string, more: Folder = {}) => complaint(() => articleOf(markdown, more))
const FOG: Folder = { 'issues/fog.jpg': 'anything' }
const WHOLE = 'Write it whole: https://…, mailto:… or tel:….'
const SAY = 'Say in the brackets what it shows: ![A ferry at dusk](ferry.jpg).'
const ALONE = 'Put it into a paragraph of its own.'
const KNOWN =
  'Known here: title, kicker, standfirst, byline, dateline, published, source, image, facts.'

describe('an article is refused, at its line, for', () => {
  it.each<[string, string, string]>([
    [
      'being empty',
      '',
      '1  this article is empty. Write something in it, or point to another file.',
    ],
    [
      'being white space',
      ' \n\n\t\n',
      '1  this article is empty. Write something in it, or point to another file.',
    ],
    [
      'being empty below its keys',
      '---\ntitle: Fog\n---\n',
      '4  this article is empty. Write it below the second line of ---.',
    ],
    [
      'keys that are never closed',
      '---\ntitle: Fog\n\nText.\n',
      '1  the keys at the top are never closed. Add a line "---" after the last of them.',
    ],
    [
      'a key that is misspelt',
      '---\ntitle: Fog\nstandfrist: x\n---\nText.',
      '3:1  unknown key "standfrist". Did you mean "standfirst"?',
    ],
    [
      'a key by another name',
      '---\nauthor: Kim\n---\nText.',
      '2:1  unknown key "author". Did you mean "byline"?',
    ],
    [
      'a key that nothing is like',
      '---\ndraft: true\n---\nText.',
      `2:1  unknown key "draft". ${KNOWN}`,
    ],
    [
      'a misspelt key within',
      '---\nsource:\n  nmae: The Gazette\n---\nText.',
      '3:3  unknown key "nmae". Did you mean "name"?',
    ],
    [
      'a source that leads nowhere',
      '---\nsource: {name: x, url: gazette.example}\n---\nText.',
      '2:24  "url" is not a web address. Write it whole, as https://host/path.',
    ],
    [
      'a day that no calendar has',
      '---\npublished: 2024-06-31\n---\nText.',
      '2:12  "published" is not a day of the calendar. Write it as 2024-11-18.',
    ],
    [
      'a fact that is a number',
      '---\nfacts:\n  - Long.\n  - 42\n---\nText.',
      `4:5  item 2 of "facts" is the number 42, not a text. Put it in quotes: '42'.`,
    ],
    [
      'a colon in a title',
      '---\ntitle: Fog: a ledger\n---\nText.',
      '2:8  this line cannot be read. Put a text that holds ": " or begins with a special character in quotes.',
    ],
    [
      'a picture without alt text',
      '---\nimage: {image: fog.jpg}\n---\nText.',
      '2:8  "alt" is missing. Say what the image shows, for readers who do not see it; write alt: "" for mere decoration.',
    ],
    [
      'a link that runs',
      'One.\n\nA [link](javascript:alert(1)).',
      `3  the link "javascript:alert(1)" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link that is data',
      'A [link](data:text/html;base64,PHNjcmlwdD4=).',
      `1  the link "data:text/html;base64,PHNjcmlwdD4=" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link that runs in another spelling',
      'A [link](JaVaScRiPt:x) and [one](&#106;avascript:x).',
      `1  the link "JaVaScRiPt:x" leads nowhere in a letter. ${WHOLE}\nissues/a.md:1  the link "javascript:x" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link that runs in angle brackets',
      'One.\nTwo <vbscript:x>.',
      `2  the link "vbscript:x" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link that runs, said elsewhere',
      'A [link][1].\n\n[1]: javascript:x',
      `1  the link "javascript:x" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link in a paragraph of several lines',
      'One\n`two\nthree` four\nfive [bad](file:///etc) six.',
      `4  the link "file:///etc" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link in a list',
      '- one\n- two\n  - [bad](ftp://a.example)',
      `3  the link "ftp://a.example" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link in a table',
      '| a |\n|---|\n| b |\n| [bad](x.md) |',
      `4  the link "x.md" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link in a footnote',
      'One[^a].\n\n[^a]: Two\n    [bad](#x).',
      `4  the link "#x" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link to a heading',
      '[Above](#above)',
      `1  the link "#above" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link with a password',
      '[In](https://me:pw@a.example)',
      `1  the link "https://me:pw@a.example" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link to nobody',
      '[Mail](mailto:kim)',
      `1  the link "mailto:kim" leads nowhere in a letter. ${WHOLE}`,
    ],
    [
      'a link without words',
      'One.\n\n[](https://a.example)',
      '3  the link to "https://a.example" has no words. Say in the brackets where it leads: [The timetable](https://…).',
    ],
    [
      'an image without alt text',
      'One.\n\n![](fog.jpg)',
      `3  the image "fog.jpg" has no alt text. ${SAY}`,
    ],
    [
      'an image with a space for alt text',
      '![ ](fog.jpg)',
      `1  the image "fog.jpg" has no alt text. ${SAY}`,
    ],
    [
      'an image that is not there',
      'One.\n\n![Fog](foh.jpg)',
      '3  "foh.jpg" does not exist. Looked for issues/foh.jpg.',
    ],
    [
      'an image that is not there, whose name is no URL',
      '![Fog](%ff.jpg)',
      '1  "%ff.jpg" does not exist. Looked for issues/%ff.jpg.',
    ],
    [
      'an image on the web',
      '![Fog](https://a.example/fog.jpg)',
      '1  "https://a.example/fog.jpg" is not a file in the project. Save it there and point to the file.',
    ],
    [
      'an image on the web, without a scheme',
      '![Fog](//a.example/fog.jpg)',
      '1  "//a.example/fog.jpg" is not a file in the project. Save it there and point to the file.',
    ],
    [
      'an image that is data',
      '![Fog](data:image/png;base64,AAAA)',
      '1  "data:image/png;base64,AAAA" is not a file in the project. Save it there and point to the file.',
    ],
    [
      'an image outside',
      '![Fog](../../fog.jpg)',
      '1  "../../fog.jpg" leads outside the project. Point to a file inside the project, relative to this one.',
    ],
    [
      'an image in a heading',
      'One.\n\n## ![Fog](fog.jpg)',
      `3  an image cannot stand in a heading. ${ALONE}`,
    ],
    [
      'an image in a table',
      '| a |\n|---|\n| ![Fog](fog.jpg) |',
      `3  an image cannot stand in a table. ${ALONE}`,
    ],
    [
      'a footnote that nothing refers to',
      'One.\n\n[^a]: Lost.',
      '3  nothing refers to the footnote [^a]. Put [^a] where it belongs, or remove the footnote.',
    ],
    [
      'a footnote that is not there',
      'One.\n\nTwo[^b].',
      '3  the footnote [^b] is not there. Add a line "[^b]: …", or write `[^b]` where no footnote is meant.',
    ],
    [
      'a footnote that is there twice',
      'One[^a].\n\n[^a]: First.\n[^a]: Second.',
      '4  the footnote [^a] is here twice. Give one of them another name.',
    ],
    [
      'quotations in quotations in quotations',
      `One.\n\n${'> '.repeat(150)}deep`,
      '3  quotations or lists are nested more deeply here than a letter can show. Write it flatter.',
    ],
    [
      'lists in lists in lists',
      Array.from({ length: 30 }, (_, depth) => `${'  '.repeat(depth)}- item`).join('\n'),
      '13  quotations or lists are nested more deeply here than a letter can show. Write it flatter.',
    ],
  ])('%s', (_, markdown, expected) => {
    expect(said(markdown, FOG)).toBe(`issues/a.md:${expected}`)
  })

  it('everything that is wrong with its text, at once', () => {
    expect(said('[a](x)\n\n![](fog.jpg)\n\nb[^c]').split('\n')).toHaveLength(3)
  })
})

describe('the keys at the top of an article', () => {
  it('are all there', () => {
    const article = articleOf(
      [
        '---',
        'kicker: Harbour',
        'title: The fog ledger',
        'standfirst: >-',
        '  Ninety years',
        '  of fog.',
        'byline: Kim Arden',
        'dateline: Port Ellery',
        'published: 2024-11-18',
        'source: {name: The Gazette, url: https://gazette.example/fog}',
        'image: {image: fog.jpg, alt: Fog, caption: Noon, credit: Kim}',
        'facts: [One., Two.]',
        '---',
        '',
        'Text.',
      ].join('\n'),
      FOG,
    )
    expect(article).toMatchObject({
      file: 'issues/a.md',
      kicker: 'Harbour',
      title: 'The fog ledger',
      standfirst: 'Ninety years of fog.',
      byline: 'Kim Arden',
      dateline: 'Port Ellery',
      published: '2024-11-18',
      source: { name: 'The Gazette', url: 'https://gazette.example/fog' },
      image: { name: 'issues/fog.jpg', alt: 'Fog', caption: 'Noon', credit: 'Kim' },
      facts: ['One.', 'Two.'],
      words: 1,
      body: { blocks: [{ type: 'paragraph', line: 15 }] },
    })
  })

  it('may say a source in one word', () => {
    expect(articleOf('---\nsource: The Gazette\n---\nText.').source).toEqual({
      name: 'The Gazette',
    })
  })

  it('may be none, between two lines that say so', () => {
    for (const top of ['---\n---\n', '---\n# nothing\n---\n', '---  \n\n---\t\n'])
      expect(articleOf(`${top}Text.`).body.blocks).toMatchObject([{ type: 'paragraph' }])
  })

  it('are not what stands between two rules further down', () => {
    expect(
      articleOf('Text.\n\n---\n\ntitle: no key\n\n---\n').body.blocks.map(({ type }) => type),
    ).toEqual(['paragraph', 'rule', 'paragraph', 'rule'])
  })

  it('are not a rule that a text begins with', () => {
    expect(articleOf('---\n\nText.').body.blocks.map(({ type }) => type)).toEqual([
      'rule',
      'paragraph',
    ])
  })
})
