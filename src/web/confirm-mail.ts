// The mail that asks whether an address is theirs who asked: plain text, one link, from `templates/web/confirm.txt.hbs`.
// Nothing in it was written by whoever asked, so that it carries nobody's words to a stranger.

import { createHash } from 'node:crypto'
import Handlebars from 'handlebars'
import { type DkimKey, dkimSignature } from '../message/dkim.ts'
import { type HeaderField, mailboxField, serialize, textField } from '../message/header.ts'
import { type Message, messageOf } from '../message/message.ts'
import { quotedPrintable } from '../message/quoted-printable.ts'
import type { Files } from '../project/files.ts'
import { parseAddress } from '../project/mailbox.ts'
import type { Project } from '../project/project.ts'
import type { Pages } from './pages.ts'

export interface ConfirmMailInput {
  readonly project: Project
  readonly pages: Pages
  readonly files: Files
  readonly dkim?: DkimKey | undefined
  /** Where bounces go. */
  readonly envelopeFrom: (email: string) => string
}

export type ConfirmMail = (email: string, lang: string, link: string, at: Date) => Promise<Message>

/** @throws PressrunError `file` where there is no template */
export function confirmMail(input: ConfirmMailInput): ConfirmMail {
  const { project, pages, files, dkim, envelopeFrom } = input
  const template = Handlebars.create().compile(
    files.text('templates/web/confirm.txt.hbs', 100_000),
    { noEscape: true },
  )
  const { name, address, from, replyTo } = project
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return async (email, lang, link, at) => {
    const words = pages.phrases(lang)
    const t = (key: string, { hash }: { hash: Record<string, unknown> }) =>
      words.t(key, { publication: name, ...hash })
    const text = template({ email, link, publication: { name, address } }, { helpers: { t } })
    const parsed = parseAddress(email)
    const needsSmtpUtf8 = 'address' in parsed && parsed.needsSmtpUtf8
    const id = `<${createHash('sha256').update(link).digest('hex').slice(0, 32)}@${domain}>`
    const fields: HeaderField[] = [
      mailboxField('From', from),
      ...(replyTo ? [mailboxField('Reply-To', replyTo)] : []),
      mailboxField('To', { name: '', address: email }, needsSmtpUtf8),
      textField('Subject', words.t('mail_subject', { publication: name })),
      { name: 'Date', value: at.toUTCString().replace('GMT', '+0000') },
      { name: 'Message-ID', value: id },
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'Content-Language', value: lang },
      { name: 'MIME-Version', value: '1.0' },
      { name: 'Content-Type', value: 'text/plain; charset=utf-8' },
      { name: 'Content-Transfer-Encoding', value: 'quoted-printable' },
    ]
    const body = quotedPrintable(`${text.trimEnd()}\n`)
    if (dkim) fields.unshift(await dkimSignature(dkim, fields, [body], at))
    const envelope = { from: envelopeFrom(email), to: email }
    const pieces = [Buffer.from(`${serialize(fields)}\r\n`), body]
    return messageOf({ id, envelope, pieces, needsSmtpUtf8 })
  }
}
