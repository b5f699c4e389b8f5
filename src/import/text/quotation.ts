// Double quotation marks that a conversion broke: a quotation begun twice (`“We “The`), a mark left behind
// (`“He said.`), a quotation opened anew in the middle of itself. Only curly marks can be judged, and only
// where exactly one mark too many opens; every other imbalance is said and left alone.

export interface QuotationRepair {
  readonly before: string
  readonly after: string
  readonly why: string
}

const SENTENCE_END = /[.!?…]["’”)]*\s*$/
/** A false start: one or two words, then the quotation begins again. */
const FALSE_START = /^\p{Lu}[\p{L}’']*(?:\s[\p{L}’']+)?\s$/u

/**
 * @param text a paragraph, whole.
 * @returns `unpaired` where the marks do not pair and nothing could be done about it.
 */
export function repairQuotation(text: string): {
  readonly text: string
  readonly repairs: readonly QuotationRepair[]
  readonly unpaired: boolean
} {
  const repairs: QuotationRepair[] = []
  let clean = text
  for (let round = 0; round < 8; round++) {
    const fault = firstFault(clean)
    if (!fault) return { text: clean, repairs, unpaired: false }
    const mended = mend(clean, fault)
    if (!mended) return { text: clean, repairs, unpaired: !continues(fault, clean) }
    repairs.push(mended.repair)
    clean = mended.text
  }
  return { text: clean, repairs, unpaired: firstFault(clean) !== undefined }
}

/** A mark that opens while one is open (`at` the second, `open` the first), or never closes. */
interface Fault {
  readonly open: number
  readonly at: number | undefined
}

function firstFault(text: string): Fault | undefined {
  const opened: number[] = []
  let nested: Fault | undefined
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '“') {
      const open = opened.at(-1)
      if (open !== undefined) nested ??= { open, at }
      opened.push(at)
    } else if (character === '”') opened.pop()
    // German closes with the mark that opens in English: nothing can be told.
    else if (character === '„') return undefined
  }
  const open = opened[0]
  if (open === undefined) return undefined
  return nested ?? { open: opened.at(-1) as number, at: undefined }
}

/** A paragraph may end while its quotation goes on in the next one. */
const continues = (fault: Fault, text: string) =>
  fault.at === undefined && !text.slice(fault.open).includes('”')

function mend(
  text: string,
  { open, at }: Fault,
): { text: string; repair: QuotationRepair } | undefined {
  const shown = (from: number, to: number) => text.slice(from, to).trim()
  if (at !== undefined) {
    const between = text.slice(open + 1, at)
    const next = wordAfter(text, at)
    if (FALSE_START.test(between) && /^\p{Lu}/u.test(text.slice(at + 1))) {
      return {
        text: text.slice(0, open) + text.slice(at),
        repair: {
          before: shown(open, next),
          after: shown(at, next),
          why: 'a quotation was begun twice; the false start was taken out',
        },
      }
    }
    if (SENTENCE_END.test(between) && !between.includes('”')) {
      const from = lastWord(text, at)
      return {
        text: text.slice(0, at) + text.slice(at + 1),
        repair: {
          before: shown(from, next),
          after: shown(from, at) + text.slice(at - 1, at).replace(/\S/, ' ') + shown(at + 1, next),
          why: 'a quotation was opened again within itself; the second mark was taken out',
        },
      }
    }
    return undefined
  }
  // Opened and never closed: a mark left behind where it stands right after a quotation that ended.
  if (/”\s*$/.test(text.slice(0, open)) && /^\p{Lu}[^”]{0,40}[.!?]/u.test(text.slice(open + 1))) {
    const next = wordAfter(text, open)
    return {
      text: text.slice(0, open) + text.slice(open + 1),
      repair: {
        before: shown(open, next),
        after: shown(open + 1, next),
        why: 'a mark that opens no quotation was taken out',
      },
    }
  }
  return undefined
}

function wordAfter(text: string, at: number): number {
  const end = /^.?\s*\S+/su.exec(text.slice(at + 1))?.[0].length ?? 0
  return at + 1 + end
}

function lastWord(text: string, at: number): number {
  const before = text.slice(0, at).trimEnd()
  return Math.max(before.lastIndexOf(' ') + 1, 0)
}
