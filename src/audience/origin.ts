// Where a row of a list was exported from, and what that program says of the reader beside their data: whether they
// left, since when they are there, how they agreed. Its own columns are taken out of the reader's fields.

import { snakeName } from './columns.ts'
import { languageOf } from './language.ts'
import { fieldsOf, parseTags } from './record.ts'
import type { FieldValue, Subscriber } from './subscriber.ts'

/** Programs whose exports are recognised, by columns that only they have. */
export type Program = 'pressrun' | 'mailchimp' | 'listmonk' | ''

export interface Origin {
  readonly program: Program
  readonly subscriber: Subscriber
  readonly state: 'pending' | 'active' | 'unsubscribed' | 'bounced' | 'complained'
  /** Milliseconds since 1970, where it is said. */
  readonly since?: number
  /** Proof that they agreed, as that program has it. */
  readonly proof?: Readonly<Record<string, string>>
}

type Fields = Readonly<Record<string, FieldValue>>

/** @returns a clause where the row says what nobody knows. */
export function originOf(subscriber: Subscriber): Origin | { readonly reason: string } {
  const { fields } = subscriber
  if ('pressrun_state' in fields) return ours(subscriber)
  if ('leid' in fields && 'euid' in fields) return mailchimp(subscriber)
  if ('uuid' in fields && 'status' in fields && ('attributes' in fields || 'attribs' in fields))
    return listmonk(subscriber)
  return { program: '', subscriber, state: 'active' }
}

/** The columns that an export of ours has beside the reader's own. */
export const EXPORT_COLUMNS = ['pressrun_state', 'pressrun_since'] as const

const OUR_STATES = ['pending', 'active', 'unsubscribed', 'bounced', 'complained'] as const

function ours(subscriber: Subscriber): Origin | { readonly reason: string } {
  const { pressrun_state, pressrun_since } = subscriber.fields
  const state = OUR_STATES.find((one) => one === pressrun_state)
  if (!state) return { reason: `"pressrun_state" is none of ${OUR_STATES.join(', ')}` }
  return {
    program: 'pressrun',
    subscriber: without(subscriber, EXPORT_COLUMNS),
    state,
    ...sinceOf(pressrun_since),
  }
}

const MAILCHIMP_COLUMNS = [
  'member_rating',
  'optin_time',
  'optin_ip',
  'confirm_time',
  'confirm_ip',
  'latitude',
  'longitude',
  'gmtoff',
  'dstoff',
  'last_changed',
  'leid',
  'euid',
  'unsub_time',
  'unsub_campaign_title',
  'unsub_campaign_id',
  'unsub_reason',
  'unsub_reason_other',
  'clean_time',
  'clean_campaign_title',
  'clean_campaign_id',
]

/** Mailchimp writes three files: subscribed, unsubscribed and cleaned members. */
function mailchimp(subscriber: Subscriber): Origin {
  const { fields } = subscriber
  const said = (column: string) => textOf(fields[column])
  const state = said('clean_time')
    ? 'bounced'
    : said('unsub_time') || 'unsub_reason' in fields
      ? 'unsubscribed'
      : 'active'
  const left = said('clean_time') || said('unsub_time')
  return {
    program: 'mailchimp',
    subscriber: without(subscriber, MAILCHIMP_COLUMNS),
    state,
    ...sinceOf(left || said('confirm_time') || said('optin_time'), 'UTC'),
    ...proofOf(fields, ['optin_time', 'optin_ip', 'confirm_time', 'confirm_ip']),
  }
}

const LISTMONK_COLUMNS = [
  'uuid',
  'status',
  'attributes',
  'attribs',
  'created_at',
  'updated_at',
  'id',
  'lists',
]
const LISTMONK_STATES: Readonly<Record<string, Origin['state']>> = {
  enabled: 'active',
  disabled: 'unsubscribed',
  blocklisted: 'unsubscribed',
  blacklisted: 'unsubscribed',
}

function listmonk(subscriber: Subscriber): Origin | { readonly reason: string } {
  const { fields } = subscriber
  const state = LISTMONK_STATES[textOf(fields.status)]
  if (!state) return { reason: '"status" is none of enabled, disabled, blocklisted' }
  const attributes = attributesOf(fields.attributes ?? fields.attribs ?? null)
  if (!attributes) return { reason: '"attributes" is not JSON' }
  const bare = without(subscriber, LISTMONK_COLUMNS)
  const { lang, language, tags, ...rest } = attributes
  const read = fieldsOf(rest)
  if ('reason' in read) return { reason: `in "attributes", ${read.reason}` }
  return {
    program: 'listmonk',
    subscriber: {
      ...bare,
      lang: bare.lang || languageOf(textOf(lang ?? language)),
      tags: [...new Set([...bare.tags, ...parseTags(tags)])],
      fields: { ...bare.fields, ...read.fields },
    },
    state,
    ...sinceOf(fields.created_at, 'UTC'),
    ...proofOf(fields, ['created_at', 'uuid']),
  }
}

function attributesOf(value: FieldValue): Record<string, FieldValue> | undefined {
  let data: unknown = value
  try {
    if (typeof value === 'string') data = value.trim() === '' ? {} : JSON.parse(value)
  } catch {
    return undefined
  }
  if (data === null) return {}
  if (typeof data !== 'object' || Array.isArray(data)) return undefined
  return Object.fromEntries(
    Object.entries(data as Record<string, FieldValue>).map(([key, inner]) => [
      snakeName(key),
      inner,
    ]),
  )
}

function without(subscriber: Subscriber, columns: readonly string[]): Subscriber {
  const fields = Object.fromEntries(
    Object.entries(subscriber.fields).filter(([key]) => !columns.includes(key)),
  )
  return { ...subscriber, fields }
}

function proofOf(fields: Fields, columns: readonly string[]) {
  const said = columns.flatMap((column) => {
    const text = textOf(fields[column])
    return text === '' ? [] : [[column, text] as const]
  })
  return said.length > 0 ? { proof: Object.fromEntries(said) } : {}
}

const textOf = (value: FieldValue | undefined): string =>
  typeof value === 'string' ? value.trim() : ''

/** @param zone where a time is said without one. */
function sinceOf(value: FieldValue | undefined, zone: 'UTC' | '' = ''): { since?: number } {
  const text = textOf(value).replace(' ', 'T')
  const bare = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
  const time = Date.parse(bare && zone === 'UTC' ? `${text}Z` : text)
  return Number.isNaN(time) ? {} : { since: time }
}
