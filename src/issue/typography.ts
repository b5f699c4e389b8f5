// What languages ask of text: quotation marks, line breaks in the source, words, direction.

/** Outer open, outer close, inner open, inner close. */
type Quotes = readonly [string, string, string, string]

const ENGLISH: Quotes = ['“', '”', '‘', '’']
const CORNER: Quotes = ['「', '」', '『', '』']
const GUILLEMETS: Quotes = ['«', '»', '“', '”']
const GERMAN: Quotes = ['„', '“', '‚', '‘']
/** French sets its marks off with a narrow no-break space. */
const FRENCH: Quotes = ['«\u202f', '\u202f»', '“', '”']

const QUOTES: Readonly<Record<string, Quotes>> = {
  ar: GUILLEMETS,
  cs: GERMAN,
  da: GUILLEMETS,
  de: GERMAN,
  el: GUILLEMETS,
  es: GUILLEMETS,
  fa: GUILLEMETS,
  fi: ['”', '”', '’', '’'],
  fr: FRENCH,
  hu: ['„', '”', '»', '«'],
  it: GUILLEMETS,
  ja: CORNER,
  nb: GUILLEMETS,
  no: GUILLEMETS,
  pl: ['„', '”', '«', '»'],
  pt: GUILLEMETS,
  ru: ['«', '»', '„', '“'],
  sv: ['”', '”', '’', '’'],
  uk: ['«', '»', '„', '“'],
  'de-CH': ['«', '»', '‹', '›'],
  'pt-BR': ENGLISH,
  'zh-Hant': CORNER,
  'zh-HK': CORNER,
  'zh-TW': CORNER,
}

export function quotesOf(lang: string): Quotes {
  return QUOTES[lang] ?? QUOTES[lang.split('-')[0] as string] ?? ENGLISH
}

const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u

/** What a line break within a paragraph becomes: nothing between characters of scripts without spaces. */
export function softBreak(before = '', after = ''): string {
  const last = [...before.slice(-2)].at(-1) ?? ''
  const first = [...after.slice(0, 2)][0] ?? ''
  return NO_SPACES.test(last) && NO_SPACES.test(first) ? '' : ' '
}

const RIGHT_TO_LEFT = new Set([
  'Arab',
  'Hebr',
  'Thaa',
  'Syrc',
  'Nkoo',
  'Adlm',
  'Rohg',
  'Mand',
  'Samr',
])

/** The direction of a language's usual script. */
export function directionOf(lang: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(fullLocale(lang).script ?? '') ? 'rtl' : 'ltr'
}

const locales = new Map<string, Intl.Locale>()

/** A language with its likely script and region, kept: asking costs more than all that is done with it. */
export function fullLocale(lang: string): Intl.Locale {
  let locale = locales.get(lang)
  if (!locale) {
    locale = new Intl.Locale(lang).maximize()
    locales.set(lang, locale)
  }
  return locale
}

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const segmenters = new Map<string, Intl.Segmenter>()

/** Words as the language counts them. */
export function countWords(text: string, lang: string): number {
  if (!WITHOUT_SPACES.test(text)) return text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0
  let segmenter = segmenters.get(lang)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(lang, { granularity: 'word' })
    segmenters.set(lang, segmenter)
  }
  let words = 0
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++
  return words
}
