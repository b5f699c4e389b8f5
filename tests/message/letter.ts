// A rendered letter made by hand, for tests that are about messages and not about templates.

import { type Keyring, keyring } from '../../src/audience/links.ts'
import type { Subscriber } from '../../src/audience/subscriber.ts'
import type { Project } from '../../src/project/project.ts'
import type { Merge, Place, RenderedIssue } from '../../src/render/rendered.ts'

export const KEYS: Keyring = keyring(['a secret of sixteen and more'])

export const PROJECT = {
  name: 'Long Meridian',
  from: { name: 'Long Meridian', address: 'letters@longmeridian.example' },
  url: 'https://letters.longmeridian.example',
  links: { archive: 'https://letters.longmeridian.example/archive', social: [] },
} as unknown as Project

export const slot = (place: Place, ...keys: string[]) =>
  ({ kind: 'value', value: { kind: 'path', root: 'subscriber', keys }, place }) as const
export const link = (place: Place, name: 'unsubscribe' | 'browser') =>
  ({ kind: 'value', value: { kind: 'path', root: 'links', keys: [name] }, place }) as const

export function rendered(parts: Partial<RenderedIssue> = {}): RenderedIssue {
  return {
    slug: 'a-letter',
    title: 'A letter',
    lang: 'en',
    dir: 'ltr',
    date: '2024-11-18',
    subject: ['Good morning, ', slot('header', 'first_name')],
    preheader: [],
    html: [
      '<p>Dear ',
      slot('html', 'name'),
      ',</p>\n<p><a href="',
      link('link', 'unsubscribe'),
      '">Leave</a></p>\n',
    ],
    text: ['Dear ', slot('plain', 'name'), ',\n\n', link('plain', 'unsubscribe'), '\n'],
    images: [],
    links: [],
    uses: [],
    digest: 'd'.repeat(64),
    ...parts,
  }
}

export const subscriber = (parts: Partial<Subscriber> = {}): Subscriber => ({
  email: 'ana@example.com',
  name: 'Ana Ruiz',
  firstName: 'Ana',
  lang: 'es',
  tags: ['member'],
  fields: { city: 'Cádiz' },
  ...parts,
})

export const AT = new Date('2024-11-18T06:00:00Z')

/** Every script and every trap that text can hold. */
export const HARD_TEXTS: readonly string[] = [
  '',
  ' ',
  '  two spaces  at both ends  ',
  '.',
  '..\n.dot\n..dots\n',
  'From here\nFrom there',
  '=3D == =\n=',
  'tab\there',
  `${'x'.repeat(74)}.${'y'.repeat(3)}`,
  `${'long'.repeat(600)} and more`,
  'line ends with a space \nnext',
  '서울에서 보내는 편지입니다. '.repeat(20),
  '日本語の長い文章は途中で折り返さなければならない。'.repeat(10),
  'مرحبًا بكم في الرسالة، شكرًا.',
  '👩‍👩‍👧‍👦 family 👍🏽',
  'é combining e\u0301, zero\u200bwidth, nbsp\u00a0',
  '--=_letter_dddddddddddddddddddddddd--',
  `${'가'.repeat(25)}${' '.repeat(80)}끝`,
]

export const constant = (text: string): Merge => [text]
