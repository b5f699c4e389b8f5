// Cases of the rules about mail clients and size.

import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'

const style = (css: string) =>
  bare('<p>The path begins at the mill.</p>', `<mj-style>\n${css}\n</mj-style>`)
const TEMPLATE = 'templates/bare.mjml.hbs'

const clientSupport: readonly Case[] = [
  {
    when: 'a style lays out with flex, which old Outlook and Gmail on some accounts do not have',
    files: style('.row { display: flex }'),
    finds: [
      {
        level: 'warning',
        message: /^display: flex does nothing in Outlook on Windows/,
        file: TEMPLATE,
        line: 4,
      },
    ],
  },
  {
    when: 'an element stands in the text that clients take out',
    files: bare('<p>Look: <video src="https://river.example/mill.mp4">the mill</video></p>'),
    finds: [
      { level: 'warning', message: /^<video> does nothing in Gmail/, file: TEMPLATE, line: 12 },
    ],
  },
  {
    when: 'what little is lost nobody needs, it is a note',
    files: style('.row { text-shadow: none; letter-spacing: 1px }'),
    finds: [{ level: 'note', message: /^text-shadow does nothing in /, line: 4 }],
  },
  {
    when: 'no reader uses the client that lacks it',
    files: {
      ...style('.row { display: flex }'),
      'newsletter.yaml': (text) => `${text}checks:\n  clients: [apple-mail]\n`,
    },
  },
  {
    when: 'MJML’s own output uses what some clients lack',
    files: bare(
      '</mj-text><mj-button href="https://river.example/">See the river</mj-button><mj-text>',
    ),
  },
]

const clientPartial: readonly Case[] = [
  {
    when: 'a style works in part only, and it is asked for',
    files: {
      ...style('.row { transition: color 1s }'),
      'newsletter.yaml': (text) => `${text}checks:\n  clients: [hey]\n`,
    },
    options: { only: ['client-partial'] },
    finds: [
      {
        level: 'note',
        message: /^transition works in part only in HEY/,
        file: TEMPLATE,
        line: 4,
      },
    ],
  },
]

const gmailStyles: readonly Case[] = [
  {
    when: 'a style sheet is longer than Gmail takes',
    files: style(Array.from({ length: 500 }, (_, at) => `.row${at} { color: #333333 }`).join('\n')),
    finds: [
      {
        level: 'warning',
        message: /characters, and Gmail drops one with more than 8,192/,
        file: TEMPLATE,
        line: 3,
      },
    ],
  },
  {
    when: 'a style sheet has an error',
    files: style('.row { color: #333333; ? }'),
    finds: [{ level: 'warning', message: /^a style sheet has an error/, file: TEMPLATE, line: 3 }],
  },
  {
    when: 'a colour is written the way that Gmail drops the sheet for',
    files: style('.row { color: rgb(20 30 40) }'),
    finds: [{ level: 'warning', message: /^"color: rgb\(20 30 40\)" makes Gmail drop/, line: 4 }],
  },
]

const many = (count: number) =>
  swap(
    '## The mill',
    `${'Nobody grinds anything here now. The wheel turns for visitors. '.repeat(count)}\n\n## The mill`,
  )

const gmailClip: readonly Case[] = [
  {
    when: 'the letter is longer than Gmail shows',
    files: { 'issues/walk/article.md': many(1500) },
    finds: [
      {
        level: 'error',
        message: /^the HTML is 1\d\d\.\d kB, more than the 102 kB that Gmail shows \(words /,
      },
    ],
  },
  {
    when: 'the letter comes close to what Gmail shows',
    files: { 'issues/walk/article.md': many(1150) },
    finds: [{ level: 'warning', message: /close to the 102 kB/ }],
  },
]

const deep = (tag: string, count: number) =>
  bare(`${`<${tag}>`.repeat(count)}deep${`</${tag}>`.repeat(count)}`)

const domDepth: readonly Case[] = [
  {
    when: 'elements stand too deep in one another',
    files: deep('div', 70),
    finds: [{ level: 'warning', message: /^elements stand \d+ deep/, file: TEMPLATE }],
  },
  {
    when: 'tables stand too deep in one another',
    files: bare(
      `${'<table role="presentation"><tr><td>'.repeat(12)}deep${'</td></tr></table>'.repeat(12)}`,
    ),
    finds: [{ level: 'warning', message: /^tables stand \d+ deep/, file: TEMPLATE }],
  },
]

export const CLIENTS = {
  'client-support': clientSupport,
  'client-partial': clientPartial,
  'gmail-styles': gmailStyles,
  'gmail-clip': gmailClip,
  'dom-depth': domDepth,
} satisfies Record<string, readonly Case[]>
