// One message on a session: MAIL, RCPT, DATA, the body, its reply. Whether the body had begun is known: from the
// moment its first octet is handed to the socket, which is after `beforeBody` said yes. Only what went wrong after
// that, and without a reply, is lost.

import type { Message } from '../../message/message.ts'
import type { Lane, Outcome } from '../transport.ts'
import { stuffed } from './body.ts'
import { WireTrouble } from './dial.ts'
import { type Envelope, envelopeOf } from './envelope.ts'
import type { LaneSettings } from './lane.ts'
import { type RawReply, replyOf, replyText } from './reply.ts'
import type { Session } from './session.ts'
import { type Stage, verdict } from './verdict.ts'

export type Result = Awaited<ReturnType<Lane['send']>>

/** What may be done with the connection next. */
export type Aftermath =
  | 'clean' // the next message
  | 'unfinished' // RSET, then the next message
  | 'leave' // QUIT
  | 'drop' // nothing: it is gone, or must not be used again

export interface Carried {
  /** `stale`: a kept connection was over before this message was heard of; a new one is to be tried. */
  readonly result: Result | 'stale'
  readonly aftermath: Aftermath
}

export interface Course {
  /** RSET first. */
  readonly reset: boolean
  /** Other messages went over this connection before. */
  readonly kept: boolean
}

const CLOSING = 421
const GO_AHEAD = 354

/** @throws only what `beforeBody` throws. */
export async function carry(
  session: Session,
  settings: LaneSettings,
  message: Message,
  beforeBody: () => boolean | Promise<boolean>,
  course: Course,
): Promise<Carried> {
  const { relay, dsn } = settings
  const envelope = envelopeOf(message, session.capabilities, dsn)
  const body = stuffed(message.pieces)
  const problem = problemOf(envelope) ?? problemOf(body)
  if (problem !== undefined) {
    const aftermath = course.reset ? 'unfinished' : 'clean'
    return { result: { kind: 'unsendable', problem, relay }, aftermath }
  }
  const opening = await open(session, settings, envelope as Envelope, course)
  if (opening) return opening
  if (!(await beforeBody())) return { result: { kind: 'withheld' }, aftermath: 'drop' }
  if (!session.wire.isQuiet) {
    const trouble = session.wire.isOpen ? 'spoke without being asked' : 'closed the connection'
    return gaveUp(`${session.wire.name} ${trouble} before the message began`, relay)
  }
  return pour(session, settings, body as readonly Buffer[])
}

const problemOf = (part: Envelope | readonly Buffer[] | { readonly problem: string }) =>
  'problem' in part ? part.problem : undefined

const gaveUp = (problem: string, relay: string): Carried => ({
  result: { kind: 'sender', problem, relay },
  aftermath: 'drop',
})

/** @returns undefined where the server waits for the body. */
async function open(
  { wire, capabilities }: Session,
  { relay, timeouts }: LaneSettings,
  { mail, rcpt }: Envelope,
  { reset, kept }: Course,
): Promise<Carried | undefined> {
  const { pipelining } = capabilities
  const hear = (stage: string) =>
    wire.hear(stage, stage === 'DATA' ? timeouts.data : timeouts.command)
  const ask = (command: string, stage: string) => {
    if (!pipelining) wire.say(`${command}\r\n`)
    return hear(stage)
  }
  const over = (raw: RawReply, stage: Stage): Carried => {
    const result = verdict(replyOf(raw), stage, relay)
    if (raw.code === CLOSING || raw.code < 400) return { result, aftermath: 'drop' }
    return { result, aftermath: result.kind === 'sender' ? 'leave' : 'unfinished' }
  }
  /** Commands that went out with the refused one are answered too. */
  const after = async (carried: Carried, stages: readonly string[]): Promise<Carried> => {
    if (!pipelining || carried.aftermath === 'drop') return carried
    try {
      for (const stage of stages) {
        const { code } = await hear(stage)
        if (stage !== 'DATA' || code !== GO_AHEAD) continue
        // RFC 2920 section 3.1: an empty message to nobody. Where not even the sender was taken, do not try.
        if (stages.length > 1) return { ...carried, aftermath: 'drop' }
        wire.say('.\r\n')
        await hear('an empty message')
      }
      return carried
    } catch (error) {
      if (error instanceof WireTrouble) return { ...carried, aftermath: 'drop' }
      throw error
    }
  }
  let known = false
  try {
    if (pipelining) wire.say(`${reset ? 'RSET\r\n' : ''}${mail}\r\n${rcpt}\r\nDATA\r\n`)
    if (reset && !isYes(await ask('RSET', 'RSET'))) return { result: 'stale', aftermath: 'drop' }
    const sender = await ask(mail, 'MAIL FROM')
    if (kept && sender.code === CLOSING) return { result: 'stale', aftermath: 'drop' }
    known = true
    if (!isYes(sender)) return await after(over(sender, 'MAIL FROM'), ['RCPT TO', 'DATA'])
    const reader = await ask(rcpt, 'RCPT TO')
    if (!isYes(reader)) return await after(over(reader, 'RCPT TO'), ['DATA'])
    const data = await ask('DATA', 'DATA')
    return data.code === GO_AHEAD ? undefined : over(data, 'DATA')
  } catch (error) {
    if (!(error instanceof WireTrouble)) throw error
    return kept && !known ? { result: 'stale', aftermath: 'drop' } : gaveUp(error.message, relay)
  }
}

/** From here on the body has begun. */
async function pour(
  { wire }: Session,
  { relay, timeouts }: LaneSettings,
  body: readonly Buffer[],
): Promise<Carried> {
  const lost = (problem: string): Carried => ({
    result: { kind: 'lost', problem, relay },
    aftermath: 'drop',
  })
  try {
    const whole = await wire.pour(body, timeouts.block)
    const raw = await wire.hear('the message', timeouts.dot)
    const reply = replyOf(raw)
    if (isYes(raw)) {
      if (!whole) return lost(`${wire.name} answered before it had the message`)
      return { result: { kind: 'accepted', reply, relay }, aftermath: 'clean' }
    }
    if (raw.code < 400) return lost(`${wire.name} answered the message with ${replyText(reply)}`)
    const result: Outcome = verdict(reply, 'the message', relay)
    if (!whole || raw.code === CLOSING) return { result, aftermath: 'drop' }
    return { result, aftermath: result.kind === 'sender' ? 'leave' : 'clean' }
  } catch (error) {
    if (error instanceof WireTrouble) return lost(error.message)
    throw error
  }
}

const isYes = ({ code }: RawReply) => code >= 200 && code < 300
