// What Postgres, or the way to it, complains of, as one sentence and its mend. A mistake in a statement is ours and
// passes as it is.

import { PressrunError } from '../../problem.ts'
import { DATABASE_VARIABLE, type DatabaseAddress } from './address.ts'

const AGAIN = 'Run the same command again: it goes on from where it was.'
const UNREACHABLE = `Start it, or correct ${DATABASE_VARIABLE}.`
const LOST = 'the connection to the database was lost'

/** By the first part of the code that fits: five signs of SQLSTATE, or the system's name of an error. */
const SAYINGS: readonly (readonly [code: string, message: string, mend: string])[] = [
  ['ECONNREFUSED', 'no database server answers', UNREACHABLE],
  ['ENOENT', 'no database server answers', UNREACHABLE],
  ['ENOTFOUND', 'there is no such host', `Correct its name in ${DATABASE_VARIABLE}.`],
  [
    'EAI_AGAIN',
    'the name of the host cannot be looked up',
    'Check the network, then run it again.',
  ],
  ['EHOSTUNREACH', 'the host cannot be reached', UNREACHABLE],
  ['ENETUNREACH', 'the host cannot be reached', UNREACHABLE],
  ['ETIMEDOUT', 'the database server does not answer in time', UNREACHABLE],
  ['ECONNRESET', LOST, AGAIN],
  ['EPIPE', LOST, AGAIN],
  ['28', 'the database refuses this user or password', `Correct them in ${DATABASE_VARIABLE}.`],
  ['3D000', 'there is no such database', 'Make it with: createdb <name>. Or correct its name.'],
  ['3F000', 'there is no schema to keep tables in', 'Give the user a schema, such as public.'],
  [
    '42501',
    'the database does not let this user do that',
    'Give the user the right to make and change tables.',
  ],
  [
    '25006',
    'the database may only be read',
    'Name the server that takes writes, not a copy of it.',
  ],
  ['53100', 'the disk of the database is full', 'Make room, then run the same command again.'],
  [
    '53300',
    'the database takes no more connections',
    'Run fewer processes at once, or raise max_connections.',
  ],
  ['53', 'the database has no room left', 'Give it more memory or disk, then run it again.'],
  ['55P03', 'another program holds the store locked', 'Let it end, then run it again.'],
  ['40', 'others write to the same rows all the time', AGAIN],
  ['57014', 'the database broke off', AGAIN],
  ['57', 'the database server is shutting down or starting', AGAIN],
  ['08', LOST, AGAIN],
  ['25P03', LOST, AGAIN],
  [
    '58',
    'the disk of the database could not be read or written',
    'Check the disk, then run it again.',
  ],
  ['XX001', 'the database is damaged', 'Put it back from a backup.'],
  ['XX002', 'the database is damaged', 'Rebuild its indexes with: reindexdb <name>'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate of the database cannot be trusted', trust()],
  ['SELF_SIGNED_CERT', 'the certificate of the database cannot be trusted', trust()],
  ['UNABLE_TO_', 'the certificate of the database cannot be trusted', trust()],
  ['ERR_TLS_CERT', 'the certificate of the database is for another host', trust()],
]

function trust(): string {
  return `Add ?sslmode=verify-full&sslrootcert=<file> to ${DATABASE_VARIABLE}, with the certificate that signed it.`
}

/** What the driver says in words alone. */
const WORDS: readonly (readonly [words: RegExp, code: string])[] = [
  [/timeout/i, 'ETIMEDOUT'],
  [/does not support SSL/i, 'no tls'],
  [/password/i, '28'],
  [/terminated|not queryable|closed/i, '08'],
]

const NO_TLS = [
  'the database server speaks no TLS',
  `Take sslmode out of ${DATABASE_VARIABLE}, or switch TLS on there.`,
] as const

/** Anything the driver threw, as the one error that users may meet. */
export function complaint(error: unknown, { shown }: DatabaseAddress): unknown {
  if (error instanceof PressrunError || !(error instanceof Error)) return error
  const [message, mend] = sayingFor(error) ?? []
  if (message === undefined) return error
  return new PressrunError(
    { code: 'store', message: `${message} (${shown})`, mend, file: DATABASE_VARIABLE },
    { exitCode: 1, cause: error },
  )
}

function sayingFor(error: Error): readonly [string, string] | undefined {
  // Where a host has several addresses, each was tried.
  const first = error instanceof AggregateError ? (error.errors[0] as Error) : error
  const code = codeOf(first)
  if (code === 'no tls') return NO_TLS
  const saying = SAYINGS.find(([start]) => code?.startsWith(start))
  return saying && [saying[1], saying[2]]
}

function codeOf(error: Error & { code?: unknown }): string | undefined {
  if (typeof error.code === 'string') return error.code
  return WORDS.find(([words]) => words.test(error.message))?.[1]
}

/** Another transaction was quicker; the same again will do. */
export const isRace = (error: unknown): boolean =>
  ['40001', '40P01'].includes(String((error as { code?: unknown } | null)?.code))
