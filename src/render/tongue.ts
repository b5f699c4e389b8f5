// Text in another language than the letter's: what a screen reader, a font and the direction of a line must know.
// Only what the writing itself shows is said: Hangul is Korean, but Latin letters may be any language's.

import { directionOf, fullLocale } from '../issue/typography.ts'

export interface Tongue {
  /** BCP 47; absent where the script is shared by languages. */
  readonly lang?: string
  readonly dir?: 'ltr' | 'rtl'
}

/** Scripts that one language writes, or nearly so. */
const LANGUAGES: readonly (readonly [script: string, lang: string])[] = [
  ['Hangul', 'ko'],
  ['Hebrew', 'he'],
  ['Thai', 'th'],
  ['Greek', 'el'],
  ['Armenian', 'hy'],
  ['Georgian', 'ka'],
]
const SCRIPT_TESTS = [
  ...LANGUAGES.map(([script]) => script),
  'Hiragana',
  'Katakana',
  'Han',
  'Arabic',
  'Syriac',
  'Thaana',
  'Cyrillic',
  'Latin',
].map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'gu')] as const)
const RIGHT_TO_LEFT = new Set(['Hebrew', 'Arabic', 'Syriac', 'Thaana'])
/** Letters that the scripts of a letter's language mix with. */
const WRITTEN_WITH: Readonly<Record<string, readonly string[]>> = {
  Kore: ['Hangul', 'Han'],
  Jpan: ['Hiragana', 'Katakana', 'Han'],
  Hans: ['Han'],
  Hant: ['Han'],
  Arab: ['Arabic'],
  Hebr: ['Hebrew'],
  Latn: ['Latin'],
  Cyrl: ['Cyrillic'],
  Grek: ['Greek'],
  Thai: ['Thai'],
  Armn: ['Armenian'],
  Geor: ['Georgian'],
}
const PLAIN_LATIN = /^[\u0000-\u024f\u2000-\u206f\u20a0-\u20bf]*$/

/**
 * How `text` differs from the letter that it stands in; nothing where it does not.
 * @param lang the letter's.
 * @param said the text's own language, where somebody said it.
 */
export function tongueOf(text: string, lang: string, said?: string): Tongue {
  const { language, script = '' } = fullLocale(lang)
  const dir = directionOf(lang)
  if (said !== undefined) {
    if (fullLocale(said).language === language) return {}
    const own = directionOf(said)
    return { lang: said, ...(own === dir ? {} : { dir: own }) }
  }
  if (script === 'Latn' && PLAIN_LATIN.test(text)) return {}
  const counts = SCRIPT_TESTS.map(
    ([name, letters]) => [name, text.match(letters)?.length ?? 0] as const,
  )
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const own = WRITTEN_WITH[script] ?? []
  const foreign = counts.filter(([name]) => !own.includes(name))
  const strange = foreign.reduce((sum, [, count]) => sum + count, 0)
  if (strange * 2 <= total) return {}
  const [main] = foreign.toSorted((a, b) => b[1] - a[1])
  const name = main?.[0] as string
  const written = languageOf(name, new Map(counts))
  const direction = RIGHT_TO_LEFT.has(name) ? 'rtl' : 'ltr'
  return {
    ...(written === undefined || written === language ? {} : { lang: written }),
    ...(direction === dir ? {} : { dir: direction }),
  }
}

function languageOf(script: string, counts: ReadonlyMap<string, number>): string | undefined {
  const kana = (counts.get('Hiragana') ?? 0) + (counts.get('Katakana') ?? 0)
  if (['Han', 'Hiragana', 'Katakana'].includes(script)) return kana > 0 ? 'ja' : undefined
  return LANGUAGES.find(([name]) => name === script)?.[1]
}

/** As attributes, each with a space before it: ` lang="ko"`. */
export function tongueAttributes({ lang, dir }: Tongue): string {
  return `${lang === undefined ? '' : ` lang="${lang}"`}${dir === undefined ? '' : ` dir="${dir}"`}`
}
