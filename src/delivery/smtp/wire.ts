// One connection to a mail server: octets out, replies in, each awaited for a bounded time. Knows lines and TLS
// and nothing of mail. Once anything is wrong nothing more is heard; replies that came before are still told.

import type net from 'node:net'
import { setImmediate as immediate } from 'node:timers/promises'
import tls from 'node:tls'
import { dial, encrypt, silence, WireTrouble } from './dial.ts'
import { NotSmtp, type RawReply, ReplyReader } from './reply.ts'
import { type SmtpServer, serverName } from './server.ts'

/** What ended it; made into a sentence by what was awaited: `DATA`. */
type Trouble = (awaited: string) => string

/** More than this unasked, and nobody can say which reply belongs to what. */
const MAX_UNASKED = 10
/** Larger bodies go out in stretches, so that a slow server is told from a dead one. */
const STRETCH = 262_144

export class Wire {
  readonly name: string
  #socket: net.Socket
  #reader = new ReplyReader()
  readonly #heard: RawReply[] = []
  #trouble: Trouble | undefined
  #wake: (() => void) | undefined
  #unlisten: () => void

  private constructor(name: string, socket: net.Socket) {
    this.name = name
    this.#socket = socket
    this.#unlisten = this.#listen(socket)
  }

  /** @throws WireTrouble */
  static async connect(server: SmtpServer, ms: number, signal?: AbortSignal): Promise<Wire> {
    return new Wire(serverName(server), await dial(server, ms, signal))
  }

  /** What TLS says of itself; absent where the connection is not encrypted. */
  get tls():
    | { readonly version: string; readonly cipher: string; readonly until?: Date }
    | undefined {
    if (!(this.#socket instanceof tls.TLSSocket)) return undefined
    const until = new Date(this.#socket.getPeerCertificate()?.valid_to ?? '')
    return {
      version: this.#socket.getProtocol() ?? 'TLS',
      cipher: this.#socket.getCipher().name,
      ...(Number.isNaN(until.getTime()) ? {} : { until }),
    }
  }

  get localAddress(): string | undefined {
    return this.#socket.localAddress
  }

  /** It can still be spoken to, and has said nothing that was not asked for. */
  get isQuiet(): boolean {
    return this.isOpen && this.#heard.length === 0 && this.#reader.isBetweenReplies
  }

  get isOpen(): boolean {
    return this.#trouble === undefined && !this.#socket.destroyed
  }

  /** @param text whole lines, each with CRLF. */
  say(text: string): void {
    this.#socket.write(text, 'utf8')
  }

  /**
   * The next reply.
   * @param awaited what it answers, for messages: `DATA`.
   * @throws WireTrouble where none comes within `ms`.
   */
  async hear(awaited: string, ms: number): Promise<RawReply> {
    const reply = this.#heard.shift()
    if (reply) return reply
    if (!this.#trouble) {
      const timer = setTimeout(() => this.#fail((what) => silence(this.name, what, ms)), ms)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      clearTimeout(timer)
    }
    const late = this.#heard.shift()
    if (late) return late
    throw new WireTrouble((this.#trouble as Trouble)(awaited))
  }

  /**
   * Writes a body, and is done when the machine has taken all of it or the server has answered before its end.
   * @param ms for each stretch.
   * @returns whether all of it was taken.
   * @throws WireTrouble
   */
  async pour(pieces: readonly Buffer[], ms: number): Promise<boolean> {
    for (const stretch of stretches(pieces)) if (!(await this.#write(stretch, ms))) return false
    return true
  }

  async #write(stretch: readonly Buffer[], ms: number): Promise<boolean> {
    let taken = false
    const timer = setTimeout(() => this.#fail(() => `${this.name} took no more of the message`), ms)
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      this.#socket.cork()
      for (const piece of stretch.slice(0, -1)) this.#socket.write(piece)
      this.#socket.write(stretch.at(-1) as Buffer, (error) => {
        taken = !error
        resolve()
      })
      this.#socket.uncork()
    })
    clearTimeout(timer)
    this.#wake = undefined
    // TLS says a turn late that the machine has taken what it wrote; the reply may come first.
    for (let turn = 0; turn < 2 && !taken && this.isOpen; turn++) await immediate()
    if (!taken && this.#heard.length === 0 && this.#trouble)
      throw new WireTrouble(this.#trouble('the message'))
    return taken
  }

  /**
   * TLS on the connection as it stands (RFC 3207).
   * @throws WireTrouble
   */
  async secure(server: SmtpServer, ms: number): Promise<void> {
    // What was said in the clear must not be taken for what is said under TLS.
    if (!this.isQuiet) throw new WireTrouble(`${this.name} went on speaking after STARTTLS`)
    this.#unlisten()
    this.#socket = await encrypt(this.#socket, server, ms)
    this.#reader = new ReplyReader()
    this.#unlisten = this.#listen(this.#socket)
  }

  /** Ends it at once. Whoever still awaits a reply is told. */
  destroy(): void {
    this.#fail(() => `the connection to ${this.name} was given up`)
  }

  /** @returns what takes the listeners away again. */
  #listen(socket: net.Socket): () => void {
    const heard = (chunk: Buffer) => this.#read(chunk)
    const broken = (error: NodeJS.ErrnoException) =>
      this.#fail((awaited) => broke(this.name, awaited, error.code ?? error.message))
    const closed = () =>
      this.#fail((awaited) => `${this.name} closed the connection before it answered ${awaited}`)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 30_000)
    socket.on('data', heard).on('error', broken).on('end', closed).on('close', closed)
    return () => {
      // An error that nobody hears would end the process.
      socket.on('error', () => {})
      socket.off('data', heard).off('error', broken).off('end', closed).off('close', closed)
    }
  }

  #read(chunk: Buffer): void {
    if (this.#trouble) return
    try {
      this.#heard.push(...this.#reader.read(chunk))
    } catch (error) {
      if (!(error instanceof NotSmtp)) throw error
      const what = error.message || 'something that is no SMTP reply'
      this.#fail((awaited) => `${this.name} answered ${awaited} with ${what}`)
      return
    }
    if (this.#heard.length > MAX_UNASKED) this.#fail(() => `${this.name} spoke without being asked`)
    else if (this.#heard.length > 0) this.#notify()
  }

  #fail(trouble: Trouble): void {
    this.#trouble ??= trouble
    this.#socket.destroy()
    this.#notify()
  }

  #notify(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}

const broke = (name: string, awaited: string, reason: string) =>
  `the connection to ${name} broke before it answered ${awaited} (${reason})`

function* stretches(pieces: readonly Buffer[]): Generator<readonly Buffer[]> {
  let stretch: Buffer[] = []
  let size = 0
  for (const piece of pieces)
    for (let from = 0; from < piece.length; from += STRETCH) {
      const part = piece.subarray(from, from + STRETCH)
      if (size > 0 && size + part.length > STRETCH) {
        yield stretch
        stretch = []
        size = 0
      }
      stretch.push(part)
      size += part.length
    }
  if (size > 0) yield stretch
}
