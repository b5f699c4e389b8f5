// Phrases of a letter in its language: `templates/phrases/<lang>.yaml`, and what `Intl` knows.

import { parse } from 'yaml'
import { directionOf } from '../issue/typography.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import { nearest } from '../project/nearest.ts'

type Catalogue = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/** A catalogue and the language that it is in, which need not be the letter's. */
interface Language {
  readonly phrases: Catalogue
  readonly plural: Intl.PluralRules
  readonly dir: 'ltr' | 'rtl'
}

export interface Phrases {
  /** BCP 47, of the letter: for numbers and dates. */
  readonly lang: string
  /**
   * The phrase with `{name}` filled from `values`. A phrase with plural forms chooses by `values.count`.
   * Throws `template` where no catalogue has the key.
   */
  t(key: string, values?: Readonly<Record<string, unknown>>): string
  /** @param date `YYYY-MM-DD` */
  date(date: string, style: 'full' | 'long' | 'medium' | 'short'): string
  number(value: number): string
}

const FOLDER = 'templates/phrases'

/**
 * The letter's own language first (`pt-BR`, then `pt-Latn`, `pt`), then the publication's, then English.
 * @param folder where the catalogues are.
 */
export function loadPhrases(
  files: Files,
  lang: string,
  fallback: string,
  folder: string = FOLDER,
): Phrases {
  const available = files.list(folder)
  const chain = [...new Set([...withParents(lang), ...withParents(fallback), 'en'])]
  const languages = chain
    .filter((tag) => available.includes(`${tag}.yaml`))
    .map(
      (tag): Language => ({
        phrases: readCatalogue(files, `${folder}/${tag}.yaml`),
        plural: pluralRules(tag),
        dir: directionOf(tag),
      }),
    )
  const dir = directionOf(lang)
  return {
    lang,
    t(key, values = {}) {
      const language = languages.find(({ phrases }) => Object.hasOwn(phrases, key))
      const phrase = language?.phrases[key]
      if (language === undefined || phrase === undefined) {
        const known = languages.flatMap(({ phrases }) => Object.keys(phrases))
        throw unknownPhrase(key, `${folder}/${chain[0]}.yaml`, known)
      }
      const form =
        typeof phrase === 'string'
          ? phrase
          : (phrase[language.plural.select(Number(values.count))] ?? phrase.other)
      const text = (form ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name]
        if (value === undefined || value === null) return whole
        return typeof value === 'number' ? numberFormat(lang).format(value) : String(value)
      })
      return language.dir === dir ? text : isolated(text, language.dir)
    },
    date: (date, style) => dateFormat(lang, style).format(new Date(`${date}T00:00:00Z`)),
    number: (value) => numberFormat(lang).format(value),
  }
}

/** Formatters are dear to make: kept for all the letters of a build. */
function keep<A extends string[], T>(make: (...args: A) => T): (...args: A) => T {
  const kept = new Map<string, T>()
  return (...args) => {
    const key = args.join(' ')
    const known = kept.get(key) ?? make(...args)
    kept.set(key, known)
    return known
  }
}

const dateFormat = keep(
  (lang: string, style: string) =>
    new Intl.DateTimeFormat(lang, { dateStyle: style as 'long', timeZone: 'UTC' }),
)
const numberFormat = keep((lang: string) => new Intl.NumberFormat(lang))
const pluralRules = keep((lang: string) => new Intl.PluralRules(lang))
/** Keeps a phrase in one piece inside text of the other direction (Unicode Standard Annex 9, section 2.4). */
const isolated = (text: string, dir: 'ltr' | 'rtl') =>
  `${dir === 'ltr' ? '\u2066' : '\u2067'}${text}\u2069`

/** Catalogues by text: parsed once for all the letters of a build. */
const parsed = new Map<string, Catalogue>()

function readCatalogue(files: Files, name: string): Catalogue {
  const text = files.text(name, 200_000)
  let catalogue = parsed.get(text)
  if (!catalogue) {
    try {
      catalogue = (parse(text) ?? {}) as Catalogue
    } catch (error) {
      const { message, linePos } = error as Error & { linePos?: { line: number; col: number }[] }
      throw new PressrunError({
        code: 'syntax',
        message: (message.split('\n')[0] as string).replace(/ at line \d+, column \d+:?$/, ''),
        mend: 'A phrase is a line of its own: key: text.',
        file: name,
        line: linePos?.[0]?.line,
        column: linePos?.[0]?.col,
      })
    }
    parsed.set(text, catalogue)
  }
  return catalogue
}

/** `zh-TW`, `zh-Hant`, `zh`: what is read in Taipei is not what is read in Beijing. */
function withParents(lang: string): string[] {
  const parts = lang.split('-')
  const parents = parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
  const { language, script } = new Intl.Locale(lang).maximize()
  return [...parents.slice(0, -1), `${language}-${script}`, language]
}

function unknownPhrase(key: string, file: string, known: readonly string[]): PressrunError {
  const near = nearest(key, [...new Set(known)])
  return new PressrunError({
    code: 'template',
    message: `there is no phrase "${key}"`,
    mend: near ? `Did you mean "${near}"?` : `Add it to ${file}.`,
  })
}
