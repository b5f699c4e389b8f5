// What mail clients support, as caniemail has tested it: data made by `scripts/client-support.ts`.

import { CLIENT_NAMES, type ClientName } from '../../project/check-names.ts'
import data from './support.json' with { type: 'json' }

export interface Support {
  /** `YYYY-MM-DD`: as of when. */
  readonly updated: string
  /** Every client that there is data for, as [name, how it is called]. */
  readonly clients: readonly (readonly [ClientName, string])[]
  readonly features: ReadonlyMap<string, Feature>
}

export interface Feature {
  readonly title: string
  /** By client, in the order of `clients`: `y`, `n`, `u`, or `a` with the numbers of its notes. */
  readonly support: readonly string[]
  readonly notes: Readonly<Record<string, string>>
}

let read: Support | undefined

export function support(): Support {
  if (!read) {
    const file = data as unknown as {
      updated: string
      clients: [ClientName, string][]
      features: Record<string, { title: string; support: string; notes?: Record<string, string> }>
    }
    read = {
      updated: file.updated,
      clients: file.clients,
      features: new Map(
        Object.entries(file.features).map(([slug, { title, support, notes = {} }]) => [
          slug,
          { title, support: support.split(' '), notes },
        ]),
      ),
    }
  }
  return read
}

/** What most readers of a newsletter use. There is no data on Naver's mail. */
export const DEFAULT_CLIENTS: readonly ClientName[] = [
  'apple-mail',
  'gmail.android',
  'gmail.ios',
  'gmail.web',
  'outlook.new',
  'outlook.web',
  'outlook.windows',
  'samsung',
  'yahoo',
]

/** A family stands for all of its clients. @returns indexes into `clients`. */
export function clientIndexes(names: readonly ClientName[]): readonly number[] {
  const { clients } = support()
  return clients.flatMap(([name], index) =>
    names.some((wanted) => name === wanted || name.startsWith(`${wanted}.`)) ? [index] : [],
  )
}

/** Names that stand for several clients. */
export const FAMILIES = CLIENT_NAMES.filter(
  (name) => !name.includes('.') && CLIENT_NAMES.some((other) => other.startsWith(`${name}.`)),
)
