// Cases of the rules about links.

import type { LinkProber, LinkState } from '../../../src/check/links/probe.ts'
import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'

const ARTICLE = 'issues/walk/article.md'
const TEMPLATE = 'templates/bare.mjml.hbs'
const CONFIG = 'newsletter.yaml'

/** Instead of the link in the article, which stands on line 9. */
const link = (markdown: string) => ({
  [ARTICLE]: swap('[harbour office](https://harbour.example/map)', markdown),
})
const anchor = (html: string) => bare(`<p>Take ${html} with you.</p>`)

const linkEmpty: readonly Case[] = [
  {
    when: 'a link leads to a lone #',
    files: anchor('<a href="#">the map</a>'),
    finds: [
      {
        level: 'error',
        message: /^the link "the map" leads to "#", which is nowhere$/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'a link has no address',
    files: anchor('<a href="">the map</a>'),
    finds: [{ level: 'error', message: /^the link "the map" has no address$/, file: TEMPLATE }],
  },
  {
    when: 'a link leads to a place in the letter that is not there',
    files: anchor('<a href="#mill">the mill</a>'),
    finds: [
      {
        level: 'error',
        message: /leads to "#mill", and there is no such place/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'a link leads to a place in the letter that is there',
    files: anchor('<a href="#mill">the mill</a> and <b id="mill">the mill itself</b>'),
  },
  { when: 'an anchor only marks a place', files: anchor('<a name="mill"></a> the map') },
]

const linkLocal: readonly Case[] = [
  ...[
    'http://localhost:3000/map',
    'https://127.0.0.1/map',
    'https://192.168.1.5/map',
    'https://[::1]/map',
    'https://mill.local/map',
  ].map(
    (href): Case => ({
      when: `a link leads to ${href}`,
      files: link(`[map](${href})`),
      finds: [
        { level: 'error', message: /is on this machine or in its network/, file: ARTICLE, line: 9 },
      ],
    }),
  ),
  { when: 'a link leads to a public address', files: link('[map](https://8.8.8.8/map)') },
]

const linkHttp: readonly Case[] = [
  {
    when: 'a link is http',
    files: link('[harbour office](http://harbour.example/map)'),
    finds: [
      {
        level: 'warning',
        message: /^"http:\/\/harbour\.example\/map" is not encrypted$/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
]

const linkSameText: readonly Case[] = [
  {
    when: 'two links say the same and lead to different pages',
    files: link('[map](https://harbour.example/map) and another [map](https://mill.example/map)'),
    finds: [
      {
        level: 'warning',
        message: /^2 links say "map" and lead to different pages$/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  {
    when: 'two links say the same and lead to the same page, once with a campaign’s name',
    files: link(
      '[map](https://harbour.example/map/) and the [map](https://harbour.example/map?utm_source=letter#top)',
    ),
  },
]

const linkDuplicate: readonly Case[] = [
  {
    when: 'one page is linked to by different words',
    files: link('[map](https://harbour.example/map) or [plan](https://harbour.example/map)'),
    finds: [
      {
        level: 'note',
        message: /^"map" and "plan" lead to the same page$/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  {
    when: 'a picture and its headline lead to the same page',
    files: anchor(
      '<a href="https://mill.example/"><img src="https://mill.example/m.png" alt="A wheel"></a> <a href="https://mill.example/">the mill</a>',
    ),
  },
]

const linkText: readonly Case[] = [
  {
    when: 'a link says "click here"',
    files: link('[Click here](https://harbour.example/map)'),
    finds: [
      {
        level: 'warning',
        message: /^the link "Click here" does not say where it leads$/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  {
    when: 'a Korean letter’s link says "여기"',
    files: {
      [ARTICLE]: swap(
        '[harbour office](https://harbour.example/map)',
        '[여기](https://harbour.example/map)',
      ),
      'issues/walk.yaml': swap('template:', 'lang: ko\ntemplate:'),
    },
    finds: [{ level: 'warning', message: /^the link "여기"/, file: ARTICLE, line: 9 }],
  },
  {
    when: 'a link is a picture that says nothing',
    files: anchor(
      '<a href="https://mill.example/"><img src="https://mill.example/m.png" alt=""></a>',
    ),
    finds: [
      {
        level: 'error',
        message: /^the link to "https:\/\/mill\.example\/" has no words/,
        file: TEMPLATE,
        line: 12,
      },
    ],
  },
  {
    when: 'a link’s words go on after "here"',
    files: link('[here is the map](https://harbour.example/map)'),
  },
]

const linkTracking: readonly Case[] = [
  {
    when: 'a link names who followed it',
    files: link('[map](https://harbour.example/map?fbclid=abc&page=2)'),
    finds: [
      {
        level: 'warning',
        message: /^the link to harbour\.example carries "fbclid"/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  {
    when: 'newsletter.yaml forbids a parameter',
    files: {
      ...link('[map](https://harbour.example/map?utm_source=x)'),
      [CONFIG]: (text) => `${text}checks:\n  tracking: { forbid: [utm_*] }\n`,
    },
    finds: [{ message: /carries "utm_source"/, file: ARTICLE, line: 9 }],
  },
  {
    when: 'newsletter.yaml asks for a parameter that a link lacks',
    files: { [CONFIG]: (text) => `${text}checks:\n  tracking: { require: [utm_source] }\n` },
    finds: [
      { message: /^the link to harbour\.example\/map lacks "utm_source"$/, file: ARTICLE, line: 9 },
      {
        message: /^the link to letters\.river\.example\/ lacks "utm_source"$/,
        file: CONFIG,
        line: 3,
      },
    ],
  },
  {
    when: 'a link has parameters of its page',
    files: link('[map](https://harbour.example/map?page=2&utm_source=x)'),
  },
]

const linkShortener: readonly Case[] = [
  {
    when: 'a link goes through a shortener',
    files: link('[map](https://bit.ly/3abcdef)'),
    finds: [
      {
        level: 'warning',
        message: /^"https:\/\/bit\.ly\/3abcdef" is a shortened address/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
]

const MAP = 'https://harbour.example/map'
/** Of the map alone: the publication’s own pages are there. */
const answering = (state: LinkState): LinkProber => ({
  probe: async (url) => (url === MAP ? state : { kind: 'fine', status: 200 }),
})

const linkBroken: readonly Case[] = [
  {
    when: 'a page is not there',
    options: {
      prober: answering({ kind: 'broken', reason: 'the page is not there (404)', status: 404 }),
    },
    finds: [
      {
        level: 'error',
        message: /^"https:\/\/harbour\.example\/map" does not work: the page is not there/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  {
    when: 'a page turns programs away',
    options: { prober: answering({ kind: 'refused', status: 403 }) },
    finds: [{ level: 'note', message: /turns programs away \(403\)/, file: ARTICLE, line: 9 }],
  },
  {
    when: 'a name leads to a private address',
    options: { prober: answering({ kind: 'private', host: 'harbour.example' }) },
    finds: [
      { level: 'error', message: /an address that no reader can reach$/, file: ARTICLE, line: 9 },
    ],
  },
  {
    when: 'no answer comes',
    options: { prober: answering({ kind: 'silent', reason: 'no answer came in time' }) },
    finds: [
      {
        level: 'warning',
        message: /could not be asked: no answer came in time$/,
        file: ARTICLE,
        line: 9,
      },
    ],
  },
  { when: 'every page is there', options: { prober: answering({ kind: 'fine', status: 200 }) } },
  { when: 'nobody asked for links to be fetched' },
]

export const LINKS = {
  'link-empty': linkEmpty,
  'link-local': linkLocal,
  'link-http': linkHttp,
  'link-same-text': linkSameText,
  'link-duplicate': linkDuplicate,
  'link-text': linkText,
  'link-tracking': linkTracking,
  'link-shortener': linkShortener,
  'link-broken': linkBroken,
} satisfies Record<string, readonly Case[]>
