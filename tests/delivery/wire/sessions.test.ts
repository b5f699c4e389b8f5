import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { faultServer } from './fault-server.ts'
import { laneTo, letter, transportTo, yes } from './letters.ts'
import { certificate, certificateFile, mailServer } from './mail-server.ts'

const TRUSTED = `ca=${encodeURIComponent(certificateFile('localhost'))}`

/** Lets in who says `ana` and `s3cret/@:`. */
const withPassword = (methods: string[]): SMTPServerOptions => ({
  authOptional: false,
  authMethods: methods,
  onAuth({ method, username, password, validatePassword }, _, done) {
    const good =
      username === 'ana' &&
      (method === 'CRAM-MD5' ? validatePassword('s3cret/@:') : password === 's3cret/@:')
    if (good) done(null, { user: 'ana' })
    else done(Object.assign(new Error('who is that?'), { responseCode: 535 }))
  },
})
const SECRET = encodeURIComponent('s3cret/@:')

describe('encryption', () => {
  it('is begun with STARTTLS, and the certificate is looked at', async () => {
    const server = await mailServer()
    const url = `smtp://127.0.0.1:${server.port}?tls=required&${TRUSTED}`
    expect(await laneTo(url).send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]?.secure).toBe(true)
  })

  it('is there from the first octet for smtps', async () => {
    const server = await mailServer({ secure: true })
    const url = `smtps://localhost:${server.port}?${TRUSTED}`
    expect(await laneTo(url).send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]?.secure).toBe(true)
  })

  it.each([
    ['a certificate that nobody vouches for', 'localhost', '', /signed by itself/],
    [
      'a certificate for another host',
      'elsewhere',
      `&ca=${encodeURIComponent(certificateFile('elsewhere'))}`,
      /for another host/,
    ],
  ] as const)('with %s is the sender’s trouble, and nothing is said', async (_, name, ca, why) => {
    for (const secure of [true, false]) {
      const server = await mailServer({ secure, ...certificate(name) })
      const url = `${secure ? 'smtps' : 'smtp'}://127.0.0.1:${server.port}?tls=required${ca}`
      expect(await laneTo(url).send(letter(), yes)).toMatchObject({
        kind: 'sender',
        problem: expect.stringMatching(why),
      })
      expect(server.received).toEqual([])
    }
  })

  it('to a server that speaks no TLS there is the sender’s trouble', async () => {
    const server = await faultServer()
    const outcome = await laneTo(`smtps://127.0.0.1:${server.port}`, {
      timeouts: { connect: 300 },
    }).send(letter(), yes)
    expect(outcome).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/no secure connection/),
    })
    expect(server.bodyOctets).toBe(0)
  })

  it('that is required and not offered is the sender’s trouble', async () => {
    const server = await mailServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] })
    const url = `smtp://127.0.0.1:${server.port}?tls=required`
    expect(await laneTo(url).send(letter(), yes)).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/offers no encryption, and without it nothing is sent/),
    })
    expect(server.received).toEqual([])
  })

  it('may be unverified where the address says so', async () => {
    const server = await mailServer(certificate('elsewhere'))
    const url = `smtp://127.0.0.1:${server.port}?tls=unverified`
    expect(await laneTo(url).send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]?.secure).toBe(true)
  })

  it('is not begun with what was said in the clear', async () => {
    const server = await faultServer(
      ({ moment }) => (moment === 'STARTTLS' ? '220 go on\r\n250 2.0.0 injected\r\n' : undefined),
      ['STARTTLS'],
    )
    const outcome = await laneTo(`${server.url}?tls=required`).send(letter(), yes)
    expect(outcome).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/went on speaking after STARTTLS/),
    })
  })
})

describe('a login', () => {
  it.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('with %s lets us in', async (method) => {
    const server = await mailServer(withPassword([method]))
    const url = `smtp://ana:${SECRET}@127.0.0.1:${server.port}?${TRUSTED}&tls=required`
    expect(await laneTo(url).send(letter(), yes)).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]?.user).toBe('ana')
    expect(await transportTo(url).verify()).toEqual({
      ok: true,
      detail: expect.stringMatching(
        new RegExp(`^127\\.0\\.0\\.1:\\d+: TLSv1\\.3, logs in as ana with ${method}`),
      ),
    })
  })

  it('with a wrong password is the sender’s trouble, and no message shows the password', async () => {
    const server = await mailServer(withPassword(['PLAIN']))
    const url = `smtp://ana:hunter2@127.0.0.1:${server.port}?${TRUSTED}&tls=required`
    const outcome = await laneTo(url).send(letter(), yes)
    expect(outcome).toMatchObject({ kind: 'sender', reply: { code: 535 } })
    expect(JSON.stringify(outcome)).not.toMatch(/hunter2|AGFuYQBodW50ZXIy/)
    expect(await transportTo(url).verify()).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/did not let us in: 535/),
    })
  })

  it('that a server repeats to us is not shown', async () => {
    const token = Buffer.from('\0ana\0hunter2').toString('base64')
    const server = await faultServer(
      ({ moment, line }) =>
        moment === 'AUTH' ? `535 5.7.8 I do not like ${line.slice(11)} nor hunter2\r\n` : undefined,
      ['AUTH PLAIN'],
    )
    const outcome = await laneTo(`smtp://ana:hunter2@127.0.0.1:${server.port}`).send(letter(), yes)
    expect(outcome).toMatchObject({ kind: 'sender', reply: { code: 535 } })
    expect(JSON.stringify(outcome)).not.toContain('hunter2')
    expect(JSON.stringify(outcome)).not.toContain(token)
  })

  it('whose password turns wrong half-way stops everybody and costs nobody', async () => {
    let valid = true
    const server = await mailServer({
      authOptional: false,
      onAuth: ({ password }, _, done) =>
        valid && password === 'good'
          ? done(null, { user: 'ana' })
          : done(Object.assign(new Error('no'), { responseCode: 535 })),
    })
    const url = `smtp://ana:good@127.0.0.1:${server.port}?${TRUSTED}&tls=required`
    const lane = laneTo(url, { messagesPerConnection: 2 })
    const kinds: string[] = []
    for (let index = 0; index < 4; index++) {
      kinds.push((await lane.send(letter(`r${index}@example.com`), yes)).kind)
      if (index === 1) valid = false
    }
    expect(kinds).toEqual(['accepted', 'accepted', 'sender', 'sender'])
    expect(server.received).toHaveLength(2)
  })

  it('is not sent over a connection in the clear', async () => {
    const server = await faultServer(undefined, ['AUTH PLAIN LOGIN'])
    const url = `smtp://ana:secret@0.0.0.0:${server.port}?tls=optional`
    const outcome = await laneTo(url).send(letter(), yes)
    expect(outcome).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/a password is not sent without it/),
    })
    expect(server.lines.filter((line) => line.startsWith('AUTH'))).toEqual([])
  })
})

describe('OAuth2', () => {
  /** Lets in who holds `fresh`, and gives it to who holds the refresh token. */
  async function oauth() {
    const asked: string[] = []
    const endpoint = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        asked.push(body)
        const good = new URLSearchParams(body).get('refresh_token') === 'keep-me'
        response.setHeader('Content-Type', 'application/json')
        response.end(
          JSON.stringify(
            good ? { access_token: 'fresh', expires_in: 3600 } : { error: 'invalid_grant' },
          ),
        )
      })
    })
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      endpoint.closeAllConnections()
      endpoint.close()
    })
    const server = await mailServer({
      authOptional: false,
      authMethods: ['XOAUTH2'],
      onAuth({ accessToken }, _, done) {
        if (accessToken === 'fresh') done(null, { user: 'ana' })
        else done(null, { data: { status: '401', schemes: 'bearer' } } as never)
      },
    })
    const { port } = endpoint.address() as AddressInfo
    const tokenUrl = encodeURIComponent(`http://127.0.0.1:${port}/token`)
    const url = (parameters: string) =>
      `smtp://ana@127.0.0.1:${server.port}?tls=required&${TRUSTED}&oauth2-token-url=${tokenUrl}&${parameters}`
    return { asked, server, url }
  }

  it('lets in with a token that is configured', async () => {
    const { asked, server, url } = await oauth()
    const outcome = await laneTo(url('oauth2-token=fresh')).send(letter(), yes)
    expect(outcome).toMatchObject({ kind: 'accepted' })
    expect(server.received[0]?.user).toBe('ana')
    expect(asked).toEqual([])
  })

  it('asks for a new token when the old one is refused, once for all connections', async () => {
    const { asked, server, url } = await oauth()
    const address = url('oauth2-token=stale&oauth2-refresh-token=keep-me&oauth2-client-id=press')
    const transport = transportTo(address)
    for (const to of ['a@example.com', 'b@example.com']) {
      const lane = transport.open()
      expect(await lane.send(letter(to), yes)).toMatchObject({ kind: 'accepted' })
    }
    expect(server.received).toHaveLength(2)
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('client_id=press')
  })

  it('is the sender’s trouble where no token is to be had, and no secret is shown', async () => {
    const { server, url } = await oauth()
    const outcome = await laneTo(url('oauth2-refresh-token=gone-secret')).send(letter(), yes)
    expect(outcome).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/no OAuth2 token for ana was to be had/),
    })
    expect(JSON.stringify(outcome)).not.toContain('gone-secret')
    expect(server.received).toEqual([])
  })
})
