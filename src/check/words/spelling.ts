// Words that no dictionary has. Names are left alone, and so is whatever is not sure to be a word of the language:
// a spelling checker that cries at names is switched off.

import { type Dictionary, openDictionary } from './dictionary.ts'

export interface Spelling {
  /** @returns undefined where the language has no dictionary. */
  open(lang: string): Promise<Speller | undefined>
}

export interface Speller {
  /**
   * @param text one passage.
   * @param known words that are right though no dictionary has them, in lower case.
   * @returns each word that can be judged, as it was written, and whether it is one.
   */
  words(text: string, known: ReadonlySet<string>): readonly JudgedWord[]
  /** A word of the language that is one slip away. Takes some hundred times as long as judging. */
  near(word: string): string | undefined
}

export interface JudgedWord {
  readonly word: string
  readonly known: boolean
}

/** Opens each dictionary once. */
export function spelling(root: string): Spelling {
  const opened = new Map<string, Promise<Speller | undefined>>()
  return {
    open(lang) {
      const known =
        opened.get(lang) ??
        openDictionary(root, lang).then((dictionary) => dictionary && speller(dictionary, lang))
      opened.set(lang, known)
      return known
    },
  }
}

/** Addresses, handles, file names, numbers with letters. */
const NO_WORDS = /(?:https?:\/\/|www\.)\S+|\S+@\S+|[@#]\S+|\S*[\d_/\\]\S*|\p{L}+(?:\.\p{L}+)+\S*/gu
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’‑-]\p{L}[\p{L}\p{M}]*)*/gu
const LETTERS: Readonly<Record<string, string>> = {
  de: 'äöüß',
  es: 'áéíóúüñ',
  fr: 'àâæçéèêëîïôœùûüÿ',
}
const SHORTEST = 3

export function speller(dictionary: Dictionary, lang: string): Speller {
  const { language } = new Intl.Locale(lang)
  const alphabet = [...'abcdefghijklmnopqrstuvwxyz', ...(LETTERS[language] ?? '')]
  const capitalsAreNames = language !== 'de'
  const verdicts = new Map<string, boolean>()
  const isWord = (word: string): boolean => {
    const kept = verdicts.get(word)
    if (kept !== undefined) return kept
    const verdict = dictionary.has(word)
    verdicts.set(word, verdict)
    return verdict
  }

  const isKnown = (written: string, known: ReadonlySet<string>): boolean => {
    const word = written.normalize('NFC').replace(/[’]/g, "'").replace(/‑/g, '-')
    const lower = word.toLowerCase()
    if (known.has(lower) || isWord(word) || isWord(lower)) return true
    const stem = lower.replace(/'s?$/, '')
    if (stem !== lower && (known.has(stem) || isKnown(word.slice(0, stem.length), known)))
      return true
    const parts = word.split(/[-']/)
    return parts.length > 1 && parts.every((part) => part.length < SHORTEST || isKnown(part, known))
  }

  return {
    words(text, known) {
      const clean = text.replace(NO_WORDS, ' ')
      return [...clean.matchAll(WORD)].flatMap(({ 0: word }): JudgedWord[] => {
        if (word.length < SHORTEST || !/^\p{Script=Latin}/u.test(word)) return []
        const isName = /\p{Lu}/u.test(word) && (capitalsAreNames || /\p{Lu}/u.test(word.slice(1)))
        return isName ? [] : [{ word, known: isKnown(word, known) }]
      })
    },
    near: (word) => nearest(word, alphabet, isWord),
  }
}

/** A word one slip away: two letters swapped, one too many, one missing, one wrong. */
function nearest(
  word: string,
  alphabet: readonly string[],
  isWord: (word: string) => boolean,
): string | undefined {
  const at = (index: number) => [word.slice(0, index), word.slice(index)] as const
  const indexes = Array.from(word, (_, index) => index)
  const tries = [
    () =>
      indexes.slice(1).map((i) => word.slice(0, i - 1) + word[i] + word[i - 1] + word.slice(i + 1)),
    () => indexes.map((i) => word.slice(0, i) + word.slice(i + 1)),
    () => [...indexes, word.length].flatMap((i) => alphabet.map((letter) => at(i).join(letter))),
    () =>
      indexes.flatMap((i) =>
        alphabet.map((letter) => word.slice(0, i) + letter + word.slice(i + 1)),
      ),
  ]
  for (const make of tries) {
    const found = make().find((candidate) => candidate.length >= SHORTEST && isWord(candidate))
    if (found !== undefined) return found
  }
  return undefined
}
