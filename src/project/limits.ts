// The part of newsletter.yaml that says how fast to send: for the sender as a whole, to each receiving domain, through
// each relay, and how an address that is new to mail servers is warmed up.

import { z } from 'zod'
import { date } from './fields.ts'
import { parseAddress } from './mailbox.ts'
import type { DomainLimits, Limits, Rates, WarmUp } from './project.ts'
import { says } from './validate.ts'

const count = (description: string, most = Number.MAX_SAFE_INTEGER) =>
  z.int().min(1).max(most).describe(description).optional()
/** More sockets than any relay wants, and fewer than a machine may have. */
const MOST_CONNECTIONS = 500
const rate = (description: string) => z.number().positive().describe(description).optional()

const positive = (description: string) => z.int().min(1).describe(description)

const warmUp = z
  .strictObject({
    start: date(
      'The first day, in the publication’s time zone; one in the past goes on at its day.',
    ),
    'first-day': positive('Messages on the first day, and before it.'),
    growth: z
      .number()
      .refine(
        (growth) => growth > 1 && growth <= 10,
        says(
          '% has to be more than 1, or no day would allow more than the day before, and 10 at most',
          'Write 1.5: each day half as much again.',
        ),
      )
      .describe('Each day so many times as many as the day before; 1.5 where nothing is said.')
      .optional(),
    target: positive('The plan is over from the day that would allow so many.'),
  })
  .superRefine((plan, context) => {
    if (plan.target <= plan['first-day'])
      context.addIssue({
        code: 'custom',
        path: ['target'],
        message: says(
          '% is reached on the first day already',
          'Write how many a day you will send in the end: more than first-day.',
        ),
      })
  })

const rates = {
  'per-second': rate('Messages a second at most.'),
  'per-minute': count('Messages a minute at most.'),
  'per-hour': count('Messages an hour at most.'),
  'per-day': count('Messages in any 24 hours at most.'),
  'warm-up': warmUp
    .describe('Few messages a day at first, and more each day, for an address that is new.')
    .optional(),
}

/** A domain in lower-case A-labels, or `*`; undefined for what is neither. */
export function domainKey(text: string): string | undefined {
  if (text === '*') return text
  const parsed = parseAddress(`x@${text}`)
  return 'problem' in parsed ? undefined : parsed.domain
}

const domains = z
  .record(
    z.string(),
    z.strictObject({
      connections: count('Messages to this domain on their way at once.'),
      'per-second': rate('Messages a second to this domain at most; 0.5 is one in two seconds.'),
    }),
  )
  .superRefine((record, context) => {
    for (const key of Object.keys(record))
      if (domainKey(key) === undefined)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: says('% is not a domain', 'Write one as gmail.com, or "*" for all others.'),
        })
  })

export const limits = z.strictObject({
  connections: count(
    'Connections at once, to each relay; 5 where nothing is said.',
    MOST_CONNECTIONS,
  ),
  'messages-per-connection': count('Messages on one connection; 100 where nothing is said.'),
  ...rates,
  domains: domains.describe('Limits for receiving domains.').optional(),
})

/** What a relay may be limited to. */
export const relayLimits = z.strictObject(rates)

export const defined = <T extends object>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

/** @param timezone of the publication */
export function ratesOf(config: z.output<typeof relayLimits>, timezone: string): Rates {
  const plan = config['warm-up']
  return defined({
    perSecond: config['per-second'],
    perMinute: config['per-minute'],
    perHour: config['per-hour'],
    perDay: config['per-day'],
    warmUp: plan && warmUpOf(plan, timezone),
  })
}

const warmUpOf = (
  { start, growth = 1.5, target, ...plan }: z.output<typeof warmUp>,
  timezone: string,
): WarmUp => ({ start, firstDay: plan['first-day'], growth, target, timezone })

/** @param timezone of the publication */
export function limitsOf(config: z.output<typeof limits>, timezone: string): Limits {
  const byDomain = Object.entries(config.domains ?? {}).map(
    ([domain, { connections, 'per-second': perSecond }]): [string, DomainLimits] => [
      domainKey(domain) as string,
      defined({ connections, perSecond }),
    ],
  )
  return {
    connections: config.connections ?? 5,
    messagesPerConnection: config['messages-per-connection'] ?? 100,
    ...ratesOf(config, timezone),
    ...(byDomain.length > 0 ? { domains: Object.fromEntries(byDomain) } : {}),
  }
}
