// What somebody has to say before there is a publication: the five questions, what each may be answered with, and
// what stands where nothing was said.

import { isLanguage } from '../project/fields.ts'
import { parseMailbox } from '../project/mailbox.ts'
import { COLOURS } from './palette.ts'

export interface Answers {
  readonly name: string
  /** `Name <name@example.com>` */
  readonly from: string
  /** BCP 47. */
  readonly lang: string
  /** `#rrggbb` */
  readonly accent: string
  readonly send: SendingWay
}

export type SendingWay = 'smtp' | 'ses' | 'sendmail' | 'outbox'

export interface Question {
  readonly key: keyof Answers
  /** Its flag, without the dashes. */
  readonly flag: string
  readonly ask: string
  /** What is taken where nothing is said; none: it has to be said. */
  readonly fallback?: string
  /** @returns the answer as it is kept, or what is wrong with it and how to write it. */
  read(text: string): string | { readonly problem: string; readonly mend: string }
}

export const SENDING_WAYS: readonly SendingWay[] = ['smtp', 'ses', 'sendmail', 'outbox']

export const QUESTIONS: readonly Question[] = [
  {
    key: 'name',
    flag: 'name',
    ask: 'What is it called?',
    read: (text) =>
      text.length <= 200 && !/[\u0000-\u001f\u007f]/.test(text)
        ? text
        : { problem: 'the name is too long, or more than a line', mend: 'Give a short name.' },
  },
  {
    key: 'from',
    flag: 'from',
    ask: 'Who sends it? As Name <name@example.com>:',
    read(text) {
      const parsed = parseMailbox(text)
      return 'problem' in parsed
        ? { problem: `the sender ${parsed.problem}`, mend: 'Write it as: Name <name@example.com>.' }
        : text
    },
  },
  {
    key: 'lang',
    flag: 'lang',
    ask: 'In which language, mostly? As en, ko, zh-Hant:',
    fallback: 'en',
    read: (text) =>
      isLanguage(text)
        ? (Intl.getCanonicalLocales(text)[0] as string)
        : { problem: `"${text}" is no language`, mend: 'Write it as en, ko, zh-Hant or ar.' },
  },
  {
    key: 'accent',
    flag: 'accent',
    ask: `In which colour? ${Object.keys(COLOURS).join(', ')}, or #rrggbb:`,
    fallback: 'brick',
    read(text) {
      const colour = COLOURS[text.toLowerCase()] ?? text.toLowerCase()
      return /^#[0-9a-f]{6}$/.test(colour)
        ? colour
        : {
            problem: `"${text}" is no colour`,
            mend: `Write ${Object.keys(COLOURS).join(', ')}, or six digits as #9c3b1b.`,
          }
    },
  },
  {
    key: 'send',
    flag: 'send',
    ask: `How is it sent? ${SENDING_WAYS.join(', ')}:`,
    fallback: 'smtp',
    read: (text) =>
      (SENDING_WAYS as readonly string[]).includes(text.toLowerCase())
        ? text.toLowerCase()
        : { problem: `"${text}" is no way to send`, mend: `Write ${SENDING_WAYS.join(', ')}.` },
  },
]
