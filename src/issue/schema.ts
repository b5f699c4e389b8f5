// What an issue file and the front matter of an article and an interview may hold. The one source of their
// types, their messages and `schema/*.json`.

import { z } from 'zod'
import { altText, date, language, line, paragraph, webUrl } from '../project/fields.ts'
import { says } from '../project/validate.ts'

const pointer = (description: string) => line(`${description} A path relative to this file.`)
const markdown = (description: string) => paragraph(`${description} Markdown.`)

const image = (description: string) =>
  z
    .strictObject(
      {
        image: pointer('The image file.'),
        alt: altText(
          'What the image shows, for readers who do not see it; empty only for decoration.',
        ),
        caption: line('What is said beneath it.').optional(),
        credit: line('Who made it.').optional(),
      },
      {
        error: ({ code, input }) =>
          code === 'invalid_type' && typeof input === 'string'
            ? says('% needs the file and what it shows', 'Write image: and alt: beneath it.')
            : undefined,
      },
    )
    .describe(description)

/** Shown small beside a name, so that nothing is said beneath it. */
const portrait = image('').omit({ caption: true }).describe('A portrait, shown small and square.')

const kind = <T extends string>(type: T) =>
  z.literal(type).describe('links, note, sponsor, image, quote, article or interview.')

const section = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: kind('links'),
      title: line('Heading.').optional(),
      links: z
        .array(
          z.strictObject({
            title: line('What is linked to.'),
            url: webUrl('Where it leads.'),
            text: line('A sentence about it.').optional(),
          }),
        )
        .min(1)
        .describe('The links, each with a title and an address.'),
    })
    .describe('Links with a sentence each.'),
  z
    .strictObject({
      type: kind('note'),
      title: line('Heading.').optional(),
      from: line('Who writes.').optional(),
      text: markdown('The note.'),
    })
    .describe('A note from the editor.'),
  z
    .strictObject({
      type: kind('sponsor'),
      sponsor: line('Who pays for it: readers are told.'),
      title: line('Heading.').optional(),
      text: markdown('The message.'),
      url: webUrl('Where the button and the image lead.'),
      action: line('What the button says.').optional(),
      image: image('A picture above the message.').optional(),
    })
    .describe('A sponsor’s block, marked as such.'),
  z
    .strictObject({ type: kind('image'), image: image('The picture.') })
    .describe('A picture with what is said beneath it.'),
  z
    .strictObject({
      type: kind('quote'),
      text: paragraph('What was said, without quotation marks.'),
      by: line('Who said it.').optional(),
    })
    .describe('A quotation set large.'),
  z
    .strictObject({ type: kind('article'), article: pointer('A Markdown file.') })
    .describe('A further article.'),
  z
    .strictObject({ type: kind('interview'), interview: pointer('A Markdown file.') })
    .describe('A further interview.'),
])

export const issueSchema = z
  .strictObject({
    title: line('Title of the issue.'),
    date: date('Day of the issue, as 2024-11-18.'),
    lang: language('Language of the issue; the publication’s where nothing is said.').optional(),
    subject: line(
      'Subject of the letter; the title where nothing is said. May hold {{subscriber.first_name}}.',
    ).optional(),
    preheader: line(
      'What the inbox shows after the subject. May hold {{subscriber.first_name}}.',
    ).optional(),
    article: pointer('The article, a Markdown file.').optional(),
    interview: pointer('The interview, a Markdown file.').optional(),
    template: line('Name of a look: templates/<name>.mjml.hbs.').optional(),
    list: line(
      'Which list of newsletter.yaml it goes to; the first where nothing is said.',
    ).optional(),
    robots: z
      .enum(['index', 'noindex'])
      .describe(
        'Whether search engines may list its page on the web; they may (index) where nothing is said.',
      )
      .optional(),
    cover: image('The picture at the top.').optional(),
    sections: z.array(section).min(1).describe('What else the letter holds.').optional(),
  })
  .meta({
    title: 'Issue',
    description: 'One letter: pointers to an article, an interview, and what else it holds.',
    anyOf: ['article', 'interview', 'sections'].map((key) => ({ required: [key] })),
  })

export const issueAliases = {
  language: 'lang',
  locale: 'lang',
  preview: 'preheader',
  preheading: 'preheader',
  image: 'cover',
  layout: 'template',
  topic: 'list',
  published: 'date',
  src: 'image',
  file: 'image',
  link: 'url',
  href: 'url',
  body: 'text',
} as const

export const articleSchema = z
  .strictObject({
    title: line('Headline.').optional(),
    kicker: line('A word or two above the headline.').optional(),
    standfirst: paragraph('One or two sentences beneath the headline.').optional(),
    byline: line('Who wrote it.').optional(),
    dateline: line('Where it was written.').optional(),
    published: date('When it first appeared, as 2024-11-18.').optional(),
    source: z
      .union([
        line('Where it first appeared.'),
        z.strictObject({
          name: line('Where it first appeared.'),
          url: webUrl('Its address.').optional(),
        }),
      ])
      .describe('Where it first appeared: a name, or a name and a url.')
      .optional(),
    image: image('A picture at the top of the article.').optional(),
    facts: z.array(line('One sentence.')).describe('Key facts, one sentence each.').optional(),
  })
  .meta({ title: 'Article', description: 'Front matter of an article in Markdown.' })

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
  src: 'image',
  file: 'image',
  link: 'url',
  href: 'url',
} as const

const label = line('As it stands before the colon.')

export const interviewSchema = z
  .strictObject({
    title: line('Headline.').optional(),
    kicker: line('A word or two above the headline.').optional(),
    intro: markdown('What comes before the first question.').optional(),
    quote: line('A sentence from the interview, set large in the midst of it.').optional(),
    speakers: z
      .array(
        z.strictObject({
          name: line('As the letter names them.'),
          label: z
            .union([label, z.array(label).min(1)])
            .describe(
              'What stands before the colon in the text, where it is not the name: Q, or Dr. Lee.',
            )
            .optional(),
          role: z
            .enum(['interviewer', 'guest'])
            .describe('Who asks and who answers; inferred where nothing is said.')
            .optional(),
          description: line('Who this is.').optional(),
          photo: portrait.optional(),
        }),
      )
      .describe('Who speaks.')
      .optional(),
  })
  .meta({ title: 'Interview', description: 'Front matter of an interview in Markdown.' })

export const interviewAliases = {
  headline: 'title',
  introduction: 'intro',
  people: 'speakers',
  guest: 'speakers',
  guests: 'speakers',
  bio: 'description',
  picture: 'photo',
  image: 'photo',
  initials: 'label',
  pull: 'quote',
  pullquote: 'quote',
  'pull-quote': 'quote',
  src: 'image',
  file: 'image',
} as const
