// The kinds of value that publications and issues are made of: one line, a paragraph, an address on the web, a
// language, a colour, fonts. Each refuses what could leave its place (a header, a style, a link) and says so.

import { z } from 'zod'
import { parseAddress, parseMailbox } from './mailbox.ts'
import type { Mailbox } from './project.ts'
import { says } from './validate.ts'

/** Control characters, noncharacters, halves of surrogate pairs. */
const NO_TEXT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|\p{Cs}/u
const LINE_BREAK = /[\t\n\u2028\u2029]/

const isText = (text: string) => !NO_TEXT.test(text)
const isLine = (text: string) => isText(text) && !LINE_BREAK.test(text)
const NOT_A_LINE = says('% holds a line break or a control character', 'Write it on one line.')
const NOT_TEXT = says('% holds a control character', 'Remove it.')

/** One line of text: what may reach a header. */
export const line = (description: string) =>
  z.string().trim().min(1).max(1000).refine(isLine, NOT_A_LINE).describe(description)

/** Text that may run over several lines. */
export const paragraph = (description: string) =>
  z.string().trim().min(1).refine(isText, NOT_TEXT).describe(description)

/** What an image shows. It must be said; empty is an answer, nothing is none. */
export const altText = (description: string) =>
  z
    .string({
      error: ({ input }) =>
        input === undefined || input === null
          ? says(
              '% is missing',
              'Say what the image shows, for readers who do not see it; write alt: "" for mere decoration.',
            )
          : undefined,
    })
    .trim()
    .max(1000)
    .refine(isLine, NOT_A_LINE)
    .describe(description)

/** `YYYY-MM-DD`; YAML reads 2024-11-18 as a text. */
export const date = (description: string) =>
  z
    .string({ error: says('% is not a date', WRITE_DATE) })
    .regex(/^\d{4}-\d{2}-\d{2}$/, { error: says('% is not a date', WRITE_DATE), abort: true })
    .refine(isDay, says('% is not a day of the calendar', WRITE_DATE))
    .describe(description)

const WRITE_DATE = 'Write it as 2024-11-18.'

/** `YYYY-MM-DD`, a day there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export const webUrl = (description: string) =>
  z
    .string()
    .trim()
    .max(2000)
    .refine(isWebUrl, says('% is not a web address', 'Write it whole, as https://host/path.'))
    .describe(description)

/** Http or https, whole, without a password, and nothing in it that could end an attribute. */
export function isWebUrl(text: string): boolean {
  const url = URL.parse(text)
  return (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    /^https?:\/\/[^/?#@\\]/i.test(text) &&
    url.username === '' &&
    url.password === '' &&
    !/[\s<>"\\]/.test(text) &&
    isText(text)
  )
}

/** A web address that others are made from by adding a path. */
export const baseUrl = (description: string) =>
  webUrl(description).refine(
    (text) => !/[?#]/.test(text),
    says(
      '% cannot hold ? or #',
      'Links are made by adding to it: write https://host or https://host/path.',
    ),
  )

export const language = (description: string) =>
  z
    .string()
    .refine(
      isLanguage,
      says('% is not a language tag', 'Write one as in BCP 47: en, ko, zh-Hant, ar.'),
    )
    .transform((tag) => Intl.getCanonicalLocales(tag)[0] as string)
    .describe(description)

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** `english` and `jp` are well-formed, but no languages: dates would come out in whatever the machine speaks. */
export function isLanguage(tag: string): boolean {
  try {
    const { language } = new Intl.Locale(tag)
    return languageNames.of(language) !== undefined || language.length === 3
  } catch {
    return false
  }
}

export const mailbox = (description: string) =>
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
    .transform((text) => parseMailbox(text) as Mailbox)
    .describe(description)

export const address = (description: string) =>
  z
    .string()
    .superRefine((text, context) => {
      const parsed = parseAddress(text)
      if ('problem' in parsed)
        context.addIssue({
          code: 'custom',
          message: says(`% ${parsed.problem}`, 'Write it as name@example.com.'),
        })
    })
    .describe(description)

export const timezone = (description: string) =>
  z
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
    .describe(description)

const WRITE_COLOUR = "Write it in quotes as six digits: '#a8371c'."

/** `#rrggbb`. Without quotes YAML takes it for a comment, and the value is empty. */
export const colour = (description: string) =>
  z
    .string({
      error: ({ input }) => (input === null ? says('% is empty', WRITE_COLOUR) : undefined),
    })
    .regex(/^#[0-9a-fA-F]{6}$/, says('% is not a colour', WRITE_COLOUR))
    .transform((text) => text.toLowerCase())
    .describe(description)

const FAMILY = String.raw`(?:'[\p{L}\p{N} ._+-]+'|"[\p{L}\p{N} ._+-]+"|[\p{L}_-][\p{L}\p{N} _-]*)`
const FONTS = new RegExp(`^ *${FAMILY} *(?:, *${FAMILY} *)*$`, 'u')

/** Names of fonts and nothing else: what stands here goes into style sheets and style attributes as it is. */
export const fonts = (description: string) =>
  z
    .string()
    .max(500)
    .regex(
      FONTS,
      says(
        '% is not a list of fonts',
        "Write names with commas between them, such as: Charter, 'Iowan Old Style', Georgia.",
      ),
    )
    // A double quote would end the style attribute that the stack stands in.
    .transform((stack) => stack.replaceAll('"', "'").trim())
    .describe(description)
