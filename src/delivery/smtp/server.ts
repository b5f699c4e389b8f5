// A mail server as its address says: `smtp://user:password@host:587?name=value`. Where it is, how the connection
// is kept private, who logs in. No message ever shows the address itself: there is a password in it.

import { readFileSync } from 'node:fs'
import { PressrunError } from '../../problem.ts'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  readonly encryption: Encryption
  /** False: encrypted, but to whom nobody knows. */
  readonly verify: boolean
  /** Certificates, in PEM, of those who vouch for the server, beside the ones that Node knows. */
  readonly ca?: string
  readonly login?: Login
  /** How to greet it: our own name. */
  readonly clientName?: string
}

export type Encryption =
  | 'implicit' // TLS from the first octet
  | 'required' // STARTTLS, or nothing is sent
  | 'optional' // STARTTLS where it is offered
  | 'off'

export type Login = PasswordLogin | OAuth2Login

export interface PasswordLogin {
  readonly kind: 'password'
  readonly user: string
  readonly password: string
}

export interface OAuth2Login {
  readonly kind: 'oauth2'
  readonly user: string
  readonly accessToken?: string
  /** With this a new access token is asked for at `tokenUrl`. */
  readonly refreshToken?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly tokenUrl?: string
}

const PARAMETERS = [
  'tls',
  'ca',
  'name',
  'oauth2-token',
  'oauth2-refresh-token',
  'oauth2-client-id',
  'oauth2-client-secret',
  'oauth2-token-url',
]

/**
 * @param variable where the address stands: `PRESSRUN_SMTP_URL`.
 * @param read the text of a file, for `ca`.
 * @throws PressrunError `config`
 */
export function smtpServer(
  address: string,
  variable: string,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): SmtpServer {
  const refuse = (message: string, mend: string) =>
    new PressrunError({ code: 'config', message: `${variable} ${message}`, mend })
  const url = URL.parse(address)
  const implicit = url?.protocol === 'smtps:'
  if (!url || (!implicit && url.protocol !== 'smtp:') || url.hostname === '')
    throw refuse(
      'is not an SMTP address',
      'Write it as smtp://user:password@host:587 or smtps://user:password@host:465; in user and password write @ as %40, / as %2F and : as %3A.',
    )
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown !== undefined)
    throw refuse('has a parameter that is not known', `Known are: ${PARAMETERS.join(', ')}.`)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const parameter = (name: string) => url.searchParams.get(name) || undefined
  const tls = parameter('tls') ?? (implicit || !isLoopback(host) ? 'required' : 'optional')
  const choices = implicit
    ? ['required', 'unverified']
    : ['required', 'unverified', 'optional', 'off']
  if (!choices.includes(tls))
    throw refuse('has no such tls', `tls is one of: ${choices.join(', ')}.`)
  const clientName = parameter('name')
  if (clientName !== undefined && !/^[\w.:[\]-]{1,255}$/.test(clientName))
    throw refuse('has a name that is no host name', 'Write name=mail.example.com.')
  const caFile = parameter('ca')
  let ca: string | undefined
  try {
    ca = caFile && read(caFile)
  } catch {
    throw refuse('names a ca file that cannot be read', 'Write ca=/path/to/certificates.pem.')
  }
  const login = loginOf(url, parameter, refuse)
  return {
    host,
    port: Number(url.port) || (implicit ? 465 : 587),
    encryption: implicit ? 'implicit' : tls === 'unverified' ? 'required' : (tls as Encryption),
    verify: tls === 'required',
    ...(ca ? { ca } : {}),
    ...(login ? { login } : {}),
    ...(clientName ? { clientName } : {}),
  }
}

function loginOf(
  url: URL,
  parameter: (name: string) => string | undefined,
  refuse: (message: string, mend: string) => PressrunError,
): Login | undefined {
  const decoded = (text: string) => {
    try {
      return decodeURIComponent(text)
    } catch {
      throw refuse('has a % that stands for nothing', 'Write % itself as %25.')
    }
  }
  const user = decoded(url.username)
  const password = decoded(url.password)
  const optional = {
    accessToken: parameter('oauth2-token'),
    refreshToken: parameter('oauth2-refresh-token'),
    clientId: parameter('oauth2-client-id'),
    clientSecret: parameter('oauth2-client-secret'),
    tokenUrl: parameter('oauth2-token-url'),
  }
  const oauth2 = Object.fromEntries(
    Object.entries(optional).filter(([, value]) => value !== undefined),
  ) as Partial<OAuth2Login>
  if (Object.keys(oauth2).length > 0) {
    if (user === '')
      throw refuse('names no user', 'Write it as smtp://user@host:587?oauth2-token=…')
    if (oauth2.accessToken === undefined && oauth2.refreshToken === undefined)
      throw refuse('holds no OAuth2 token', 'Add oauth2-token or oauth2-refresh-token.')
    if (oauth2.tokenUrl !== undefined && !URL.canParse(oauth2.tokenUrl))
      throw refuse('has an oauth2-token-url that is no address', 'Write it whole, with https://.')
    return { kind: 'oauth2', user, ...oauth2 }
  }
  if (user === '' && password === '') return undefined
  if (user === '' || password === '')
    throw refuse(
      `holds a ${user === '' ? 'password without a user' : 'user without a password'}`,
      'Write both, or neither: smtp://user:password@host:587.',
    )
  if (`${user}${password}`.includes('\0'))
    throw refuse('holds a NUL character', 'Write user and password without it.')
  return { kind: 'password', user, password }
}

/** The connection does not leave the machine. */
export const isLoopback = (host: string): boolean =>
  /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|::1)$/i.test(host)

/** As it is named in messages. */
export const serverName = ({ host, port }: SmtpServer): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`
