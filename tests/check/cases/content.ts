// Cases of the rules about what the author wrote.

import { bare } from '../letter.ts'
import { type Case, swap } from './case.ts'
import { spelling } from './spelling.ts'

const ISSUE = 'issues/walk.yaml'
const ARTICLE = 'issues/walk/article.md'
const INTERVIEW = 'issues/walk/interview.md'

/** Instead of the first sentence of the article, on line 7. */
const opening = (text: string) => ({ [ARTICLE]: swap('The path begins at the mill', text) })
const subject = (text: string) => ({ [ISSUE]: swap(/subject: .*/, `subject: ${text}`) })

const slotColumn: readonly Case[] = [
  {
    when: 'the letter asks for a column that the list does not have',
    files: bare('<p>{{#if subscriber.town}}In {{subscriber.town}}.{{/if}}</p>'),
    options: { list: 'email,name,city\nana@example.com,Ana,Lima\n' },
    finds: [
      {
        level: 'error',
        message:
          /^the letter asks for the column "town", which readers\.csv does not have \(it has city\)$/,
        file: 'templates/bare.mjml.hbs',
        line: 12,
      },
    ],
  },
  {
    when: 'the letter asks for a column that the sample reader does not have',
    files: subject('\'News from {{or subscriber.town "the river"}}\''),
    finds: [
      {
        level: 'warning',
        message: /^the letter asks for the column "town", which the sample reader/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'the list has the column',
    files: subject('\'News from {{or subscriber.city "the river"}}\''),
    options: { list: 'email,city\nana@example.com,Lima\n' },
  },
]

const slotEmpty: readonly Case[] = [
  {
    when: 'some readers of the list have no name',
    files: subject("'Dear {{subscriber.first_name}}'"),
    options: { list: 'email,name\nana@example.com,Ana\nb@example.com,\nc@example.com,\n' },
    finds: [
      {
        level: 'warning',
        message: /^2 of 3 readers have no "first_name", and get nothing in its place$/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'a reader may have no name',
    files: subject("'Dear {{subscriber.first_name}}'"),
    finds: [
      {
        level: 'note',
        message: /^a reader without "first_name" gets nothing/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'there is something to say instead',
    files: subject('\'{{or subscriber.first_name "Good morning"}}\''),
    options: { list: 'email,name\nana@example.com,Ana\nb@example.com,\n' },
  },
]

const placeholder: readonly Case[] = [
  ...['Lorem ipsum', 'TODO', 'XXX', '*|FNAME|*', '%%first_name%%', '[insert the date]'].map(
    (text): Case => ({
      when: `"${text}" is left`,
      files: opening(text.replace(/[[\]*]/g, '\\$&')),
      finds: [{ level: 'error', message: /is still in the letter$/, file: ARTICLE }],
    }),
  ),
  {
    when: 'slots of a template stand in an article, where none is run',
    files: opening('Dear {{name}}'),
    finds: [
      {
        level: 'error',
        message: /^"\{\{name\}\}" is still in the letter$/,
        file: ARTICLE,
        line: 7,
      },
    ],
  },
  {
    when: 'a Spanish letter shouts "todo"',
    files: { ...opening('ES TODO LO QUE HAY'), [ISSUE]: swap('template:', 'lang: es\ntemplate:') },
  },
  {
    when: 'a word only holds a placeholder',
    files: opening('The mastodon, at the age of thirty,'),
  },
]

const straightQuotes: readonly Case[] = [
  {
    when: 'the preheader has typewriter quotation marks',
    files: {
      [ISSUE]: swap(
        /preheader: .*/,
        'preheader: Two hours to what the miller calls "the sea", and tea.',
      ),
    },
    finds: [{ level: 'warning', message: /has a straight quotation mark$/, file: ISSUE, line: 4 }],
  },
  {
    when: 'a subject has a typewriter apostrophe',
    files: subject("The river's end"),
    finds: [
      { level: 'warning', message: /^river's has a straight apostrophe$/, file: ISSUE, line: 3 },
    ],
  },
  {
    when: 'Markdown sets them right by itself',
    files: opening(`It's what the miller calls "the path"`),
  },
  { when: 'they are feet and inches', files: subject('A wheel of 12\' 6"') },
  {
    when: 'a slot holds them',
    files: subject('\'{{or subscriber.first_name "Hello"}}: the river\''),
  },
]

const doubleSpace: readonly Case[] = [
  {
    when: 'a subject has two spaces',
    files: subject('A walk  along the river'),
    finds: [
      {
        level: 'warning',
        message: /^there are two spaces between "walk" and "along"$/,
        file: ISSUE,
        line: 3,
      },
    ],
  },
  {
    when: 'an article has two spaces',
    files: opening('The path  begins'),
    finds: [
      {
        level: 'note',
        message: /^there are two spaces between "path" and "begins"$/,
        file: ARTICLE,
        line: 7,
      },
    ],
  },
]

const unaskedAnswer: readonly Case[] = [
  {
    when: 'the interview begins with an answer',
    files: {
      [INTERVIEW]: swap(
        '**Rowan Adeyemi:** Who',
        '**Ilze Marchetti:** Sit down.\n\n**Rowan Adeyemi:** Who',
      ),
    },
    finds: [
      {
        level: 'warning',
        message: /^the interview begins with an answer by Ilze Marchetti$/,
        file: INTERVIEW,
        line: 11,
      },
    ],
  },
  {
    when: 'nobody asks',
    files: { [INTERVIEW]: swap('role: interviewer', 'role: guest') },
    finds: [
      { level: 'warning', message: /^nobody asks in this interview$/, file: INTERVIEW, line: 11 },
    ],
  },
  {
    when: 'nobody answers',
    files: { [INTERVIEW]: swap('role: guest', 'role: interviewer') },
    finds: [
      {
        level: 'warning',
        message: /^nobody answers in this interview$/,
        file: INTERVIEW,
        line: 11,
      },
    ],
  },
]

const date: readonly Case[] = [
  {
    when: 'the year is mistyped',
    files: { [ISSUE]: swap('2024-11-18', '2042-11-18') },
    finds: [{ level: 'warning', message: /is more than a year ahead$/, file: ISSUE, line: 2 }],
  },
  {
    when: 'the day is long gone',
    files: {
      [ISSUE]: swap('2024-11-18', '2004-11-18'),
      [ARTICLE]: swap('published: 2024-11-17\n', ''),
    },
    finds: [{ level: 'warning', message: /is more than 10 years ago$/, file: ISSUE, line: 2 }],
  },
  {
    when: 'the article first appears after its letter',
    files: { [ARTICLE]: swap('2024-11-17', '2024-11-27') },
    finds: [
      {
        level: 'warning',
        message: /first appeared on 2024-11-27, after the issue \(2024-11-18\)$/,
        file: ARTICLE,
        line: 4,
      },
    ],
  },
]

const build: readonly Case[] = [
  {
    when: 'the issue has a key that nobody knows',
    files: { [ISSUE]: swap('article:', 'artcle:') },
    finds: [
      { level: 'error', message: /artcle/, file: ISSUE, line: 6, mend: 'Did you mean "article"?' },
    ],
  },
  {
    when: 'somebody is introduced and never speaks',
    files: {
      [INTERVIEW]: swap(
        '  - name: Ilze Marchetti\n    role: guest',
        '  - name: Ilze Marchetti\n    role: guest\n  - name: Tomas Reed\n    role: guest',
      ),
    },
    finds: [{ level: 'error', message: /"Tomas Reed:"/, file: INTERVIEW, line: 9 }],
  },
  {
    when: 'the mark of a footnote has no note',
    files: opening('The path[^where] begins'),
    finds: [{ level: 'error', message: /\[\^where\]/, file: ARTICLE, line: 7 }],
  },
  {
    when: 'a footnote has no mark',
    files: { [ARTICLE]: swap(/$/, '\n[^where]: By the weir.\n') },
    finds: [{ level: 'error', message: /\[\^where\]/, file: ARTICLE, line: 15 }],
  },
  {
    when: 'a footnote has both',
    files: {
      [ARTICLE]: (text) =>
        `${text.replace('The path', 'The path[^where]')}\n[^where]: By the weir.\n`,
    },
  },
]

export const CONTENT = {
  build,
  'slot-column': slotColumn,
  'slot-empty': slotEmpty,
  placeholder,
  'straight-quotes': straightQuotes,
  'double-space': doubleSpace,
  spelling,
  'unasked-answer': unaskedAnswer,
  date,
} satisfies Record<string, readonly Case[]>
