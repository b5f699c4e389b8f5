// Who we are, said to a server: AUTH (RFC 4954) with PLAIN, LOGIN, CRAM-MD5 or XOAUTH2. What the server answers is
// passed on without what it was told.

import { createHmac } from 'node:crypto'
import type { Reply } from '../transport.ts'
import type { TokenSource } from './oauth2.ts'
import { type RawReply, replyOf, replyText } from './reply.ts'
import type { Login, OAuth2Login, PasswordLogin } from './server.ts'

/** Sends one line and hears what is answered. */
export type Ask = (line: string) => Promise<RawReply>

/** The server did not let us in. The message is a sentence about it, with no full stop. */
export class LoginRefused extends Error {
  readonly reply: Reply | undefined

  constructor(message: string, reply?: Reply) {
    super(message)
    this.reply = reply
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** In the order in which they are chosen. */
const MECHANISMS: Record<string, (ask: Ask, login: PasswordLogin) => Promise<RawReply>> = {
  PLAIN: (ask, { user, password }) => ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`),
  LOGIN: async (ask, { user, password }) => {
    const asked = await ask('AUTH LOGIN')
    if (asked.code !== 334) return asked
    const named = await ask(base64(user))
    return named.code === 334 ? ask(base64(password)) : named
  },
  'CRAM-MD5': async (ask, { user, password }) => {
    const challenge = await ask('AUTH CRAM-MD5')
    if (challenge.code !== 334) return challenge
    const text = Buffer.from(challenge.lines[0] ?? '', 'base64')
    const digest = createHmac('md5', password).update(text).digest('hex')
    return ask(base64(`${user} ${digest}`))
  },
}

/**
 * @param offered the mechanisms of the server.
 * @returns the mechanism that let us in.
 * @throws LoginRefused, and whatever `ask` throws.
 */
export async function logIn(
  ask: Ask,
  login: Login,
  offered: readonly string[],
  tokens: TokenSource | undefined,
): Promise<string> {
  if (offered.length === 0) throw new LoginRefused('takes no login here, but a user is configured')
  if (login.kind === 'oauth2') return withToken(ask, login, offered, tokens as TokenSource)
  const mechanism = Object.keys(MECHANISMS).find((name) => offered.includes(name))
  const attempt = mechanism === undefined ? undefined : MECHANISMS[mechanism]
  if (mechanism === undefined || attempt === undefined)
    throw new LoginRefused(`takes no password, only ${offered.join(', ')}`)
  const answer = await attempt(ask, login)
  if (isYes(answer)) return mechanism
  throw refused(answer, [
    login.password,
    base64(login.password),
    base64(`\0${login.user}\0${login.password}`),
  ])
}

async function withToken(
  ask: Ask,
  login: OAuth2Login,
  offered: readonly string[],
  tokens: TokenSource,
): Promise<string> {
  if (!offered.includes('XOAUTH2'))
    throw new LoginRefused(`takes no OAuth2 token, only ${offered.join(', ')}`)
  const { user, accessToken = '', refreshToken = '', clientSecret = '' } = login
  const secrets = [accessToken, refreshToken, clientSecret]
  for (let renew = false; ; renew = true) {
    let token: string
    try {
      token = await tokens(renew)
    } catch (error) {
      const said = hide((error as Error).message.split('\n')[0] as string, secrets)
      throw new LoginRefused(`is not asked: no OAuth2 token for ${user} was to be had (${said})`)
    }
    let answer = await ask(`AUTH XOAUTH2 ${token}`)
    if (isYes(answer)) return 'XOAUTH2'
    // 334 explains in JSON what was wrong; an empty line ends it.
    if (answer.code === 334) answer = await ask('')
    const [, bearer = ''] =
      /auth=Bearer ([^\u0001]*)/.exec(Buffer.from(token, 'base64').toString()) ?? []
    if (renew) throw refused(answer, [...secrets, token, bearer])
  }
}

const isYes = ({ code }: RawReply) => code >= 200 && code < 300

function refused(answer: RawReply, secrets: readonly string[]): LoginRefused {
  const reply = replyOf(answer)
  const shown = { ...reply, text: hide(reply.text, secrets) }
  return new LoginRefused(`did not let us in: ${replyText(shown)}`, shown)
}

/** A server may repeat what it was told. */
const hide = (text: string, secrets: readonly string[]) =>
  secrets
    .filter((secret) => secret !== '')
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
