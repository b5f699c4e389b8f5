// Whether somebody said what an interview sets large. Capitals, spaces and quotation marks may differ, and "…"
// may stand for words that were left out; nothing else.

/** @param said all turns, as text. */
export function isSaid(quote: string, said: string): boolean {
  const whole = plain(said)
  let from = 0
  for (const part of quote.split(/[[(]?(?:…|\.{3})[\])]?/)) {
    const words = plain(part).replace(/[.,;:。．،]+$/, '')
    const at = whole.indexOf(words, from)
    if (at < 0) return false
    from = at + words.length
  }
  return true
}

const plain = (text: string) => text.replace(/[\s\p{Pi}\p{Pf}"'„‚「」『』]+/gu, '').toLowerCase()
