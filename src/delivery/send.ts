// Messages to readers through nodemailer's pool, one after the other as they are read from the list. What was
// accepted, refused or not reached is told for each reader; nobody is tried twice.

import { createTransport } from 'nodemailer'
import type { ListRow, RejectedRow } from '../audience/list.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Message } from '../message/message.ts'
import { PressrunError } from '../problem.ts'
import type { Limits } from '../project/project.ts'

export type Sent =
  | { readonly kind: 'accepted'; readonly email: string; readonly reply: string }
  | { readonly kind: 'failed'; readonly email: string; readonly reason: string }
  | RejectedRow

/** Carries one message; throws where it was not accepted. */
export interface Carrier {
  /** @returns the server's reply. */
  carry(message: Message): Promise<string>
  /** How many messages may be under way at once. */
  readonly lanes: number
  close(): void
}

/** @param url `smtp://user:password@host:587` or `smtps://…`. */
export function smtpCarrier(url: string, limits: Limits): Carrier {
  const { connections, messagesPerConnection, perSecond } = limits
  const pool = createTransport(url, {
    pool: true,
    maxConnections: connections,
    maxMessages: messagesPerConnection,
    // A message whose connection dropped may have arrived: it is never sent again unasked.
    maxRequeues: 0,
    ...(perSecond === undefined ? {} : { rateDelta: 1000, rateLimit: perSecond }),
  } as object)
  return {
    lanes: connections,
    async carry({ envelope, bytes }) {
      const { response } = (await pool.sendMail({ envelope, raw: bytes })) as { response: string }
      return response
    },
    close: () => pool.close(),
  }
}

/**
 * At most `carrier.lanes` messages are under way at once; the list is read no faster than that.
 * @param stop asked before each message: no more is begun once it says so.
 */
export async function* send(
  rows: AsyncIterable<ListRow>,
  make: (subscriber: Subscriber) => Promise<Message>,
  carrier: Carrier,
  stop: AbortSignal,
): AsyncGenerator<Sent> {
  const underWay = new Set<Promise<void>>()
  const done: Sent[] = []
  for await (const row of rows) {
    if (stop.aborted) break
    if (row.kind === 'rejected') {
      yield row
      continue
    }
    const task = deliver(row.subscriber, make, carrier).then((sent) => {
      done.push(sent)
      underWay.delete(task)
    })
    underWay.add(task)
    if (underWay.size >= carrier.lanes) await Promise.race(underWay)
    yield* done.splice(0)
  }
  while (underWay.size > 0) {
    await Promise.race(underWay)
    yield* done.splice(0)
  }
  yield* done
}

async function deliver(
  subscriber: Subscriber,
  make: (subscriber: Subscriber) => Promise<Message>,
  carrier: Carrier,
): Promise<Sent> {
  const { email } = subscriber
  try {
    const reply = await carrier.carry(await make(subscriber))
    return { kind: 'accepted', email, reply }
  } catch (error) {
    if (error instanceof PressrunError) {
      return { kind: 'failed', email, reason: error.problems[0]?.message ?? error.message }
    }
    const { message, response } = error as Error & { response?: string }
    return { kind: 'failed', email, reason: (response ?? message).split('\n')[0] as string }
  }
}
