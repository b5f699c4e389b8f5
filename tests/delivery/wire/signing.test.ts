import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { describe, expect, it } from 'vitest'
import { subscriberFrom } from '../../../src/audience/record.ts'
import { openPress } from '../../../src/build/press.ts'
import { envelopeSender } from '../../../src/delivery/envelope-sender.ts'
import { relayTransports } from '../../../src/delivery/relay-transports.ts'
import { signingKey, signingKeyFile, writeSigningKey } from '../../../src/delivery/signing.ts'
import { dkimRecord, newDkimKey } from '../../../src/message/dkim-record.ts'
import { messageMaker } from '../../../src/message/maker.ts'
import { sampleProject } from '../../build/project.ts'
import { yes } from './letters.ts'
import { mailServer } from './mail-server.ts'

const SLUG = 'week-in-letters'
const SECRET = 'a secret of sixteen and more'

/** The sample publication with a key, its letter sent to its sample reader over a real server. */
async function sent() {
  const server = await mailServer({ disabledCommands: ['STARTTLS'] })
  const root = sampleProject()
  writeFileSync(join(root, 'newsletter.yaml'), 'dkim: { selector: news }\nverp: true\n', {
    flag: 'a',
  })
  writeSigningKey(join(root, '.pressrun/dkim-news.pem'), await newDkimKey(2048))
  const env = {
    PRESSRUN_SECRET: SECRET,
    PRESSRUN_SMTP_URL: `smtp://127.0.0.1:${server.port}`,
  }
  const press = openPress(root, env)
  const { project, keys } = press
  const letter = await press.letter(SLUG)
  const { rendered } = await press.render(SLUG)
  const dkim = signingKey(project)
  const maker = messageMaker({
    project,
    rendered,
    keys,
    dkim,
    envelopeFrom: envelopeSender(project, keys, rendered.slug),
  })
  const read = subscriberFrom(project.sample)
  if ('reason' in read) throw new Error(read.reason)
  const [relay] = relayTransports(project)
  const { transport } = relay as NonNullable<typeof relay>
  const message = await maker.make(read.subscriber, new Date('2026-11-24T09:30:00Z'))
  expect(await transport.open().send(message, yes)).toMatchObject({ kind: 'accepted' })
  await transport.close()
  const received = server.received[0]?.bytes as Buffer
  return { received, built: Buffer.from(letter.files.get('message.eml') as Uint8Array), dkim }
}

describe('a letter that was sent', () => {
  it('is what build wrote, byte for byte, but for its Date and its signature; and the signature holds', async () => {
    const { received, built, dkim } = await sent()
    const text = received.toString('latin1')
    const signature = /^DKIM-Signature: (?:.*\r\n)(?:[ \t].*\r\n)*/.exec(text)?.[0] ?? ''
    expect(signature).toContain('d=longmeridian.example; s=news')
    const undated = (eml: string) => eml.replace(/^Date: .*\r\n/m, '')
    const unsigned = text.slice(signature.length)
    expect(unsigned).toContain('Date: Tue, 24 Nov 2026 09:30:00 +0000\r\n')
    expect(undated(unsigned)).toBe(undated(built.toString('latin1')))
    expect(unsigned).not.toBe(built.toString('latin1'))

    const record = dkimRecord(
      'longmeridian.example',
      'news',
      (dkim as NonNullable<typeof dkim>).key,
    )
    const resolver = async (name: string, type: string) => {
      if (type === 'TXT' && name === record.name) return [[...record.strings]]
      throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' })
    }
    const verify = async (bytes: Buffer) =>
      (await dkimVerify(bytes, { resolver } as never)).results as {
        status: { result: string; aligned: string }
      }[]
    expect(await verify(received)).toMatchObject([
      { status: { result: 'pass', aligned: 'longmeridian.example' } },
    ])
    const changed = Buffer.from(text.replace(/^Subject: ./m, 'Subject: X'), 'latin1')
    expect((await verify(changed))[0]?.status.result).not.toBe('pass')
  })
})

describe('the key that signs', () => {
  const project = (parts: object, secrets: object = {}) =>
    ({ root: '/letters', secrets, ...parts }) as Parameters<typeof signingKey>[0]
  const dkim = { domain: 'a.example', selector: 'news' }

  it('is looked for in the environment, then in the file that is named, then where it was made', async () => {
    const pem = await newDkimKey(2048)
    const reads: string[] = []
    const read = (path: string) => {
      reads.push(path)
      return pem
    }
    const keyFile = '/keys/configured.pem'
    expect(signingKey(project({ dkim }, { dkimKey: pem }), read)).toMatchObject(dkim)
    expect(reads).toEqual([])
    for (const one of [
      project({ dkim: { ...dkim, keyFile } }, { dkimKeyFile: '/keys/environment.pem' }),
      project({ dkim: { ...dkim, keyFile } }),
      project({ dkim }),
    ])
      signingKey(one, read)
    expect(reads).toEqual([
      '/keys/environment.pem',
      '/keys/configured.pem',
      '/letters/.pressrun/dkim-news.pem',
    ])
    expect(signingKeyFile(project({}))).toBeUndefined()
  })

  it('is none where none is asked for, and missing where one is', () => {
    expect(signingKey(project({}))).toBeUndefined()
    expect(() => signingKey(project({ dkim }))).toThrow(
      /dkim-news\.pem {2}there is no DKIM key here\. Make one with: pressrun dkim/,
    )
    expect(() => signingKey(project({}, { dkimKey: 'x' }))).toThrow(/names no selector/)
    expect(() => signingKey(project({ dkim }, { dkimKey: 'hunter2' }))).toThrow(
      /^(?!.*hunter2).*not a private key/,
    )
  })
})
