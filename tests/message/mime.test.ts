import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { messageMaker } from '../../src/message/maker.ts'
import type { RenderedIssue } from '../../src/render/rendered.ts'
import { AT, HARD_TEXTS, KEYS, PROJECT, rendered, slot, subscriber } from './letter.ts'

const maker = (parts: Partial<RenderedIssue> = {}, project = PROJECT) =>
  messageMaker({ project, rendered: rendered(parts), keys: KEYS })

/** What is in the part, byte for byte: mailparser's own `text` is tidied. */
async function partsOf(bytes: Buffer) {
  const mail = await simpleParser(bytes, { skipTextToHtml: true, skipImageLinks: true })
  return { ...mail, lines: bytes.toString('latin1').split('\r\n') }
}

function decoded(bytes: Buffer, subtype: string): string {
  const raw = bytes.toString('latin1')
  const start = raw.indexOf(`Content-Type: text/${subtype}`)
  const body = raw.indexOf('\r\n\r\n', start) + 4
  const end = Math.max(raw.indexOf('\r\n--=_', body - 2), body)
  const text = raw
    .slice(body, end)
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(text, 'latin1').toString().replace(/\r\n/g, '\n')
}

describe('a message', () => {
  it('reads back as what was said, part by part', async () => {
    const { bytes } = await maker().make(subscriber(), AT)
    const mail = await partsOf(bytes)
    expect(mail.subject).toBe('Good morning, Ana')
    expect(mail.to).toMatchObject({ value: [{ name: 'Ana Ruiz', address: 'ana@example.com' }] })
    expect(mail.date).toEqual(AT)
    expect(mail.html).toContain('<p>Dear Ana Ruiz,</p>')
    expect(mail.text).toMatch(
      /^Dear Ana Ruiz,\n\nhttps:\/\/letters\.longmeridian\.example\/unsubscribe\//,
    )
  })

  it.each(HARD_TEXTS.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    'carries %s exactly, as constant and as value',
    async (_, text) => {
      const { bytes } = await maker({
        text: [text, slot('plain', 'city'), text, '|', slot('plain', 'city')],
        html: [text, slot('html', 'city'), text],
      }).make(subscriber({ fields: { city: text } }), AT)
      const value = text.replace(/\s*\n+\s*/g, ' ')
      expect(decoded(bytes, 'plain')).toBe(`${text}${value}${text}|${value}`.replace(/\n$/, ''))
      expect(decoded(bytes, 'html')).toBe(`${text}${text}${text}`.replace(/\n$/, ''))
    },
  )

  it.each(HARD_TEXTS.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    'is ASCII with CRLF in short lines, none of them dotted, spaced or mangled: %s',
    async (_, text) => {
      const { bytes } = await maker({
        text: [text, slot('plain', 'city'), text],
        subject: [text.replace(/[\n\t]/g, ' '), slot('header', 'first_name')],
      }).make(subscriber({ fields: { city: text }, name: text.replace(/[\n\t]/g, ' ') }), AT)
      const raw = bytes.toString('latin1')
      expect(raw).not.toMatch(/[^\r\n\x20-\x7e]/)
      expect(raw.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/)
      expect(raw.endsWith('--\r\n')).toBe(true)
      for (const line of raw.split('\r\n')) {
        expect(line.length).toBeLessThanOrEqual(998)
        expect(line).not.toMatch(/^\.|^From /)
      }
      const body = raw.slice(raw.indexOf('\r\n\r\n') + 4)
      expect(body).not.toMatch(/ \r\n| {2}/)
      for (const line of body.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
    },
  )

  it('puts embedded images beside the HTML that shows them', async () => {
    const bytes = Buffer.from(Array.from({ length: 500 }, (_, index) => index % 251))
    const src = 'cid:port-1a2b3c4d.jpg@letters.longmeridian.example'
    const made = await maker({
      html: [`<img src="${src}">`],
      images: [
        { name: 'port-1a2b3c4d.jpg', type: 'image/jpeg', bytes, src, width: 10, height: 10 },
      ],
    }).make(subscriber(), AT)
    const { attachments } = await partsOf(made.bytes)
    expect(attachments).toMatchObject([
      {
        contentType: 'image/jpeg',
        cid: src.slice(4),
        related: true,
        filename: 'port-1a2b3c4d.jpg',
      },
    ])
    expect(attachments[0]?.content.equals(bytes)).toBe(true)
  })

  it('is the same bytes when made twice, and for another reader no other than theirs', async () => {
    const one = maker()
    const first = await one.make(subscriber(), AT)
    const other = await one.make(
      subscriber({ email: 'bo@example.com', name: 'Bo', firstName: 'Bo' }),
      AT,
    )
    const again = await maker().make(subscriber(), AT)
    expect(again.bytes.equals(first.bytes)).toBe(true)
    expect(again.id).toBe(first.id)
    expect(other.id).not.toBe(first.id)
    expect(other.bytes.toString()).not.toContain('Ana')
  })
})

describe('headers', () => {
  it('are those that a bulk message carries', async () => {
    const { bytes, id } = await maker().make(subscriber(), AT)
    const mail = await partsOf(bytes)
    const header = (name: string) =>
      mail.headerLines
        .filter(({ key }) => key === name)
        .map(({ line }) => line.replace(/\r\n/g, ''))
    for (const once of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'mime-version',
      'list-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'list-help',
      'list-archive',
      'feedback-id',
      'auto-submitted',
      'precedence',
    ]) {
      expect(header(once), once).toHaveLength(1)
    }
    expect(header('list-unsubscribe-post')).toEqual([
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ])
    expect(header('list-unsubscribe')[0]).toMatch(
      /^List-Unsubscribe: <https:\/\/letters\.longmeridian\.example\/unsubscribe\/[\w-]+>, <mailto:letters@longmeridian\.example\?subject=unsubscribe%20[\w-]+>$/,
    )
    expect(header('list-id')).toEqual(['List-Id: Long Meridian <letters.longmeridian.example>'])
    expect(id).toMatch(/^<[0-9a-f]{32}@longmeridian\.example>$/)
    expect(header('feedback-id')[0]).not.toContain('ana')
  })

  it.each([
    ['Seo "Yeon" Kim, Esq.', 'quotes and a comma'],
    ['김서연', 'Hangul'],
    ['The Okafors 👩‍👩‍👧‍👦', 'an emoji family'],
    ['=?UTF-8?Q?forged?=', 'what looks like an encoded word'],
    [
      'Maximiliana Theodora Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh of the Upper Marsh',
      'a long name',
    ],
    ['名'.repeat(120), 'a very long CJK name'],
    ['a@b.example', 'an address for a name'],
    ["O'Neill (Finn) <finn>", 'brackets'],
  ])('carry the name %s', async (name) => {
    const { bytes } = await maker().make(subscriber({ name }), AT)
    const mail = await partsOf(bytes)
    expect(mail.to).toMatchObject({ value: [{ name, address: 'ana@example.com' }] })
    for (const line of bytes.toString().split('\r\n\r\n')[0]?.split('\r\n') ?? []) {
      if (!/https?:|mailto:/.test(line)) expect(line.length).toBeLessThanOrEqual(78)
    }
  })

  it('carry a subject in any script', async () => {
    for (const text of [
      '리마에서 41분: 무엇이 남았나',
      'Ça commence à 10 h 30 – « déjà »',
      'x'.repeat(300),
      '夜'.repeat(200),
    ]) {
      const { bytes } = await maker({ subject: [text] }).make(subscriber(), AT)
      expect((await partsOf(bytes)).subject).toBe(text)
    }
  })

  it.each([['\r\nBcc: eve@example.com'], ['\n'], ['\u0000'], ['\r']])(
    'refuse %j in a name and in a value of the subject',
    async (evil) => {
      await expect(maker().make(subscriber({ name: `Ana${evil}` }), AT)).rejects.toThrow(
        /line break/,
      )
      await expect(maker().make(subscriber({ firstName: `Ana${evil}` }), AT)).rejects.toThrow(
        /line break/,
      )
    },
  )

  it('mark a test copy, which no client takes for the letter itself', async () => {
    const made = messageMaker({ project: PROJECT, rendered: rendered(), keys: KEYS, test: true })
    const { bytes, id } = await made.make(subscriber(), AT)
    expect((await partsOf(bytes)).subject).toBe('[Test] Good morning, Ana')
    expect(id).not.toBe((await maker().make(subscriber(), AT)).id)
  })

  it('hold an address beyond ASCII as it is, and say that the server must know it', async () => {
    const { bytes, needsSmtpUtf8 } = await maker().make(
      subscriber({ email: '유나@example.com' }),
      AT,
    )
    expect(needsSmtpUtf8).toBe(true)
    expect(bytes.toString()).toContain('<유나@example.com>')
  })
})
