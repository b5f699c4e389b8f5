// Cases of the rules about what providers, filters and the law ask of a letter.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SpamScorer, SpamVerdict } from '../../../src/check/spam/scorer.ts'
import { REPOSITORY } from '../../build/project.ts'
import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'

const CONFIG = 'newsletter.yaml'
const FOOTER = 'templates/partials/footer.mjml.hbs'
const TEXT = 'templates/plain.txt.hbs'
const TEMPLATE = 'templates/bare.mjml.hbs'

/** Where the footer asks for the link. */
const LEAVE =
  readFileSync(join(REPOSITORY, FOOTER), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('{{links.unsubscribe}}')) + 1

const unsubscribeLink: readonly Case[] = [
  {
    when: 'the letter has no link to unsubscribe',
    files: { [FOOTER]: swap('{{links.unsubscribe}}', '{{links.browser}}') },
    finds: [{ level: 'error', message: /^there is no link to unsubscribe in the letter$/ }],
  },
  {
    when: 'the link to unsubscribe is there for members only',
    files: {
      [FOOTER]: swap(
        /<a href="\{\{links\.unsubscribe\}\}">.*?<\/a>/,
        '{{#if subscriber.name}}<a href="{{links.unsubscribe}}">{{t "unsubscribe"}}</a>{{/if}}',
      ),
    },
    finds: [
      {
        level: 'error',
        message: /^there is no link to unsubscribe in the letter for some readers$/,
        file: FOOTER,
        line: LEAVE,
      },
    ],
  },
  {
    when: 'the link to unsubscribe is hidden',
    files: {
      [FOOTER]: swap(
        '<a href="{{links.unsubscribe}}">',
        '<a style="display:none" href="{{links.unsubscribe}}">',
      ),
    },
    finds: [
      {
        level: 'error',
        message: /^there is no link to unsubscribe in the letter$/,
        file: FOOTER,
        line: LEAVE,
      },
    ],
  },
  {
    when: 'the plain text has no link to unsubscribe',
    files: { [TEXT]: swap('{{links.unsubscribe}}', '') },
    finds: [
      {
        level: 'error',
        message: /^there is no link to unsubscribe in the plain text$/,
        file: TEXT,
      },
    ],
  },
]

const oneClick: readonly Case[] = [
  {
    when: 'the publication’s pages are http',
    files: { [CONFIG]: swap('https://letters.river.example', 'http://letters.river.example') },
    finds: [
      {
        level: 'error',
        message: /^the one-click link to unsubscribe is not https/,
        file: CONFIG,
        line: 3,
      },
    ],
  },
]

const postalAddress: readonly Case[] = [
  {
    when: 'the letter does not hold the postal address',
    files: {
      [FOOTER]: swap('{{#each publication.address}}', '{{#each publication.links.social}}'),
    },
    finds: [{ level: 'error', message: /^the postal address is not in the letter$/, file: FOOTER }],
  },
  {
    when: 'the plain text does not hold the postal address',
    files: { [TEXT]: swap('{{#each publication.address}}\n{{this}}\n{{/each}}', '') },
    finds: [
      { level: 'error', message: /^the postal address is not in the plain text$/, file: TEXT },
    ],
  },
]

const textTwin: readonly Case[] = [
  {
    when: 'the plain text is empty',
    files: { [TEXT]: '---\n' },
    finds: [{ level: 'error', message: /^the plain-text part is empty$/, file: TEXT }],
  },
  {
    when: 'the plain text leaves out most of the letter',
    files: { [TEXT]: '{{issue.title}}\n\n{{links.unsubscribe}}\n' },
    finds: [
      {
        level: 'warning',
        message: /^the plain text holds \d+ % of what the letter says$/,
        file: TEXT,
      },
    ],
  },
]

const fromDomain: readonly Case[] = [
  {
    when: 'the letter is from a mailbox at a provider',
    files: { [CONFIG]: swap('post@river.example', 'riverpost@gmail.com') },
    finds: [
      {
        level: 'error',
        message: /^the letter is from an address at gmail\.com/,
        file: CONFIG,
        line: 2,
      },
    ],
  },
  {
    when: 'the publication’s pages are at another domain',
    files: { [CONFIG]: swap('https://letters.river.example', 'https://letters.mill.example') },
    finds: [
      {
        level: 'note',
        message:
          /^the links to unsubscribe are at letters\.mill\.example, and the letter is from river\.example/,
        file: CONFIG,
        line: 3,
      },
    ],
  },
]

const activeContent: readonly Case[] = [
  {
    when: 'the letter holds a form',
    files: bare('<form action="https://mill.example/"><input type="text" name="q"></form>'),
    finds: [
      { level: 'error', message: /^<form> asks for input/, file: TEMPLATE, line: 12 },
      { level: 'error', message: /^<input> asks for input/, file: TEMPLATE, line: 12 },
    ],
  },
  {
    when: 'the letter holds a script',
    files: bare('<p onclick="go()">The mill</p>', '<mj-raw>\n<script>go()</script>\n</mj-raw>'),
    finds: [
      { level: 'error', message: /^<script> runs a script$/, file: TEMPLATE, line: 4 },
      { level: 'error', message: /^the attribute onclick runs a script$/, file: TEMPLATE },
    ],
  },
  {
    when: 'a style sheet fetches another',
    files: bare(
      '<p>The mill</p>',
      '<mj-style>\n@import url(https://mill.example/m.css);\n</mj-style>',
    ),
    finds: [
      { level: 'error', message: /^a style sheet fetches another one/, file: TEMPLATE, line: 4 },
    ],
  },
  {
    when: 'MJML’s accordion works by boxes that are ticked',
    files: bare(
      '</mj-text><mj-accordion><mj-accordion-element><mj-accordion-title>The mill</mj-accordion-title><mj-accordion-text>Tea.</mj-accordion-text></mj-accordion-element></mj-accordion><mj-text>',
    ),
  },
]

const scoring = (verdict: SpamVerdict): SpamScorer => ({ score: async () => verdict })
const verdict = (score: number): SpamVerdict => ({
  kind: 'scored',
  program: 'spamc',
  score,
  required: 5,
  rules: [
    { name: 'HTML_MESSAGE', points: 0, about: 'HTML included' },
    { name: 'SUBJ_ALL_CAPS', points: score, about: 'Subject is all capitals' },
  ],
})

const spamScore: readonly Case[] = [
  {
    when: 'the filter takes the message for spam',
    options: { scorer: scoring(verdict(6.5)) },
    finds: [
      {
        level: 'error',
        message:
          /^spamc gives 6\.5 of the 5 points that make a message spam: \+6\.5 SUBJ_ALL_CAPS \(Subject is all capitals\)$/,
      },
    ],
  },
  {
    when: 'the filter is half sure',
    options: { scorer: scoring(verdict(3)) },
    finds: [{ level: 'warning', message: /3 of the 5/ }],
  },
  {
    when: 'the filter has little to say',
    options: { scorer: scoring(verdict(1)) },
    finds: [{ level: 'note', message: /1 of the 5/ }],
  },
  {
    when: 'no filter is installed',
    options: { scorer: scoring({ kind: 'missing' }) },
    finds: [{ level: 'warning', message: /^no spam filter was asked/ }],
  },
  { when: 'nobody asked for a spam filter' },
]

export const DELIVERY = {
  'unsubscribe-link': unsubscribeLink,
  'one-click': oneClick,
  'postal-address': postalAddress,
  'text-twin': textTwin,
  'from-domain': fromDomain,
  'active-content': activeContent,
  'spam-score': spamScore,
} satisfies Record<string, readonly Case[]>
