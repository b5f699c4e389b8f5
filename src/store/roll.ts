// The part of the store that an import lives on: many new readers in one transaction.

import type { CompiledQuery } from 'kysely'
import type { MembershipState } from './list-tables.ts'

export interface Roll {
  /**
   * All or nothing, durable when it resolves. Who is there already stays as they are.
   * @returns for each whether they were added.
   * @throws PressrunError `store`
   */
  enter(entry: Entry): Promise<readonly boolean[]>
}

export interface Entry {
  readonly list: string
  readonly sourceId: number
  readonly at: number
  readonly rows: readonly NewSubscriber[]
  /** What is to happen in the same transaction, after them. */
  readonly also: readonly CompiledQuery[]
}

export interface NewSubscriber {
  readonly addressHash: string
  readonly email: string
  readonly name: string
  readonly firstName: string
  readonly lang: string
  /** JSON. */
  readonly tags: string
  /** JSON. */
  readonly fields: string
  readonly state: MembershipState
  readonly since: number
  /** JSON. */
  readonly proof: string | null
}
