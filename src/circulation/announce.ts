// What is told to the publication's webhooks when readers join and leave: calls that go into the very transaction of
// the change, so that none is lost and none is told that did not happen.

import { hash } from 'node:crypto'
import type { CompiledQuery } from 'kysely'
import type { Webhook, WebhookEvent } from '../project/webhooks.ts'
import type { Engine } from '../store/engine.ts'
import type { MembershipState } from '../store/list-tables.ts'
import { addCalls } from '../store/webhook-calls.ts'

export interface ReaderEvent {
  readonly type: WebhookEvent
  readonly email: string
  readonly addressHash: string
  readonly name?: string
  readonly lang?: string
  /** Those that it is about. */
  readonly lists: readonly string[]
  /** They left all of them, whatever they stand on. */
  readonly all?: boolean
  readonly way: string
  readonly place: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** To go into the `write` of the change. */
export type Announce = (event: ReaderEvent) => readonly CompiledQuery[]

export function announcer(engine: Pick<Engine, 'db'>, webhooks: readonly Webhook[]): Announce {
  return ({ addressHash, at, type, ...data }) => {
    const told = webhooks.filter(({ events }) => events.includes(type))
    if (told.length === 0) return []
    const timestamp = new Date(at).toISOString()
    const body = JSON.stringify({ type: `subscriber.${type}`, timestamp, data })
    const calls = told.map(({ url }) => ({
      messageId: `msg_${hash('sha256', `${url}\0${body}`, 'base64url').slice(0, 27)}`,
      ...{ url, event: type, addressHash, body, at },
    }))
    return [addCalls(engine, calls)]
  }
}

/** What a reader has done who stands so now. */
export const EVENT_OF: Readonly<Record<MembershipState, WebhookEvent>> = {
  pending: 'subscribe',
  active: 'confirm',
  unsubscribed: 'unsubscribe',
  bounced: 'bounce',
  complained: 'complain',
}
