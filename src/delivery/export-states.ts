// Which readers of a send can be asked for. Apart from what exports them, so that naming them loads no database.

/** `unsent`: whoever does not have it and will not be tried again by itself, or not yet. `excluded`: who was left out. */
export const EXPORT_STATES = [
  'unsent',
  'accepted',
  'failed',
  'put-off',
  'in-doubt',
  'pending',
  'excluded',
  'all',
] as const
export type ExportState = (typeof EXPORT_STATES)[number]
