// Readers as the store has them, and as everything else knows them.

import type { Profile } from '../audience/merge.ts'
import type { FieldValue, Subscriber } from '../audience/subscriber.ts'
import type { Engine } from '../store/engine.ts'
import { type SubscriberRow, subscribersOn } from '../store/subscribers.ts'

export interface StoredProfile {
  readonly name: string
  readonly first_name: string
  readonly lang: string
  readonly tags: string
  readonly fields: string
}

export const storedProfile = ({ name, firstName, lang, tags, fields }: Profile): StoredProfile => ({
  name,
  first_name: firstName,
  lang,
  tags: JSON.stringify(tags),
  fields: JSON.stringify(fields),
})

export function subscriberOfRow(row: SubscriberRow): Subscriber {
  return {
    email: row.email,
    name: row.name,
    firstName: row.first_name,
    lang: row.lang,
    tags: JSON.parse(row.tags) as readonly string[],
    fields: JSON.parse(row.fields) as Readonly<Record<string, FieldValue>>,
  }
}

/** The same with `joined`, the day, among the fields: for segments and letters. A field of that name goes first. */
export function listedSubscriber(row: SubscriberRow & { readonly since: number }): Subscriber {
  const subscriber = subscriberOfRow(row)
  const joined = new Date(row.since).toISOString().slice(0, 10)
  return { ...subscriber, fields: { joined, ...subscriber.fields } }
}

/** Whoever is to get the letters of a list, as the rows of one. @throws PressrunError `store` */
export async function* storedList(
  engine: Engine,
  list: string,
): AsyncGenerator<{
  readonly kind: 'subscriber'
  readonly line: number
  readonly subscriber: Subscriber
}> {
  let line = 0
  for await (const row of subscribersOn(engine, list, { states: ['active'] }))
    yield { kind: 'subscriber', line: ++line, subscriber: listedSubscriber(row) }
}
