import { createServer, type IncomingMessage } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sesSdk, sesTransport } from '../../../src/delivery/ses.ts'
import { letter, yes } from './letters.ts'

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-secret' }

interface Asked {
  readonly path: string
  readonly authorization: string
  readonly body: Record<string, unknown>
}

/** An endpoint that answers as it is told; AWS's own client talks to it. */
async function endpoint(
  answer: (count: number) => { status: number; type?: string; body?: object } = () => ({
    status: 200,
    body: { MessageId: '0100-abc' },
  }),
) {
  const asked: Asked[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push({
        path: request.url ?? '',
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString()),
      })
      const { status, type, body = {} } = answer(asked.length)
      response.writeHead(status, {
        'Content-Type': 'application/json',
        ...(type ? { 'x-amzn-ErrorType': type } : {}),
      })
      response.end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function transportTo(url: string, parts = {}, patience = 5000) {
  const account = { region: 'eu-west-1', credentials: KEYS, endpoint: url, ...parts }
  const transport = sesTransport(account, sesSdk([]), { patience })
  onTestFinished(() => transport.close())
  return transport
}
const outcomeOf = (url: string) => transportTo(url).open().send(letter(), yes)

describe('Amazon SES', () => {
  it('is given the envelope and the message byte for byte', async () => {
    const { asked, url } = await endpoint()
    const transport = transportTo(url, { configurationSet: 'news' })
    expect(await transport.open().send(letter(), yes)).toEqual({
      kind: 'accepted',
      reply: { code: 250, text: '0100-abc' },
      relay: 'ses',
    })
    const [{ path, authorization, body }] = asked as [Asked]
    expect(path).toBe('/v2/email/outbound-emails')
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/ses/)
    const { Content, ...rest } = body as { Content: { Raw: { Data: string } } }
    expect(rest).toEqual({
      ConfigurationSetName: 'news',
      Destination: { ToAddresses: ['ana@example.com'] },
      FromEmailAddress: 'letters@longmeridian.example',
    })
    expect(Buffer.from(Content.Raw.Data, 'base64').equals(letter().bytes)).toBe(true)
  })

  it.each([
    [400, 'MessageRejected', 'the content is not allowed', 'refused'],
    [400, 'BadRequestException', 'Local address contains control or whitespace', 'refused'],
    [400, 'MessageRejected', 'Email address is not verified in region EU-WEST-1', 'sender'],
    [400, 'SendingPausedException', 'paused', 'sender'],
    [400, 'AccountSuspendedException', 'suspended', 'sender'],
    [400, 'MailFromDomainNotVerifiedException', 'not yet', 'sender'],
    [400, 'LimitExceededException', 'daily quota', 'sender'],
    [403, 'UnrecognizedClientException', 'the security token is invalid', 'sender'],
    [404, 'NotFoundException', 'no such configuration set', 'sender'],
    [429, 'TooManyRequestsException', 'maximum sending rate exceeded', 'sender'],
    [503, 'ServiceUnavailable', 'slow down', 'sender'],
    [500, 'InternalServiceErrorException', 'who knows', 'lost'],
    [504, 'GatewayTimeout', 'who knows', 'lost'],
  ])('that answers %d %s (%s): %4$s', async (status, type, message, kind) => {
    const { asked, url } = await endpoint(() => ({ status, type, body: { message } }))
    expect(await outcomeOf(url)).toMatchObject({ kind })
    expect(asked, 'asked once, whatever the answer').toHaveLength(1)
  })

  it('that closes after the request without an answer: nobody knows', async () => {
    let requests = 0
    const server = net.createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => {
        requests++
        socket.destroy()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.close()
    })
    const { port } = server.address() as AddressInfo
    expect(await outcomeOf(`http://127.0.0.1:${port}`)).toMatchObject({ kind: 'lost' })
    expect(requests).toBe(1)
  })

  it('that is silent: nobody knows', async () => {
    const sockets = new Set<net.Socket>()
    const server = net.createServer((socket) => sockets.add(socket.on('error', () => {})))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const lane = transportTo(`http://127.0.0.1:${port}`, {}, 200).open()
    expect(await lane.send(letter(), yes)).toMatchObject({ kind: 'lost' })
  })

  it('whose lane is closed while it is silent: nobody knows', async () => {
    let asked = () => {}
    const request = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = createServer(() => asked())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const lane = transportTo(`http://127.0.0.1:${port}`, {}, 60_000).open()
    const sending = lane.send(letter(), yes)
    await request
    await lane.close(10)
    expect(await sending).toMatchObject({ kind: 'lost' })
  })

  it('that is not there is the sender’s trouble', async () => {
    expect(await outcomeOf('http://127.0.0.1:1')).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/ECONNREFUSED/),
    })
  })

  it('is not asked where nobody says yes', async () => {
    const { asked, url } = await endpoint()
    const lane = transportTo(url).open()
    expect(await lane.send(letter(), () => false)).toEqual({ kind: 'withheld' })
    expect(asked).toEqual([])
  })

  it('is tried without sending anything', async () => {
    const { url } = await endpoint(() => ({
      status: 400,
      type: 'MessageRejected',
      body: { message: 'no' },
    }))
    expect(await transportTo(url).verify()).toEqual({
      ok: true,
      detail: 'Amazon SES in eu-west-1: encrypted, the credentials are taken',
    })
    const wrong = await endpoint(() => ({
      status: 403,
      type: 'UnrecognizedClientException',
      body: { message: 'The security token is invalid' },
    }))
    expect(await transportTo(wrong.url).verify()).toEqual({
      ok: false,
      detail: 'Amazon SES: The security token is invalid (UnrecognizedClientException)',
    })
  })

  it('needs a package, and says which where it is not installed', () => {
    const elsewhere = pathToFileURL(join(tmpdir(), 'nothing-here.js')).href
    expect(() => sesSdk([tmpdir()], elsewhere)).toThrow(
      /needs the package @aws-sdk\/client-sesv2.*npm install @aws-sdk\/client-sesv2/s,
    )
  })
})
