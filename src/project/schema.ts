// What newsletter.yaml may hold. The one source of its types, its messages and `schema/newsletter.json`.

import { z } from 'zod'
import { parseMailbox } from './mailbox.ts'

/** A message and its mend, as `validate` splits them; `%` is the key. */
const says = (message: string, mend: string) => `${message} | ${mend}`

/** One line of text: what may reach a header. */
export const line = (description: string) =>
  z
    .string()
    .trim()
    .min(1)
    .max(1000)
    .refine(
      (text) => !/[\u0000-\u001f\u007f]/.test(text),
      says('% holds a line break or a control character', 'Write it on one line.'),
    )
    .describe(description)

/** Text that may run over several lines. */
export const paragraph = (description: string) => z.string().trim().min(1).describe(description)

export const webUrl = (description: string) =>
  z
    .string()
    .trim()
    .refine(isWebUrl, says('% is not a web address', 'Write it whole, as https://host/path.'))
    .describe(description)

function isWebUrl(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    /^https?:\/\/[^/]/i.test(text) &&
    url.username === '' &&
    !/[\s<>"]/.test(text)
  )
}

export const language = (description: string) =>
  z
    .string()
    .refine(
      isLanguage,
      says('% is not a language tag', 'Write one as in BCP 47: en, ko, zh-Hant, ar.'),
    )
    .transform((tag) => Intl.getCanonicalLocales(tag)[0] as string)
    .describe(description)

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const mailbox = (description: string) =>
  z
    .string()
    .superRefine((text, context) => {
      const parsed = parseMailbox(text)
      if ('problem' in parsed) {
        context.addIssue({
          code: 'custom',
          message: says(`% ${parsed.problem}`, 'Write it as: Name <name@example.com>.'),
        })
      }
    })
    .transform((text) => parseMailbox(text) as { name: string; address: string })
    .describe(description)

const timezone = z
  .string()
  .refine(
    (zone) => {
      try {
        return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
      } catch {
        return false
      }
    },
    says('% is not a time zone', 'Write one as Europe/London or Asia/Seoul.'),
  )
  .describe('Where the newsroom is: an IANA time zone.')

const colour = z
  .string()
  .regex(
    /^#[0-9a-f]{6}$/i,
    says('% is not a colour', "Write it in quotes as six digits: '#a8371c'."),
  )
  .transform((text) => text.toLowerCase())

const palette = z.strictObject({
  ground: colour.optional().describe('Behind the letter.'),
  paper: colour.optional().describe("The letter's own sheet."),
  ink: colour.optional().describe('Text.'),
  soft: colour.optional().describe('Standfirsts and captions.'),
  faint: colour.optional().describe('The footer and small type.'),
  line: colour.optional().describe('Hairlines.'),
  accent: colour.optional().describe('Links, the kicker, one rule.'),
})

const font = z
  .string()
  .regex(
    /^[^;{}<>&\\]+$/,
    says(
      '% is not a list of fonts',
      "Write names with commas between them, such as: Charter, 'Iowan Old Style', Georgia.",
    ),
  )
  // A double quote would end the style attribute that the stack stands in.
  .transform((stack) => stack.replaceAll('"', "'").trim())

const theme = z.strictObject({
  width: z.int().min(320).max(800).optional().describe('Width of the letter in pixels.'),
  light: palette.optional().describe('Colours on a light ground.'),
  dark: palette.optional().describe('Colours in dark mode.'),
  fonts: z
    .strictObject({ serif: font.optional(), sans: font.optional() })
    .optional()
    .describe('Font stacks; those of the script come after them.'),
  logo: z
    .strictObject({
      light: paragraph('Image file for a light ground.'),
      dark: paragraph('Image file for a dark ground.').optional(),
      width: z.int().min(16).max(400).optional(),
      alt: z.string(),
    })
    .optional()
    .describe('A small logo; without one the name is set in type.'),
})

const count = (description: string) => z.int().min(1).optional().describe(description)

const limits = z.strictObject({
  connections: count('SMTP connections at once; 5 where nothing is said.'),
  'messages-per-connection': count('Messages on one connection; 100 where nothing is said.'),
  'per-second': z.number().positive().optional().describe('Messages a second at most.'),
})

export const newsletterSchema = z.strictObject({
  name: line('Name of the publication.'),
  tagline: line('What it is, in a few words.').optional(),
  from: mailbox('Who sends it: Name <address>.'),
  'reply-to': mailbox('Where replies go.').optional(),
  url: webUrl('Where it lives on the web; links to leave and to read in a browser begin with it.'),
  address: z
    .union([paragraph('Lines of text.'), z.array(line('One line.')).min(1)])
    .describe('Postal address: the law of most countries asks for it.'),
  lang: language('Language of an issue that names none.').optional(),
  timezone: timezone.optional(),
  theme: theme.optional().describe('Colours, fonts, width.'),
  images: z.enum(['embed', 'link']).optional().describe('Inside the message, or by public URL.'),
  limits: limits.optional().describe('How fast to send.'),
  links: z
    .strictObject({
      archive: webUrl('Page with all issues.').optional(),
      social: z
        .array(z.strictObject({ name: line('As readers know it.'), url: webUrl('Its page.') }))
        .optional(),
    })
    .optional(),
  sample: z
    .looseObject({ email: z.string() })
    .optional()
    .describe('The reader that build writes message.eml for: the columns of your list.'),
})

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
} as const
