// What a server offers, as its reply to EHLO says (RFC 5321 section 4.1.1.1). A server that knows only HELO offers
// nothing.

export interface Capabilities {
  /** RFC 2920: commands may be sent before the earlier ones are answered. */
  readonly pipelining: boolean
  /** RFC 6152 */
  readonly eightBitMime: boolean
  /** RFC 6531 */
  readonly smtpUtf8: boolean
  /** RFC 3461 */
  readonly dsn: boolean
  /** RFC 3207 */
  readonly startTls: boolean
  /** RFC 1870 */
  readonly takesSize: boolean
  /** Octets of the largest message; absent where there is no limit. */
  readonly maxSize?: number
  /** SASL mechanisms, in the server's order, in capitals. */
  readonly logins: readonly string[]
}

export const NO_CAPABILITIES: Capabilities = capabilitiesOf([])

/** @param lines of the reply to EHLO, the first of which is a greeting. */
export function capabilitiesOf(lines: readonly string[]): Capabilities {
  const offers = new Map<string, string>()
  const logins = new Set<string>()
  for (const line of lines.slice(1)) {
    const [, keyword = '', rest = ''] = /^([A-Za-z0-9-]+)(?:[ =](.*))?$/.exec(line.trim()) ?? []
    const name = keyword.toUpperCase()
    offers.set(name, rest)
    // `AUTH=LOGIN` is how servers said it before RFC 2554.
    if (name === 'AUTH')
      for (const mechanism of rest.split(/[ =]+/))
        if (mechanism) logins.add(mechanism.toUpperCase())
  }
  const size = Number(offers.get('SIZE'))
  return {
    pipelining: offers.has('PIPELINING'),
    eightBitMime: offers.has('8BITMIME'),
    smtpUtf8: offers.has('SMTPUTF8'),
    dsn: offers.has('DSN'),
    startTls: offers.has('STARTTLS'),
    takesSize: offers.has('SIZE'),
    ...(Number.isSafeInteger(size) && size > 0 ? { maxSize: size } : {}),
    logins: [...logins],
  }
}
