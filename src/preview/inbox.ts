// The inbox that catches: an SMTP server on loopback that takes whatever any program sends, and delivers it to
// nobody. Messages are kept in a folder of their own until the studio closes; what is too old or too much goes.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { headerOf, readMessage } from './read-message.ts'
import type { CaughtList, CaughtRow } from './wire.ts'

export interface Caught extends CaughtRow {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

export interface Inbox {
  readonly host: string
  readonly port: number
  list(): CaughtList
  /** Nothing where there is no such message, or it was let go. */
  get(id: string): Promise<{ readonly caught: Caught; readonly bytes: Buffer } | undefined>
  clear(): Promise<void>
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const MAX_MESSAGE_BYTES = 60_000_000
const MAX_MESSAGES = 2000
const MAX_BYTES = 1_000_000_000
/** So much of a message is read for the list. */
const HEAD_BYTES = 100_000

export interface InboxInput {
  /** The first port to try; 0 for any. */
  readonly port: number
  readonly now: () => Date
  readonly onCaught: () => void
}

export async function openInbox({ port, now, onCaught }: InboxInput): Promise<Inbox> {
  const { SMTPServer } = await import('smtp-server')
  const folder = await mkdtemp(join(tmpdir(), 'pressrun-inbox-'))
  const kept: Caught[] = []
  let keptBytes = 0
  let total = 0
  const path = (id: string) => join(folder, `${id}.eml`)

  async function keep(bytes: Buffer, session: SMTPServerSession): Promise<void> {
    const id = String(++total)
    await writeFile(path(id), bytes, { mode: 0o600 })
    const head = readMessage(bytes.subarray(0, HEAD_BYTES))
    const { mailFrom, rcptTo } = session.envelope
    kept.push({
      id,
      subject: headerOf(head, 'subject'),
      from: headerOf(head, 'from'),
      to: headerOf(head, 'to'),
      at: now().toISOString(),
      bytes: bytes.length,
      envelope: {
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
      },
    })
    keptBytes += bytes.length
    while (kept.length > MAX_MESSAGES || keptBytes > MAX_BYTES) {
      const oldest = kept.shift() as Caught
      keptBytes -= oldest.bytes
      await rm(path(oldest.id), { force: true })
    }
    onCaught()
  }

  const server = new SMTPServer({
    name: 'pressrun-studio',
    banner: 'catches everything, delivers nothing',
    // Programs that insist on a password may say any.
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    size: MAX_MESSAGE_BYTES,
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      collect(stream)
        .then(async (bytes) => {
          if (stream.sizeExceeded) return done(tooLarge())
          await keep(bytes, session)
          done(null, 'caught')
        })
        .catch(done)
    },
  })
  const listening = await listen(server, port)

  return {
    host: HOST,
    port: listening,
    list: () => ({
      messages: kept.toReversed().map(({ envelope: _, ...row }) => row),
      total,
    }),
    async get(id) {
      const caught = kept.find((message) => message.id === id)
      return caught ? { caught, bytes: await readFile(path(id)) } : undefined
    },
    async clear() {
      const ids = kept.splice(0).map(({ id }) => id)
      keptBytes = 0
      await Promise.all(ids.map((id) => rm(path(id), { force: true })))
      onCaught()
    },
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function tooLarge(): Error {
  return Object.assign(new Error('the message is too large'), { responseCode: 552 })
}

/** The port itself, or the next one that is free. */
async function listen(server: SMTPServer, port: number): Promise<number> {
  for (let candidate = port; ; candidate++) {
    const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.server.once('error', resolve)
      server.server.listen(candidate, HOST, () => {
        server.server.off('error', resolve)
        resolve(undefined)
      })
    })
    if (!problem) {
      // From here on a connection that breaks is no affair of the studio.
      server.on('error', () => {})
      return (server.server.address() as AddressInfo).port
    }
    if (problem.code !== 'EADDRINUSE' || candidate >= port + 50) throw problem
  }
}
