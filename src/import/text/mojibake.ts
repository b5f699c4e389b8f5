// Text that was UTF-8 once and was read as Windows-1252 on its way ("donâ€™t"), or the other way round
// (C1 controls): put right where the bytes prove it. A sequence that could be meant is left as it is.

const WINDOWS_1252 = new TextDecoder('windows-1252')
const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/** Byte of each character above ASCII that Windows-1252 can write; C1 controls stand for themselves. */
const BYTE_OF = new Map<string, number>()
for (let byte = 0x80; byte <= 0xff; byte++) {
  BYTE_OF.set(WINDOWS_1252.decode(Uint8Array.of(byte)), byte)
  BYTE_OF.set(String.fromCharCode(byte), byte)
}

const RUN =
  /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2,}/g
/** What a wrong reading makes of: Latin letters, punctuation, signs. Anything else needs a longer run. */
const PLAUSIBLE =
  /^[\u00a0-\u017f\u2010-\u2044\u20ac\u2122\u2190-\u21ff\u2212\u2018-\u201f\u2026]+$/
/** Its last byte, 9D, has no character in Windows-1252 and was lost. */
const LOST_CLOSING_QUOTE = /â€(?=[\s.,;:!?)\]]|$)/g

/** @returns the text, and each repair as what was found and what it became. */
export function repairMojibake(text: string): {
  readonly text: string
  readonly found: readonly (readonly [string, string])[]
} {
  const found: [string, string][] = []
  const note = (before: string, after: string) => {
    found.push([before, after])
    return after
  }
  let clean = text
  // Twice read wrong is not rare.
  for (let round = 0; round < 2; round++) {
    const before = clean
    clean = clean.replace(RUN, (run, offset: number, whole: string) =>
      decodeRun(run, whole.slice(0, offset), note),
    )
    if (clean === before) break
  }
  clean = clean.replace(LOST_CLOSING_QUOTE, (run) => note(run, '”'))
  clean = clean.replace(/[\u0080-\u009f]/g, (control) => {
    const meant = WINDOWS_1252.decode(Uint8Array.of(control.charCodeAt(0)))
    return meant === control ? note(control, '') : note(control, meant)
  })
  return { text: clean, found }
}

/** Decodes what can be decoded within a run: whole sequences, the rest left standing. */
function decodeRun(
  run: string,
  before: string,
  note: (before: string, after: string) => string,
): string {
  let result = ''
  for (let at = 0; at < run.length; ) {
    const length = sequenceLength(BYTE_OF.get(run[at] as string) ?? 0)
    const sequence = run.slice(at, at + length)
    const meant = length > 1 && sequence.length === length ? decoded(sequence) : undefined
    const believable =
      meant !== undefined &&
      (PLAUSIBLE.test(meant) || run.length >= 6) &&
      !(sequence.endsWith('»') && opensGuillemet(before + run.slice(0, at)))
    result += believable ? note(sequence, meant) : (run[at] as string)
    at += believable ? length : 1
  }
  return result
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0 && lead <= 0xf4) return 4
  if (lead >= 0xe0) return lead <= 0xef ? 3 : 0
  return lead >= 0xc2 && lead <= 0xdf ? 2 : 0
}

function decoded(sequence: string): string | undefined {
  const bytes = Uint8Array.from(sequence, (character) => BYTE_OF.get(character) ?? 0)
  try {
    return UTF_8.decode(bytes)
  } catch {
    return undefined
  }
}

/** «IRMÃ» ends in a quotation mark, not in a broken û. */
function opensGuillemet(before: string): boolean {
  return before.lastIndexOf('«') > before.lastIndexOf('»')
}
