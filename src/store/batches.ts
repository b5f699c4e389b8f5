// Rows of a send in batches, given out to whichever worker asks next: an engine that several machines share has them.

import type { CompiledQuery } from 'kysely'

export interface Batch {
  readonly job: string
  /** Ids of deliveries, both ends included. */
  readonly from: number
  readonly to: number
}

export interface Batches {
  /**
   * Makes batches of all rows that are to be sent at once, in one transaction with `also`, which lets them be claimed.
   * @returns how many batches. @throws PressrunError `store`
   */
  make(sendId: number, also: readonly CompiledQuery[]): Promise<number>
  /** Whether any waits to be taken. @throws PressrunError `store` */
  hasOpen(sendId: number): Promise<boolean>
  /** The next one; nobody else's while it is kept. @throws PressrunError `store` */
  take(sendId: number): Promise<Batch | undefined>
  /** It is still being worked on. @throws PressrunError `store` */
  keep(sendId: number, batch: Batch): Promise<void>
  /** All its rows are claimed. @throws PressrunError `store` */
  end(sendId: number, batch: Batch): Promise<void>
  /** For another worker, at once. @throws PressrunError `store` */
  giveBack(sendId: number, batch: Batch): Promise<void>
  close(): Promise<void>
}
