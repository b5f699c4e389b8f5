// Rows of a send as CSV that a list can be made of again.

import { csvLine } from '../audience/csv-cells.ts'
import { deliveriesIn } from '../store/deliveries.ts'
import type { Engine } from '../store/engine.ts'
import { exclusionsOf } from '../store/exclusions.ts'
import type { DeliveryState } from '../store/tables.ts'
import type { ExportState } from './export-states.ts'

const STATES: Readonly<Record<Exclude<ExportState, 'excluded'>, readonly DeliveryState[]>> = {
  unsent: ['pending', 'deferred', 'failed'],
  accepted: ['accepted'],
  failed: ['failed'],
  'put-off': ['deferred'],
  'in-doubt': ['in_doubt', 'sending'],
  pending: ['pending'],
  all: ['pending', 'sending', 'accepted', 'failed', 'deferred', 'in_doubt'],
}

export interface ExportRow {
  readonly email: string
  readonly name: string
  readonly state: string
  readonly reason: string
  /** What the server said, or was seen instead. */
  readonly reply: string
  readonly relay: string
  /** When the state last changed: RFC 3339, UTC. Empty where it never did. */
  readonly changed: string
  /** How often the reader's side has put the message off. */
  readonly tries: number
  /** In the list; of those who were left out. */
  readonly line?: number
}

/** @throws PressrunError `store` */
export async function* exportRows(
  store: Engine,
  sendId: number,
  state: ExportState,
): AsyncGenerator<ExportRow> {
  if (state === 'excluded') {
    for await (const { line, email, reason, detail } of exclusionsOf(store, sendId)) {
      yield {
        ...{ email, name: '', state: 'excluded', reason, reply: detail ?? '', relay: '' },
        ...{ changed: '', tries: 0, ...(line === null ? {} : { line }) },
      }
    }
    return
  }
  for await (const row of deliveriesIn(store, sendId, STATES[state])) {
    const { name = '' } = JSON.parse(row.subscriber) as { name?: string }
    yield {
      email: row.email,
      name,
      state: row.state,
      reason: row.reason ?? '',
      reply: row.reply ?? '',
      relay: row.relay ?? '',
      changed: row.changed_at === null ? '' : new Date(row.changed_at).toISOString(),
      tries: row.tries,
    }
  }
}

const COLUMNS = [
  'email',
  'name',
  'state',
  'reason',
  'reply',
  'relay',
  'changed',
  'tries',
  'line',
] as const

export const EXPORT_HEADER = csvLine(COLUMNS)

export const exportLine = (row: ExportRow): string =>
  csvLine(COLUMNS.map((column) => String(row[column] ?? '')))
