// Where a Postgres store is, as `PRESSRUN_DATABASE` says it, and how that may be shown: never with the password.

import { PressrunError } from '../../problem.ts'

export const DATABASE_VARIABLE = 'PRESSRUN_DATABASE'

export interface DatabaseAddress {
  readonly url: string
  /** `letters on db.example.com:5433` */
  readonly shown: string
}

/** @throws PressrunError `config` */
export function databaseAddress(url: string): DatabaseAddress {
  const { host, port, name } = partsOf(url)
  const place = host.startsWith('/') || port === '5432' ? host : `${host}:${port}`
  return { url, shown: `${name} on ${place}` }
}

function partsOf(url: string): {
  readonly host: string
  readonly port: string
  readonly name: string
} {
  try {
    const { protocol, hostname, port, pathname, searchParams, username } = new URL(url)
    if (!/^postgres(ql)?:$/.test(protocol)) throw new Error('another database')
    const name = decodeURIComponent(pathname.slice(1)) || decodeURIComponent(username)
    const host = searchParams.get('host') ?? (decodeURIComponent(hostname) || 'localhost')
    if (name === '') throw new Error('no database is named')
    return { host, port: port || searchParams.get('port') || '5432', name }
  } catch {
    throw new PressrunError({
      code: 'config',
      message: `${DATABASE_VARIABLE} is not the address of a Postgres database`,
      mend: 'Write it as postgres://user:password@host:5432/database. In user and password write @ as %40, / as %2F and : as %3A.',
    })
  }
}
