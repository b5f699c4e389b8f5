// A reader as a plan freezes them: JSON in the ledger, beside the address.

import type { Subscriber } from '../audience/subscriber.ts'

/** JSON of what a reader has; what is empty takes no room in a million rows. */
export function frozenOf({ name, firstName, lang, tags, fields }: Subscriber): string {
  const frozen: Partial<Record<keyof Subscriber, unknown>> = {}
  if (name !== '') frozen.name = name
  if (firstName !== '') frozen.firstName = firstName
  if (lang !== '') frozen.lang = lang
  if (tags.length > 0) frozen.tags = tags
  if (Object.keys(fields).length > 0) frozen.fields = fields
  return JSON.stringify(frozen)
}

/** The frozen reader again. */
export function subscriberOf(email: string, frozen: string): Subscriber {
  const empty = { name: '', firstName: '', lang: '', tags: [], fields: {} }
  return { email, ...empty, ...(JSON.parse(frozen) as Partial<Subscriber>) }
}
