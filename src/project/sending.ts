// The part of newsletter.yaml that is about sending: limits, relays, envelope sender, DKIM. No password stands in
// it: addresses of mail servers and keys come from the environment.

import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { PressrunError } from '../problem.ts'
import { address, line } from './fields.ts'
import { defined, domainKey, limits, limitsOf, ratesOf, relayLimits } from './limits.ts'
import { type Address, parseAddress } from './mailbox.ts'
import type { Dkim, Project, Relay } from './project.ts'
import { says } from './validate.ts'
import type { YamlFile } from './yaml.ts'

/** Which kinds of relay a key belongs to. */
const BELONGS = { region: 'ses', path: 'sendmail', folder: 'outbox' } as const

const relay = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]{0,30}$/,
        says(
          '% is not a name for a relay',
          'Use small letters, digits and hyphens: main, backup-2.',
        ),
      )
      .describe('What reports call it; PRESSRUN_SMTP_URL_<NAME> holds its address.'),
    kind: z
      .enum(['smtp', 'ses', 'sendmail', 'outbox'])
      .describe('A mail server (smtp, the default), Amazon SES, a sendmail program, a folder.')
      .optional(),
    weight: z
      .number()
      .min(0)
      .max(1000)
      .describe('Its share of the messages; 0 is only while the others are in trouble.')
      .optional(),
    limits: relayLimits
      .describe('How fast this relay may be given messages, beside the limits of all together.')
      .optional(),
    region: line('Of ses: the AWS region.').optional(),
    path: line('Of sendmail: the program; /usr/sbin/sendmail where nothing is said.').optional(),
    folder: line('Of outbox: where .eml files are put.').optional(),
  })
  .superRefine((value, context) => {
    for (const [key, kind] of Object.entries(BELONGS))
      if (value[key as keyof typeof BELONGS] !== undefined && value.kind !== kind)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: says(`% is for relays of kind ${kind}`, `Write kind: ${kind}, or remove it.`),
        })
    if (value.kind === 'outbox' && value.folder === undefined)
      context.addIssue({
        code: 'custom',
        path: ['kind'],
        message: says('an outbox needs a folder', 'Add folder: outbox.'),
      })
  })

const relays = z
  .array(relay)
  .min(1)
  .superRefine((list, context) => {
    list.forEach(({ name }, index) => {
      if (list.findIndex((other) => other.name === name) < index)
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: says('% is there twice', 'Give each relay a name of its own.'),
        })
    })
  })

const DSN_ON = z.enum(['failure', 'delay', 'success'])

const dkim = z.strictObject({
  selector: z
    .string()
    .regex(
      /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i,
      says('% is not a DKIM selector', 'Use letters, digits and hyphens: news.'),
    )
    .describe('Which key: its public half is at <selector>._domainkey.<domain> in DNS.'),
  domain: z
    .string()
    .refine(
      (text) => text !== '*' && domainKey(text) !== undefined,
      says('% is not a domain', 'Write one as example.com.'),
    )
    .describe('Who signs: the domain of the From address where nothing is said.')
    .optional(),
  'key-file': line('The private key; PRESSRUN_DKIM_KEY_FILE wins over it.').optional(),
})

/** These keys of newsletter.yaml. */
export const sendingKeys = {
  limits: limits.describe('How fast to send.').optional(),
  relays: relays
    .describe('Whom messages are handed to, where it is more than one server.')
    .optional(),
  'envelope-sender': address(
    'Where bounces go; the From address where nothing is said.',
  ).optional(),
  verp: z
    .boolean()
    .describe('An envelope sender for each reader, as bounces+token@example.com.')
    .optional(),
  dsn: z
    .union([z.literal('never'), z.array(DSN_ON).min(1)])
    .describe(
      'What mail servers are asked to report to the envelope sender: failure, delay, success.',
    )
    .optional(),
  dkim: dkim.describe('The signature of every letter.').optional(),
}

const sendingSchema = z.strictObject(sendingKeys)
type Sending = z.output<typeof sendingSchema>
type SendingPart = Pick<Project, 'limits' | 'relays' | 'envelopeSender' | 'verp' | 'dsn' | 'dkim'>

/**
 * @param root of the project, absolute.
 * @param from the From address.
 * @param timezone of the publication: whose days a warm-up goes by.
 * @throws PressrunError `schema`
 */
export function sendingOf(
  config: Sending,
  { root, from, timezone, yaml }: { root: string; from: string; timezone: string; yaml: YamlFile },
): SendingPart {
  const { verp = false, dsn } = config
  const sender = parseAddress(config['envelope-sender'] ?? from) as Address
  if (verp || config['envelope-sender'] !== undefined) checkSender(sender, verp, yaml)
  return {
    limits: limitsOf(config.limits ?? {}, timezone),
    relays: (config.relays ?? [{ name: 'smtp' }]).map((one) => relayOf(one, root, timezone)),
    ...(config['envelope-sender'] === undefined ? {} : { envelopeSender: sender.address }),
    verp,
    ...(dsn === undefined ? {} : { dsn: dsn === 'never' ? [] : dsn }),
    ...(config.dkim ? { dkim: dkimOf(config.dkim, root, from) } : {}),
  }
}

/** RFC 5321 §4.5.3.1.1, less `+` and the token that names a reader (`delivery/envelope-sender.ts`). */
const MAX_VERP_LOCAL = 64 - 33

function checkSender({ local, needsSmtpUtf8 }: Address, verp: boolean, yaml: YamlFile): void {
  const refuse = (message: string, mend: string) =>
    new PressrunError({ code: 'schema', message, mend, ...yaml.placeOf(['envelope-sender']) })
  if (needsSmtpUtf8)
    throw refuse(
      'the envelope sender has characters that not every mail server takes',
      'Use an address in ASCII.',
    )
  if (verp && (local.length > MAX_VERP_LOCAL || local.startsWith('"')))
    throw refuse(
      `before the @ the envelope sender has no room for a token (${MAX_VERP_LOCAL} characters at most)`,
      'Write a short one, such as envelope-sender: bounces@example.com.',
    )
}

const below = (root: string, path: string) => (isAbsolute(path) ? path : join(root, path))

function relayOf(
  { name, kind = 'smtp', weight = 1, ...rest }: z.output<typeof relay>,
  root: string,
  timezone: string,
): Relay {
  const { limits, region, path, folder } = rest
  return {
    name,
    kind,
    weight,
    ...(limits ? { limits: ratesOf(limits, timezone) } : {}),
    ...defined({ region, path, folder: folder === undefined ? undefined : below(root, folder) }),
  }
}

function dkimOf(config: z.output<typeof dkim>, root: string, from: string): Dkim {
  const keyFile = config['key-file']
  return {
    domain: domainKey(config.domain ?? from.slice(from.lastIndexOf('@') + 1)) as string,
    selector: config.selector,
    ...(keyFile === undefined ? {} : { keyFile: below(root, keyFile) }),
  }
}
