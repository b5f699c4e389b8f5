// What an issue file and the front matter of an article and an interview may hold. The one source of their
// types, their messages and `schema/*.json`.

import { z } from 'zod'
import { language, line, paragraph, webUrl } from '../project/schema.ts'

const pointer = (description: string) => paragraph(`${description} A path relative to this file.`)

/** YAML reads 2024-11-18 as a text. */
const date = (description: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, '% is not a date | Write it as 2024-11-18.')
    .refine(isDay, '% is not a day of the calendar | Write it as 2024-11-18.')
    .describe(description)

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const image = z.strictObject({
  image: pointer('The image file.'),
  alt: z
    .string()
    .describe('What the image shows, for readers who do not see it; empty only for decoration.'),
  caption: line('What is said beneath it.').optional(),
  credit: line('Who made it.').optional(),
})

const markdown = (description: string) => paragraph(`${description} Markdown.`)

const section = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('links'),
    title: line('Heading.').optional(),
    links: z
      .array(
        z.strictObject({
          title: line('What is linked to.'),
          url: webUrl('Where it leads.'),
          text: line('A sentence about it.').optional(),
        }),
      )
      .min(1),
  }),
  z.strictObject({
    type: z.literal('note'),
    title: line('Heading.').optional(),
    from: line('Who writes.').optional(),
    text: markdown('The note.'),
  }),
  z.strictObject({
    type: z.literal('sponsor'),
    sponsor: line('Who pays for it: readers are told.'),
    title: line('Heading.').optional(),
    text: markdown('The message.'),
    url: webUrl('Where it leads.'),
    action: line('What the button says.').optional(),
    image: image.optional(),
  }),
  z.strictObject({ type: z.literal('image'), image }),
  z.strictObject({
    type: z.literal('quote'),
    text: paragraph('What was said, without quotation marks.'),
    by: line('Who said it.').optional(),
  }),
  z.strictObject({ type: z.literal('article'), article: pointer('A Markdown file.') }),
  z.strictObject({ type: z.literal('interview'), interview: pointer('A Markdown file.') }),
])

export const issueSchema = z.strictObject({
  title: line('Title of the issue.'),
  date: date('Day of the issue, as 2024-11-18.'),
  lang: language('Language of the issue; the publication’s where nothing is said.').optional(),
  subject: line(
    'Subject of the letter; the title where nothing is said. May hold {{subscriber.first_name}}.',
  ).optional(),
  preheader: line('What the inbox shows after the subject.').optional(),
  article: pointer('The article, a Markdown file.').optional(),
  interview: pointer('The interview, a Markdown file.').optional(),
  template: line('Name of a look in templates/.').optional(),
  cover: image.optional().describe('The picture at the top.'),
  sections: z.array(section).min(1).optional().describe('What else the letter holds.'),
})

export const issueAliases = {
  language: 'lang',
  locale: 'lang',
  preview: 'preheader',
  preheading: 'preheader',
  image: 'cover',
  layout: 'template',
  published: 'date',
  src: 'image',
  file: 'image',
  link: 'url',
  href: 'url',
  body: 'text',
} as const

export const articleSchema = z.strictObject({
  title: line('Headline.').optional(),
  kicker: line('A word or two above the headline.').optional(),
  standfirst: paragraph('One or two sentences beneath the headline.').optional(),
  byline: line('Who wrote it.').optional(),
  dateline: line('Where it was written.').optional(),
  published: date('When it first appeared.').optional(),
  source: z
    .union([
      line('Where it first appeared.'),
      z.strictObject({
        name: line('Where it first appeared.'),
        url: webUrl('Its address.').optional(),
      }),
    ])
    .optional(),
  image: image.optional().describe('A picture at the top of the article.'),
  facts: z.array(line('One sentence.')).optional().describe('Key facts.'),
})

export const articleAliases = {
  headline: 'title',
  author: 'byline',
  by: 'byline',
  date: 'published',
  place: 'dateline',
  location: 'dateline',
  cover: 'image',
  summary: 'standfirst',
  lead: 'standfirst',
} as const

export const interviewSchema = z.strictObject({
  title: line('Headline.').optional(),
  kicker: line('A word or two above the headline.').optional(),
  intro: markdown('What comes before the first question.').optional(),
  speakers: z
    .array(
      z.strictObject({
        name: line('As it stands before the colon.'),
        role: z
          .enum(['interviewer', 'guest'])
          .optional()
          .describe('Who asks and who answers; inferred where nothing is said.'),
        description: line('Who this is.').optional(),
        photo: image.optional(),
      }),
    )
    .optional()
    .describe('Who speaks.'),
})

export const interviewAliases = {
  headline: 'title',
  introduction: 'intro',
  people: 'speakers',
  guest: 'speakers',
  guests: 'speakers',
  bio: 'description',
  picture: 'photo',
  image: 'photo',
} as const
