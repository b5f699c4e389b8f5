// What is held on a reader, as a person reads it in a terminal.

import type { Held } from '../circulation/record.ts'
import { onOneLine } from '../problem.ts'
import { momentOf } from './list-open.ts'
import type { Terminal } from './terminal.ts'

export function printHeld(terminal: Terminal, held: Held): void {
  const { subscriber, history, suppression, deliveries } = held
  terminal.print(terminal.paint('bold', held.email))
  const row = (name: string, value: string) =>
    terminal.print(`  ${name.padEnd(12)}  ${onOneLine(value)}`)
  if (subscriber) {
    const { name, firstName, lang, tags, fields } = subscriber
    if (name) row('name', name)
    if (firstName && firstName !== name) row('first name', firstName)
    if (lang) row('language', lang)
    if (tags.length > 0) row('tags', tags.join(', '))
    for (const [key, value] of Object.entries(fields))
      row(key, typeof value === 'string' ? value : JSON.stringify(value))
    if (held.createdAt !== undefined) row('held since', momentOf(held.createdAt))
  } else row('', 'not on any list')
  if (suppression)
    row(
      'suppressed',
      `${suppression.reason}, ${momentOf(suppression.at)}, by ${suppression.source}`,
    )
  for (const { list, at, source } of held.departures)
    row('left', `${list}, ${momentOf(at)}, by ${source}`)
  if (history.length > 0) terminal.print(terminal.paint('bold', 'how they stand, and since when'))
  for (const { list, state, since, way, place, note, proof } of history) {
    const more = [note, proof ?? ''].filter((part) => part !== '').join('  ')
    terminal.print(
      `  ${momentOf(since)}  ${list}: ${state}, by ${way} ${onOneLine(place)}  ${onOneLine(more)}`.trimEnd(),
    )
  }
  if (deliveries.length > 0) terminal.print(terminal.paint('bold', 'letters'))
  for (const { issue, state, at, reply } of deliveries)
    terminal.print(
      `  ${at === null ? 'not yet'.padEnd(20) : momentOf(at)}  ${issue}: ${state}  ${onOneLine(reply ?? '')}`.trimEnd(),
    )
}
