// Days as issues carry them: `YYYY-MM-DD`.

/** @param timezone IANA name: where the newsroom is, since its day is the issue's. */
export const dayOf = (at: Date, timezone: string): string =>
  // Swedish writes days as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' }).format(at)
