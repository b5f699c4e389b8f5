import { describe, expect, it } from 'vitest'
import { complaint, type Folder, HEAD, openIssue } from '../project/newsroom.ts'

const QUOTE = 'sections:\n  - type: quote\n    text: A long quay.\n'
const said = (yaml: string, more: Folder = {}) =>
  complaint(() => openIssue({ 'issues/x.yaml': yaml, ...more }))
const below = (yaml: string, more: Folder = {}) => said(`${HEAD}${QUOTE}${yaml}`, more)
const section = (yaml: string) => said(`${HEAD}sections:\n${yaml}\n`)

const KNOWN =
  'Known here: title, date, lang, subject, preheader, article, interview, template, list, robots, cover, sections.'
const DATE = 'Write it as 2024-11-18.'
const WEB = 'Write it whole, as https://host/path.'
const ALT =
  '"alt" is missing. Say what the image shows, for readers who do not see it; write alt: "" for mere decoration.'

describe('an issue file is refused, at its line, for', () => {
  it.each<[string, string, string]>([
    [
      'a key that is misspelt',
      'artcle: a.md',
      '6:1  unknown key "artcle". Did you mean "article"?',
    ],
    [
      'a key by another name',
      'preview: x',
      '6:1  unknown key "preview". Did you mean "preheader"?',
    ],
    ['a key that nothing is like', 'zzz: x', `6:1  unknown key "zzz". ${KNOWN}`],
    ['a key of JavaScript’s own', 'toString: x', `6:1  unknown key "toString". ${KNOWN}`],
    ['a merge, which YAML no longer has', '<<: {lang: en}', `6:1  unknown key "<<". ${KNOWN}`],
    ['a key without a name', ': x', `6:1  unknown key "". ${KNOWN}`],
    [
      'a subject that begins a header',
      'subject: "Fog\\r\\nBcc: all@a.example"',
      '6:10  "subject" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a preheader over two lines',
      'preheader: |\n  Two\n  lines',
      '6:12  "preheader" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a language that is none',
      'lang: english',
      '6:7  "lang" is not a language tag. Write one as in BCP 47: en, ko, zh-Hant, ar.',
    ],
    [
      'a cover that only points',
      'cover: fog.jpg',
      '6:8  "cover" needs the file and what it shows. Write image: and alt: beneath it.',
    ],
    ['a cover without alt text', 'cover:\n  image: fog.jpg', `7:3  ${ALT}`],
    ['a cover whose alt text was left open', 'cover:\n  image: fog.jpg\n  alt:', `8:7  ${ALT}`],
    [
      'a cover that is not there',
      'cover:\n  image: fog.jpg\n  alt: Fog',
      '7:10  "fog.jpg" does not exist. Looked for issues/fog.jpg.',
    ],
    [
      'a key of an image by another name',
      'cover:\n  src: fog.jpg\n  alt: Fog',
      '7:3  unknown key "src". Did you mean "image"?',
    ],
    [
      'an article with a NUL in its name',
      'article: "a\\0.md"',
      '6:10  "article" holds a line break or a control character. Write it on one line.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(below(`${yaml}\n`)).toBe(`issues/x.yaml:${expected}`)
  })

  it.each<[string, string, string]>([
    [
      'a title that is a number',
      `title: 1984\ndate: 2024-11-18\n${QUOTE}`,
      `1:8  "title" is the number 1984, not a text. Put it in quotes: '1984'.`,
    ],
    [
      'a title with a control character',
      `title: "Fog \\a"\ndate: 2024-11-18\n${QUOTE}`,
      '1:8  "title" holds a line break or a control character. Write it on one line.',
    ],
    [
      'a title with a character that is none',
      `title: "Fog \\uFDD0"\ndate: 2024-11-18\n${QUOTE}`,
      '1:8  "title" holds a line break or a control character. Write it on one line.',
    ],
    ['no date', `title: Fog\n${QUOTE}`, `1:1  "date" is missing. ${DATE}`],
    [
      'a day that no calendar has',
      `title: Fog\ndate: 2024-02-30\n${QUOTE}`,
      `2:7  "date" is not a day of the calendar. ${DATE}`,
    ],
    [
      'the 29th of February of a common year',
      `title: Fog\ndate: 2023-02-29\n${QUOTE}`,
      `2:7  "date" is not a day of the calendar. ${DATE}`,
    ],
    [
      'a thirteenth month',
      `title: Fog\ndate: 2024-13-01\n${QUOTE}`,
      `2:7  "date" is not a day of the calendar. ${DATE}`,
    ],
    [
      'a date in words',
      `title: Fog\ndate: 18 November 2024\n${QUOTE}`,
      `2:7  "date" is not a date. ${DATE}`,
    ],
    [
      'a date with a time',
      `title: Fog\ndate: 2024-11-18T08:00\n${QUOTE}`,
      `2:7  "date" is not a date. ${DATE}`,
    ],
    [
      'a date without its lines',
      `title: Fog\ndate: 20241118\n${QUOTE}`,
      `2:7  "date" is not a date. ${DATE}`,
    ],
    [
      'nothing to read',
      HEAD,
      '1  this issue has nothing in it. Point to an article or an interview, or add sections.',
    ],
    [
      'no sections in its list of sections',
      `${HEAD}sections: []\n`,
      '3:11  "sections" is empty. Fill it in, or remove the key.',
    ],
    [
      'sections that are no list',
      `${HEAD}sections: links\n`,
      '3:11  "sections" is "links", not a list. Write a list.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(said(yaml)).toBe(`issues/x.yaml:${expected}`)
  })

  it.each<[string, string, string]>([
    [
      'a section of no kind',
      '  - text: x',
      '4:5  "type" is missing. It is one of: links, note, sponsor, image, quote, article, interview.',
    ],
    [
      'a section of a kind that is misspelt',
      '  - type: sponser',
      '4:11  "type" cannot be "sponser". Did you mean "sponsor"?',
    ],
    [
      'a section of a kind that there is not',
      '  - type: poll',
      '4:11  "type" cannot be "poll". It is one of: links, note, sponsor, image, quote, article, interview.',
    ],
    [
      'a section of a kind that is a number',
      '  - type: 5',
      '4:11  "type" cannot be the number 5. It is one of: links, note, sponsor, image, quote, article, interview.',
    ],
    [
      'a section that is a word',
      '  - links',
      '4:5  item 1 of "sections" is "links", not keys with values. Write keys with values.',
    ],
    [
      'a key of another kind of section',
      '  - type: quote\n    text: x\n    title: y',
      '6:5  unknown key "title". Known here: type, text, by.',
    ],
    [
      'a key that is misspelt',
      '  - type: sponsor\n    sponser: Tallow\n    text: x\n    url: https://a.example',
      '5:5  unknown key "sponser". Did you mean "sponsor"?',
    ],
    [
      'no links among links',
      '  - type: links\n    links: []',
      '5:12  "links" is empty. Fill it in, or remove the key.',
    ],
    [
      'a link that is misspelt',
      '  - type: links\n    links:\n      - titel: x\n        url: https://a.example',
      '6:9  unknown key "titel". Did you mean "title"?',
    ],
    [
      'a link by another name',
      '  - type: links\n    links:\n      - title: x\n        href: https://a.example',
      '7:9  unknown key "href". Did you mean "url"?',
    ],
    [
      'a link that runs',
      '  - type: links\n    links:\n      - title: x\n        url: javascript:alert(1)',
      `7:14  "url" is not a web address. ${WEB}`,
    ],
    [
      'a link that is data',
      '  - type: links\n    links:\n      - title: x\n        url: data:text/html,x',
      `7:14  "url" is not a web address. ${WEB}`,
    ],
    [
      'a link with a line break',
      '  - type: links\n    links:\n      - title: x\n        url: "https://a.example/\\nb"',
      `7:14  "url" is not a web address. ${WEB}`,
    ],
    [
      'a sponsor that leads nowhere',
      '  - type: sponsor\n    sponsor: Tallow\n    text: x',
      '4:5  "url" is missing. Add a text.',
    ],
    ['an image without alt text', '  - type: image\n    image:\n      image: a.png', `6:7  ${ALT}`],
    [
      'an article that is not there',
      '  - type: article\n    article: b.md',
      '5:14  "b.md" does not exist. Looked for issues/b.md.',
    ],
    [
      'an interview outside',
      '  - type: interview\n    interview: ../../b.md',
      '5:16  "../../b.md" leads outside the project. Point to a file inside the project, relative to this one.',
    ],
    [
      'a link in a note that runs',
      '  - type: note\n    text: |\n      First line.\n\n      A [bad](javascript:x) one.',
      '8  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
    [
      'a link in a note on one line',
      '  - type: note\n    text: A [bad](javascript:x) one.',
      '5  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
    [
      'a link in a note of one line below its key',
      '  - type: note\n    text: |\n      A [bad](javascript:x) one.',
      '6  the link "javascript:x" leads nowhere in a letter. Write it whole: https://…, mailto:… or tel:….',
    ],
    [
      'an image in a note that is not there',
      '  - type: note\n    text: |\n      Look:\n\n      ![Fog](fog.jpg)',
      '8  "fog.jpg" does not exist. Looked for issues/fog.jpg.',
    ],
  ])('%s', (_, yaml, expected) => {
    expect(section(yaml)).toBe(`issues/x.yaml:${expected}`)
  })

  it('everything that is wrong in all its files, at once', () => {
    const files = {
      'issues/x.yaml': `${HEAD}article: a.md\ninterview: b.md\ncover:\n  image: fog.jpg\n  alt: Fog\nsections:\n  - type: article\n    article: gone.md\n`,
      'issues/a.md': '---\nbylne: Kim\n---\n\nText.\n',
      'issues/b.md': 'Nobody speaks.\n',
    }
    expect(complaint(() => openIssue(files)).split('\n')).toEqual([
      'issues/x.yaml:6:10  "fog.jpg" does not exist. Looked for issues/fog.jpg.',
      'issues/a.md:2:1  unknown key "bylne". Did you mean "byline"?',
      'issues/b.md:1  nobody speaks in this interview. Begin each turn with its speaker, as in "Ana Ruiz: Good morning."; a name that speaks only once goes under "speakers:" at the top.',
      'issues/x.yaml:10:14  "gone.md" does not exist. Looked for issues/gone.md.',
    ])
  })

  it('a key that would draw on the terminal', () => {
    expect(below('"\\e[31mred\\u202e": x\n')).toBe(
      `issues/x.yaml:6:1  unknown key "\ufffd[31mred\ufffd". ${KNOWN}`,
    )
  })
})
