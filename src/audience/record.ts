// One row of a list, whatever file it came from, to a Subscriber.

import { parseAddress } from '../project/mailbox.ts'
import type { FieldValue, Subscriber } from './subscriber.ts'

export function subscriberFrom(
  record: Readonly<Record<string, unknown>>,
): { readonly subscriber: Subscriber } | { readonly reason: string } {
  const { email, name, first_name, lang, tags, ...fields } = record
  const address = parseAddress(String(email ?? '').trim())
  if ('problem' in address) return { reason: `the address ${address.problem}` }
  const whole = String(name ?? '').trim()
  return {
    subscriber: {
      email: address.address,
      name: whole,
      firstName: String(first_name ?? whole.split(/\s+/)[0] ?? ''),
      lang: String(lang ?? ''),
      tags: Array.isArray(tags) ? tags.map(String) : [],
      fields: fields as Readonly<Record<string, FieldValue>>,
    },
  }
}
