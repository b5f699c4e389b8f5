// Access tokens for OAuth2: the one that is configured, or those that a refresh token fetches. One source for all
// connections to a server, so that a token is asked for once. The asking is nodemailer's.

import XOAuth2 from 'nodemailer/lib/xoauth2'
import type { OAuth2Login } from './server.ts'

/**
 * @param renew the last token was refused.
 * @returns what AUTH XOAUTH2 sends, in base64.
 * @throws Error whose message is what the token endpoint said.
 */
export type TokenSource = (renew: boolean) => Promise<string>

export function tokenSource(login: OAuth2Login): TokenSource {
  const { user, accessToken, refreshToken, clientId, clientSecret, tokenUrl } = login
  const source = new XOAuth2({
    user,
    accessToken,
    refreshToken,
    clientId,
    clientSecret,
    accessUrl: tokenUrl,
  })
  return (renew) =>
    new Promise((resolve, reject) => {
      source.getToken(renew, (error, token) =>
        error ? reject(error) : resolve(source.buildXOAuth2Token(token)),
      )
    })
}
