// Rejected rows as CSV, so that they can be mended and sent in again.

import type { RejectedRow } from './list.ts'

export const REJECTS_HEADER = 'line,reason,row\r\n'

export const rejectLine = ({ line, reason, raw }: RejectedRow): string =>
  `${[String(line), reason, ...raw].map(cell).join(',')}\r\n`

/** A spreadsheet runs a cell that begins with one of these as a formula: an apostrophe makes it text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replace(/"/g, '""')}"` : safe
}
