// Where a relay's messages go, read from newsletter.yaml and the environment: a mail server, Amazon SES, a sendmail
// program, a folder. No message ever shows an address from the environment: there is a password in it.

import { resolve } from 'node:path'
import { PressrunError } from '../problem.ts'
import type { Project, Relay } from '../project/project.ts'
import type { SesAccount } from './ses.ts'
import { type SmtpServer, smtpServer } from './smtp/server.ts'

export type Target =
  | { readonly kind: 'smtp'; readonly server: SmtpServer }
  | { readonly kind: 'ses'; readonly account: SesAccount }
  | { readonly kind: 'sendmail'; readonly path?: string }
  | { readonly kind: 'outbox'; readonly folder: string }

/** `PRESSRUN_SMTP_URL_BACKUP_2` for `backup-2`. */
export const relayVariable = (name: string): string =>
  `PRESSRUN_SMTP_URL_${name.toUpperCase().replaceAll('-', '_')}`

/** @throws PressrunError `config` */
export function relayTarget(
  relay: Relay,
  { relays, secrets, root }: Pick<Project, 'relays' | 'secrets' | 'root'>,
): Target {
  const { name, kind, region, path, folder } = relay
  if (kind === 'outbox') return { kind, folder: folder as string }
  if (kind === 'sendmail') return { kind, ...(path ? { path } : {}) }
  const own = relayVariable(name)
  const ownAddress = secrets.smtpUrls?.[own]
  const alone = relays.length === 1
  const variable = ownAddress === undefined && alone ? 'PRESSRUN_SMTP_URL' : own
  const address = ownAddress ?? (alone ? secrets.smtpUrl : undefined)
  if (kind === 'ses') {
    const named = region ? { region } : {}
    if (address === undefined || !address.startsWith('ses:')) return { kind, account: named }
    return { kind, account: { ...named, ...sesAccount(address, variable) } }
  }
  if (address === undefined)
    throw new PressrunError({
      code: 'config',
      message: alone
        ? 'no mail server is configured, so nothing is sent'
        : `no mail server is configured for the relay "${name}", so nothing is sent`,
      mend: `Set ${variable}=smtp://user:password@host:587 in .env or the environment.`,
    })
  return targetOf(address, variable, root)
}

/**
 * @param address `smtp://…`, `smtps://…`, `ses://region`, `sendmail:/usr/sbin/sendmail`, `outbox:folder`.
 * @param variable where it stands.
 * @param root what a folder is relative to.
 */
export function targetOf(address: string, variable: string, root: string): Target {
  const [, scheme = '', rest = ''] = /^([a-z]+):(.*)$/is.exec(address) ?? []
  const path = decoded(rest.replace(/^\/\/(?=\/|$)/, ''), variable)
  switch (scheme.toLowerCase()) {
    case 'ses':
      return { kind: 'ses', account: sesAccount(address, variable) }
    case 'sendmail':
      return { kind: 'sendmail', ...(path ? { path } : {}) }
    case 'outbox':
      if (path === '' || path.startsWith('//'))
        throw refuse(variable, 'names no folder', 'Write it as outbox:folder.')
      return { kind: 'outbox', folder: resolve(root, path) }
    default:
      return { kind: 'smtp', server: smtpServer(address, variable) }
  }
}

const SES_PARAMETERS = ['endpoint', 'configuration-set']

/** `ses://key-id:secret@region?configuration-set=name` */
function sesAccount(address: string, variable: string): SesAccount {
  const url = URL.parse(address)
  const form = 'Write it as ses://eu-west-1 or ses://KEY-ID:SECRET@eu-west-1.'
  if (!url || !/^([a-z0-9-]+)?$/.test(url.hostname))
    throw refuse(variable, 'is no address of Amazon SES', form)
  const unknown = [...url.searchParams.keys()].find((name) => !SES_PARAMETERS.includes(name))
  if (unknown !== undefined)
    throw refuse(
      variable,
      'has a parameter that is not known',
      `Known are: ${SES_PARAMETERS.join(', ')}.`,
    )
  const accessKeyId = decoded(url.username, variable)
  const secretAccessKey = decoded(url.password, variable)
  if ((accessKeyId === '') !== (secretAccessKey === ''))
    throw refuse(variable, 'holds half of a pair of keys', form)
  const endpoint = url.searchParams.get('endpoint') || undefined
  if (endpoint !== undefined && !URL.canParse(endpoint))
    throw refuse(variable, 'has an endpoint that is no address', 'Write it whole, with https://.')
  const configurationSet = url.searchParams.get('configuration-set') || undefined
  return {
    ...(url.hostname ? { region: url.hostname } : {}),
    ...(accessKeyId ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(configurationSet ? { configurationSet } : {}),
  }
}

function decoded(text: string, variable: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse(variable, 'has a % that stands for nothing', 'Write % itself as %25.')
  }
}

const refuse = (variable: string, message: string, mend: string) =>
  new PressrunError({ code: 'config', message: `${variable} ${message}`, mend })
