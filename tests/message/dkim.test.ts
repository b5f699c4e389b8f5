import { generateKeyPairSync } from 'node:crypto'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, it } from 'vitest'
import { dkimKey } from '../../src/message/dkim.ts'
import { messageMaker } from '../../src/message/maker.ts'
import { AT, HARD_TEXTS, KEYS, PROJECT, rendered, slot, subscriber } from './letter.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
const published = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const resolver = async (name: string, type: string) => {
  if (type === 'TXT' && name === 'news._domainkey.longmeridian.example')
    return [[`v=DKIM1; k=rsa; p=${published}`]]
  throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' })
}
const maker = (parts = {}) =>
  messageMaker({
    project: PROJECT,
    rendered: rendered(parts),
    keys: KEYS,
    dkim: dkimKey('longmeridian.example', 'news', pem),
  })

async function resultOf(bytes: Buffer) {
  const { results } = await dkimVerify(bytes, { resolver } as never)
  return (results as { status: { result: string }; signingHeaders: { keys: string } }[])[0]
}

describe('a DKIM signature', () => {
  it.each(HARD_TEXTS.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
    'holds for %s',
    async (_, text) => {
      const { bytes } = await maker({
        text: [text, slot('plain', 'city')],
        html: [text, slot('html', 'city'), text],
      }).make(subscriber({ fields: { city: text }, name: text.replace(/[\n\t]/g, ' ') }), AT)
      expect((await resultOf(bytes))?.status.result).toBe('pass')
    },
  )

  it('names what RFC 8058 asks for', async () => {
    const { bytes } = await maker().make(subscriber(), AT)
    const signed = (await resultOf(bytes))?.signingHeaders.keys ?? ''
    for (const name of [
      'From',
      'List-Unsubscribe',
      'List-Unsubscribe-Post',
      'Feedback-ID',
      'Message-ID',
      'To',
      'Subject',
    ])
      expect(signed.toLowerCase()).toContain(name.toLowerCase())
  })

  it('breaks when a byte of the body or a signed header is changed, or a second header is added', async () => {
    const { bytes } = await maker().make(subscriber(), AT)
    const changed = (from: string, to: string) =>
      Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1')
    for (const evil of [
      changed('Dear', 'Deer'),
      changed('Subject: Good', 'Subject: Bad'),
      changed('Subject: ', 'Subject: Another\r\nSubject: '),
      changed('List-Unsubscribe-Post: List', 'List-Unsubscribe-Post: Lost'),
    ]) {
      expect(evil.equals(bytes)).toBe(false)
      expect((await resultOf(evil))?.status.result).not.toBe('pass')
    }
  })
})

describe('a DKIM key', () => {
  it('is refused when it is short, of another kind, or no key, and never shown', () => {
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    const other = generateKeyPairSync('ed25519').privateKey
    for (const key of [short, other]) {
      const text = key.export({ type: 'pkcs8', format: 'pem' }) as string
      expect(() => dkimKey('a.example', 's', text)).toThrow(/not RSA of 2048 bits or more/)
    }
    expect(() => dkimKey('a.example', 's', 'hunter2')).toThrow(/^(?!.*hunter2).*PEM/)
  })
})
