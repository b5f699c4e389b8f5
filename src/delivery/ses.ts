// Amazon SES as a transport, through nodemailer's and AWS's own client, which whoever wants it installs. One HTTPS
// request for each message; the client's own retries are off, because a request that went wrong may have arrived.

import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTransport } from 'nodemailer'
import { PressrunError } from '../problem.ts'
import { handOverLane, type Taker } from './hand-over.ts'
import type { Outcome, Transport } from './transport.ts'

type Sdk = typeof import('@aws-sdk/client-sesv2')

export interface SesAccount {
  /** AWS's own settings decide where nothing is said, as with the credentials. */
  readonly region?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Of a private endpoint. */
  readonly endpoint?: string
  readonly configurationSet?: string
}

export interface SesSettings {
  /** What outcomes call it. */
  readonly name?: string
  /** Requests at once. */
  readonly lanes?: number
  /** Milliseconds until a request is given up. */
  readonly patience?: number
}

const PACKAGE = '@aws-sdk/client-sesv2'
const PATIENCE_MS = 120_000
/** For AWS's client to say itself that nothing came. */
const GRACE_MS = 1000

/**
 * Where AWS's client is installed.
 * @param folders where to look for it, beside Pressrun's own.
 * @throws PressrunError `config` where it is not.
 */
export function sesSdk(folders: readonly string[], own = import.meta.url): () => Promise<Sdk> {
  for (const from of [own, ...folders.map((folder) => pathToFileURL(join(folder, 'x.js')).href)])
    try {
      const path = createRequire(from).resolve(PACKAGE)
      return () => import(pathToFileURL(path).href)
    } catch {}
  throw new PressrunError({
    code: 'config',
    message: `sending through Amazon SES needs the package ${PACKAGE}, which is not installed`,
    mend: `Install it with: npm install ${PACKAGE}`,
  })
}

export function sesTransport(
  account: SesAccount,
  sdk: () => Promise<Sdk>,
  { name = 'ses', lanes = 4, patience = PATIENCE_MS }: SesSettings = {},
): Transport {
  let opened: ReturnType<typeof open> | undefined
  const session = () => {
    opened ??= open(account, sdk, patience)
    return opened
  }
  const taker: Taker = {
    async ready() {
      try {
        const { client } = await session()
        // What is missing is known before anything is sent.
        await client.config.credentials()
        await client.config.region()
        return undefined
      } catch (error) {
        return { kind: 'sender', problem: said(error), relay: name }
      }
    },
    async take({ envelope, bytes }) {
      const { configurationSet } = account
      const ses = {
        FromEmailAddress: envelope.from,
        ...(configurationSet ? { ConfigurationSetName: configurationSet } : {}),
      }
      try {
        const { mailer } = await session()
        const { response } = await mailer.sendMail({ envelope: { ...envelope }, raw: bytes, ses })
        return { kind: 'accepted', reply: { code: 250, text: response }, relay: name }
      } catch (error) {
        return sesOutcome(error, name)
      }
    },
  }

  return {
    name,
    lanes,
    open: () => handOverLane(name, taker, patience + GRACE_MS),
    async verify() {
      try {
        const { client, mailer } = await session()
        await mailer.verify()
        const region = await client.config.region()
        return { ok: true, detail: `Amazon SES in ${region}: encrypted, the credentials are taken` }
      } catch (error) {
        return { ok: false, detail: said(error) }
      }
    },
    async close() {
      if (opened) (await opened.catch(() => undefined))?.client.destroy()
    },
  }
}

async function open(account: SesAccount, sdk: () => Promise<Sdk>, patience: number) {
  const { SESv2Client, SendEmailCommand } = await sdk()
  const { region, credentials, endpoint } = account
  const client = new SESv2Client({
    ...(region ? { region } : {}),
    ...(credentials ? { credentials } : {}),
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    requestHandler: { requestTimeout: patience, throwOnRequestTimeout: true },
  })
  // AWS's types and nodemailer's do not say the same of what may be left out.
  const SES = { sesClient: client, SendEmailCommand }
  return { client, mailer: createTransport({ SES } as never) }
}

/** Of the answers with status 400, those that are about the sender. */
const SENDERS_ERRORS = [
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'SendingPausedException',
  'LimitExceededException',
]
/** No connection came about. */
const UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_TLS_.*|CERT_.*|.*_SELF_SIGNED_CERT.*|UNABLE_TO_.*)$/

interface AwsError extends Error {
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** What an answer of SES means for whom; without an answer nobody knows. */
export function sesOutcome(error: unknown, relay: string): Outcome {
  const { name, code = '', $metadata } = error as AwsError
  const status = $metadata?.httpStatusCode
  const problem = said(error)
  if (status === undefined) {
    const begun = name !== 'CredentialsProviderError' && !UNREACHABLE.test(code)
    return { kind: begun ? 'lost' : 'sender', problem, relay }
  }
  const text = problem.slice(0, 500)
  if (status >= 500 && status !== 503) return { kind: 'lost', problem, relay }
  const isSenders =
    [401, 403, 404, 429, 503].includes(status) ||
    SENDERS_ERRORS.includes(name) ||
    // `MessageRejected` is also what SES calls a From address that nobody has verified.
    /not verified/i.test(problem)
  if (isSenders) return { kind: 'sender', problem, relay }
  return { kind: 'refused', reply: { code: 554, text }, relay }
}

function said(error: unknown): string {
  const { name, message } = error as Error
  const line = message.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim()
  if (line === '' || line === 'UnknownError') return `Amazon SES: ${name}`
  return `Amazon SES: ${line}${name === 'Error' ? '' : ` (${name})`}`
}
