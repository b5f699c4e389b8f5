// Phrases of a letter in its language: `templates/phrases/<lang>.yaml`, and what `Intl` knows.

import { closestMatch } from 'leven'
import { parse } from 'yaml'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'

type Catalogue = Readonly<Record<string, string | Readonly<Record<string, string>>>>

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

/** The letter's own language first (`pt-BR`, then `pt`), then the publication's, then English. */
export function loadPhrases(files: Files, lang: string, fallback: string): Phrases {
  const available = files.list(FOLDER)
  const chain = [...new Set([...withParents(lang), ...withParents(fallback), 'en'])]
  const catalogues = chain
    .map((tag) => `${tag}.yaml`)
    .filter((name) => available.includes(name))
    .map((name) => readCatalogue(files, `${FOLDER}/${name}`))
  const plural = new Intl.PluralRules(lang)
  return {
    lang,
    t(key, values = {}) {
      const catalogue = catalogues.find(({ phrases }) => key in phrases)
      const phrase = catalogue?.phrases[key]
      if (phrase === undefined) throw unknownPhrase(key, chain[0] as string, catalogues)
      const form =
        typeof phrase === 'string'
          ? phrase
          : (phrase[plural.select(Number(values.count))] ?? phrase.other)
      const text = (form ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name]
        if (value === undefined || value === null) return whole
        return typeof value === 'number' ? new Intl.NumberFormat(lang).format(value) : String(value)
      })
      return isolated(text, catalogue.dir)
    },
    date: (date, style) =>
      new Intl.DateTimeFormat(lang, { dateStyle: style, timeZone: 'UTC' }).format(
        new Date(`${date}T00:00:00Z`),
      ),
    number: (value) => new Intl.NumberFormat(lang).format(value),
  }
}

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

function withParents(lang: string): string[] {
  const parts = lang.split('-')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'))
}

function unknownPhrase(key: string, lang: string, catalogues: readonly Catalogue[]): PressrunError {
  const near = closestMatch(key, [...new Set(catalogues.flatMap(Object.keys))], { maxDistance: 4 })
  return new PressrunError({
    code: 'template',
    message: `there is no phrase "${key}"`,
    mend: near ? `Did you mean "${near}"?` : `Add it to ${FOLDER}/${lang}.yaml.`,
  })
}
