// One connection that carries one message after the other, opened when there is one, kept while it is good, and
// opened anew after so many messages or when it broke. Nothing is ever sent twice.

import type { Message } from '../../message/message.ts'
import type { DsnOn } from '../../project/project.ts'
import type { Lane } from '../transport.ts'
import { WireTrouble } from './dial.ts'
import type { TokenSource } from './oauth2.ts'
import type { SmtpServer } from './server.ts'
import { openSession, SenderTrouble, type Session } from './session.ts'
import type { Timeouts } from './timeouts.ts'
import { type Aftermath, type Carried, carry, type Result } from './transaction.ts'
import type { Wire } from './wire.ts'

export interface LaneSettings {
  /** What outcomes call it. */
  readonly relay: string
  readonly server: SmtpServer
  readonly timeouts: Timeouts
  /** Messages on one connection before it is closed. */
  readonly messagesPerConnection: number
  /** What the sender is to be told of, where the server offers it. */
  readonly dsn?: readonly DsnOn[]
  readonly tokens?: TokenSource
}

type BeforeBody = () => boolean | Promise<boolean>

/** How long a goodbye may take. */
const QUIT_MS = 5000

export class SmtpLane implements Lane {
  readonly #settings: LaneSettings
  #session: Session | undefined
  #aftermath: Aftermath = 'clean'
  /** Messages on the connection as it stands. */
  #carried = 0
  #sending: Promise<unknown> | undefined
  /** The last connection is being taken leave of. */
  #goodbye: Promise<void> | undefined
  readonly #stop = new AbortController()

  constructor(settings: LaneSettings) {
    this.#settings = settings
  }

  async send(message: Message, beforeBody: BeforeBody): Promise<Result> {
    if (this.#sending) throw new Error('a lane carries one message at a time')
    const result = this.#send(message, beforeBody)
    this.#sending = result.catch(() => {})
    try {
      return await result
    } finally {
      this.#sending = undefined
    }
  }

  async close(ms = QUIT_MS): Promise<void> {
    const timer = setTimeout(() => {
      this.#stop.abort()
      this.#drop()
    }, ms)
    await this.#sending
    this.#leave(ms)
    await this.#goodbye
    clearTimeout(timer)
  }

  async #send(message: Message, beforeBody: BeforeBody): Promise<Result> {
    try {
      if (this.#carried >= this.#settings.messagesPerConnection) this.#leave()
      if (this.#session && !this.#session.wire.isQuiet) this.#drop()
      let carried = await this.#carry(message, beforeBody)
      // A server may end a connection that was idle, or count messages by itself: no trouble before a new
      // connection says so as well.
      if (carried.result === 'stale') carried = await this.#carry(message, beforeBody)
      if (carried.result === 'stale') throw new Error('a new connection cannot be stale')
      return carried.result
    } catch (error) {
      this.#drop()
      if (!(error instanceof SenderTrouble)) throw error
      const { message: problem, reply } = error
      return { kind: 'sender', problem, ...(reply ? { reply } : {}), relay: this.#settings.relay }
    }
  }

  async #carry(message: Message, beforeBody: BeforeBody): Promise<Carried> {
    const kept = this.#session !== undefined
    const session = this.#session ?? (await this.#connect())
    const reset = this.#aftermath === 'unfinished'
    const carried = await carry(session, this.#settings, message, beforeBody, { reset, kept })
    this.#carried++
    this.#aftermath = carried.aftermath
    if (carried.aftermath === 'drop') this.#drop()
    else if (carried.aftermath === 'leave') this.#leave()
    return carried
  }

  /** A server may allow us so many connections: the last one ends before the next begins. */
  async #connect(): Promise<Session> {
    await this.#goodbye
    const { server, timeouts, tokens } = this.#settings
    this.#session = await openSession(server, timeouts, { tokens, signal: this.#stop.signal })
    return this.#session
  }

  #leave(ms = QUIT_MS): void {
    const wire = this.#session?.wire
    this.#forget()
    if (wire) this.#goodbye = sayGoodbye(wire, ms)
  }

  #drop(): void {
    this.#session?.wire.destroy()
    this.#forget()
  }

  #forget(): void {
    this.#session = undefined
    this.#aftermath = 'clean'
    this.#carried = 0
  }
}

async function sayGoodbye(wire: Wire, ms: number): Promise<void> {
  try {
    wire.say('QUIT\r\n')
    await wire.hear('QUIT', ms)
  } catch (error) {
    if (!(error instanceof WireTrouble)) throw error
  } finally {
    wire.destroy()
  }
}
