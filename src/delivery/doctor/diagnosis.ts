// What the doctor found out about one thing, as data: whether it is well, in one sentence, and the mend.

export interface Diagnosis {
  /** `SPF`, `relay main` */
  readonly about: string
  readonly level: Level
  /** A sentence, lower case at the start, no full stop. */
  readonly message: string
  /** A sentence in the imperative. */
  readonly mend?: string
}

export type Level =
  | 'ok'
  | 'warning' // letters go out, and some may not be taken well
  | 'error' // letters do not go out, or are refused
  | 'unknown' // nobody could be asked

export const found = (about: string) => ({
  ok: (message: string): Diagnosis => ({ about, level: 'ok', message }),
  warning: (message: string, mend: string): Diagnosis => ({
    about,
    level: 'warning',
    message,
    mend,
  }),
  error: (message: string, mend: string): Diagnosis => ({ about, level: 'error', message, mend }),
  unknown: (message: string): Diagnosis => ({ about, level: 'unknown', message }),
})
