// What newsletter.yaml may hold. The one source of its types, its messages and `schema/newsletter.json`.

import { z } from 'zod'
import { checks } from './check-schema.ts'
import {
  address,
  baseUrl,
  colour,
  fonts,
  language,
  line,
  mailbox,
  paragraph,
  timezone,
  webUrl,
} from './fields.ts'
import { readershipKeys } from './readership.ts'
import { sendingKeys } from './sending.ts'
import { webhookKeys } from './webhooks.ts'

const palette = z.strictObject({
  ground: colour('Behind the letter.').optional(),
  paper: colour('The letter’s own sheet.').optional(),
  ink: colour('Text.').optional(),
  soft: colour('Standfirsts and captions.').optional(),
  faint: colour('The footer and small type.').optional(),
  line: colour('Hairlines.').optional(),
  accent: colour('Links, the kicker, one rule.').optional(),
})

const pixels = (least: number, most: number, description: string) =>
  z.int().min(least).max(most).describe(description)

const theme = z.strictObject({
  width: pixels(320, 800, 'Width of the letter in pixels; 640 where nothing is said.').optional(),
  light: palette.describe('Colours on a light ground.').optional(),
  dark: palette.describe('Colours in dark mode.').optional(),
  fonts: z
    .strictObject({
      serif: fonts('For reading: article and answers.').optional(),
      sans: fonts('For small type, headings and questions.').optional(),
    })
    .describe('Fonts by name, the first that a reader has; those of the script come after them.')
    .optional(),
  logo: z
    .strictObject({
      light: line('Image file for a light ground.'),
      dark: line('Image file for a dark ground.').optional(),
      width: pixels(16, 400, 'Width in pixels; 120 where nothing is said.').optional(),
      alt: line('What the logo says: the name of the publication.'),
    })
    .describe('A small logo; without one the name is set in type.')
    .optional(),
})

export const newsletterSchema = z
  .strictObject({
    name: line('Name of the publication.'),
    tagline: line('What it is, in a few words.').optional(),
    from: mailbox('Who sends it: Name <address>.'),
    'reply-to': mailbox('Where replies go: Name <address>.').optional(),
    url: baseUrl(
      'Where it lives on the web; the links to leave and to read in a browser begin so.',
    ),
    address: z
      .union([paragraph('Lines of text.'), z.array(line('One line.')).min(1)])
      .describe('Postal address, as text or as a list of lines: most countries’ law asks for it.'),
    lang: language('Language of an issue that names none: en, ko, zh-Hant, ar.').optional(),
    timezone: timezone('Where the newsroom is: an IANA time zone.').optional(),
    theme: theme.describe('Colours, fonts, width, logo.').optional(),
    images: z
      .enum(['embed', 'link'])
      .describe('Inside the message (embed, the default), or by public address (link).')
      .optional(),
    ...sendingKeys,
    ...readershipKeys,
    ...webhookKeys,
    'count-clicks': z
      .boolean()
      .describe(
        'Counts how often each link of a letter is followed, by all readers together; off where nothing is said.',
      )
      .optional(),
    links: z
      .strictObject({
        archive: webUrl('Page with all issues.').optional(),
        social: z
          .array(
            z.strictObject({ name: line('What the link says.'), url: webUrl('Where it leads.') }),
          )
          .describe('Other places where the publication is.')
          .optional(),
      })
      .describe('Links in the footer of every letter.')
      .optional(),
    checks: checks
      .describe('What `pressrun check` looks for, and how bad each thing is.')
      .optional(),
    sample: z
      .looseObject({ email: address('Address of the sample reader.') })
      .describe('The reader that build writes message.eml for: the columns of your list.')
      .optional(),
  })
  .meta({ title: 'Publication', description: 'What all letters of a Pressrun newsletter share.' })

/** What people call these keys elsewhere. */
export const newsletterAliases = {
  reply_to: 'reply-to',
  replyTo: 'reply-to',
  sender: 'from',
  title: 'name',
  'public-url': 'url',
  public_url: 'url',
  publicUrl: 'url',
  site: 'url',
  link: 'url',
  href: 'url',
  'postal-address': 'address',
  postal_address: 'address',
  language: 'lang',
  locale: 'lang',
  'time-zone': 'timezone',
  time_zone: 'timezone',
  timeZone: 'timezone',
  colors: 'theme',
  colours: 'theme',
  subscriber: 'sample',
  topics: 'lists',
  hooks: 'webhooks',
  webhook: 'webhooks',
  clicks: 'count-clicks',
  'track-clicks': 'count-clicks',
  count_clicks: 'count-clicks',
  tracking: 'count-clicks',
  warmup: 'warm-up',
  warm_up: 'warm-up',
  'ramp-up': 'warm-up',
  first_day: 'first-day',
  envelope_sender: 'envelope-sender',
  'return-path': 'envelope-sender',
  bounces: 'envelope-sender',
  key_file: 'key-file',
  key: 'key-file',
  rules: 'checks',
  lint: 'checks',
  dictionary: 'words',
  'word-list': 'words-file',
} as const
