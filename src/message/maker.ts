// RenderedIssue and Subscriber to Message: headers and body for one reader. Deterministic: the same inputs give
// the same bytes. Neither Handlebars nor MJML runs here.

import { type Keyring, readerLinks, readerMark } from '../audience/links.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import { parseAddress } from '../project/mailbox.ts'
import type { Project, PublicationList } from '../project/project.ts'
import type { Merge, RenderedIssue } from '../render/rendered.ts'
import { countedLinks, throughCounter } from './clicks.ts'
import { type DkimKey, dkimSignature } from './dkim.ts'
import { type Values, valuesOf } from './evaluate.ts'
import { fill } from './fill.ts'
import { type HeaderField, listField, mailboxField, serialize, textField } from './header.ts'
import { type Message, messageOf } from './message.ts'
import { mimeBody } from './mime.ts'

export interface MakerInput {
  readonly project: Project
  readonly rendered: RenderedIssue
  readonly keys: Keyring
  readonly dkim?: DkimKey | undefined
  /** A copy for looking at: `[Test]` in the subject, a Message-ID of its own, and no click of it counts. */
  readonly test?: boolean
  /** Envelope sender for a reader: VERP. The From address where nothing is said. */
  readonly envelopeFrom?: (email: string) => string
}

/** Octets from which a piece is not copied. */
const LARGE = 2_048

export interface MessageMaker {
  /** @throws PressrunError `message` where a value of this reader cannot stand in a header. */
  make(subscriber: Subscriber, at: Date): Promise<Message>
  /** What a reader's letter says, before it is encoded. */
  subject(subscriber: Subscriber): string
  preheader(subscriber: Subscriber): string
  html(subscriber: Subscriber): string
  text(subscriber: Subscriber): string
}

export function messageMaker(input: MakerInput): MessageMaker {
  const { project, rendered, keys, dkim, test = false } = input
  const { slug } = rendered
  const list = listOf(project, rendered)
  const linksOf = readerLinks(project, keys, list?.slug)
  const html = test
    ? rendered.html
    : throughCounter(rendered.html, project, countedLinks(project, rendered))
  const body = mimeBody({ ...rendered, html })
  const constant = constantFields(project, rendered, list, body.contentType)
  const domain = project.from.address.slice(project.from.address.lastIndexOf('@') + 1)
  const answers = (project.replyTo ?? project.from).address

  const values = (subscriber: Subscriber): Values =>
    valuesOf(subscriber, linksOf(subscriber.email, slug))
  const text = (merge: Merge) => (subscriber: Subscriber) => fill(merge, values(subscriber))
  const subjectOf = (of: Values) => `${test ? '[Test] ' : ''}${fill(rendered.subject, of)}`

  return {
    subject: (subscriber) => subjectOf(values(subscriber)),
    preheader: text(rendered.preheader),
    html: text(html),
    text: text(rendered.text),
    async make(subscriber, at) {
      const { email, name } = subscriber
      const parsed = parseAddress(email)
      const needsSmtpUtf8 = 'problem' in parsed ? false : parsed.needsSmtpUtf8
      const of = values(subscriber)
      const mark = readerMark(keys, test ? `${email} ${at.getTime()}` : email, slug)
      const id = `<${mark}@${domain}>`
      const leave = of.links.unsubscribe
      const token = leave.slice(leave.lastIndexOf('/') + 1)
      const fields: HeaderField[] = [
        ...constant.first,
        mailboxField('To', { name, address: email }, needsSmtpUtf8),
        textField('Subject', subjectOf(of)),
        { name: 'Date', value: dateTime(at) },
        { name: 'Message-ID', value: id },
        listField('List-Unsubscribe', [
          `<${leave}>`,
          `<mailto:${answers}?subject=unsubscribe%20${token}>`,
        ]),
        ...constant.rest,
      ]
      const pieces = fewer(body.fill(of))
      if (dkim) fields.unshift(await dkimSignature(dkim, fields, pieces, at))
      const from = input.envelopeFrom?.(email) ?? project.from.address
      return messageOf({
        id,
        envelope: { from, to: email },
        pieces: [Buffer.from(`${serialize(fields)}\r\n`), ...pieces],
        needsSmtpUtf8,
      })
    },
  }
}

/**
 * Small pieces that stand together are copied into one; large ones, the same for every reader, stay what they are:
 * copying them for each reader costs as much as signing, and throwing the copies away costs more.
 */
function fewer(pieces: readonly Buffer[]): readonly Buffer[] {
  const made: Buffer[] = []
  let small: Buffer[] = []
  const join = () => {
    if (small.length > 0)
      made.push(small.length === 1 ? (small[0] as Buffer) : Buffer.concat(small))
    small = []
  }
  for (const piece of pieces) {
    if (piece.length < LARGE) small.push(piece)
    else {
      join()
      made.push(piece)
    }
  }
  join()
  return made
}

/** RFC 5322 section 3.3. */
const dateTime = (at: Date) => at.toUTCString().replace('GMT', '+0000')

/** The list that the letter is for, where the publication has more than one. */
export function listOf(
  { lists = [] }: { readonly lists?: readonly PublicationList[] },
  { list }: Pick<RenderedIssue, 'list'>,
): PublicationList | undefined {
  return lists.length > 1 ? (lists.find(({ slug }) => slug === list) ?? lists[0]) : undefined
}

/** What is the same for every reader of an issue. */
function constantFields(
  project: Project,
  rendered: RenderedIssue,
  list: PublicationList | undefined,
  contentType: string,
) {
  const { from, replyTo, url, links, name } = project
  const host = new URL(url).hostname
  return {
    first: [mailboxField('From', from), ...(replyTo ? [mailboxField('Reply-To', replyTo)] : [])],
    rest: [
      { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      // RFC 2919: each list has an identity of its own, below the publication's.
      mailboxField('List-Id', {
        name: list ? `${name}: ${list.name}` : name,
        address: list ? `${list.slug}.${host}` : host,
      }),
      listField('List-Help', [`<${url}>`]),
      ...(links.archive ? [listField('List-Archive', [`<${links.archive}>`])] : []),
      { name: 'Feedback-ID', value: feedbackId(rendered, host) },
      { name: 'Auto-Submitted', value: 'auto-generated' },
      { name: 'Precedence', value: 'bulk' },
      { name: 'Content-Language', value: rendered.lang },
      { name: 'MIME-Version', value: '1.0' },
      { name: 'Content-Type', value: contentType },
    ],
  }
}

/** Campaign, list, kind, and the sender's own id, which Gmail wants to stay the same; nothing of the reader. */
function feedbackId({ slug }: RenderedIssue, host: string): string {
  const plain = (text: string) => text.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 60)
  return `${plain(slug)}:${plain(host)}:newsletter:${plain(host).replace(/\./g, '-').slice(0, 15)}`
}
