// What to call a reader whose list has one column for the whole name, and the whole name where it has two.

const TITLES =
  /^(dr|dra|prof|mr|mrs|ms|miss|mx|sir|dame|lord|lady|rev|fr|herr|frau|mme|mlle|sr|sra|srta|don|doña)\.?$/i
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const FAMILY_NAME_FIRST_LANGUAGES = new Set(['hu', 'ja', 'ko', 'vi', 'zh'])
/** What may follow a name after a comma and is no given name. */
const SUFFIX =
  /^([JS]r|JR|SR|I{2,3}|IV|[Ee]sq|Ph\.?D|M\.?D|M\.?A|B\.?A|MBA|CPA|RN|DDS|LLM|OBE|MBE|CBE|Editor|Author|Inc|LLC|Ltd|GmbH)\.?$/
const INITIAL = /^\p{Lu}\.?$/u
/** "The Okafors" have no first name, nor have "Ana & Bo". */
const SEVERAL = /^(the|les|los|las|die|familie|family|famille|familia)$/i
const AND = /^(&|\+|and|und|et|y|e|en|og|och|и|و)$/i
/** Names that are half of one: "Abd al-Rahman". */
const HALVES = /^(عبد|أبو|ابو|أم|abd|abu|umm)$/i

/** @returns the given name; the whole name where nobody can tell which part that is. */
export function firstNameOf(name: string, lang: string): string {
  const given = givenAfterComma(name)
  if (given !== undefined) {
    const first = firstNameOf(given, '')
    return INITIAL.test(first) ? name : first
  }
  if (EAST_ASIAN.test(name) || isFamilyNameFirst(lang)) return name
  const words = (name.split(',', 1)[0] as string).split(/\s+/).filter(Boolean)
  if (SEVERAL.test(words[0] ?? '') || AND.test(words[1] ?? '') || words.includes('&')) return name
  const named = words.filter((word) => !TITLES.test(word))
  const [first, second] = named
  // "Dr. Ruiz" and "J. Moreno" say no given name.
  if (first === undefined || (named.length === 1 && words.length > 1)) return name
  if (INITIAL.test(first)) return name
  return HALVES.test(first) && second ? `${first} ${second}` : first
}

/** `Lefèvre, Zoé` and `García Márquez, Gabriel`; not `Ana Ruiz, PhD` nor `Ana Ruiz, Countess of the Marsh`. */
function givenAfterComma(name: string): string | undefined {
  const parts = name.split(',')
  if (parts.length !== 2) return undefined
  const words = (parts[1] as string).trim().split(/\s+/)
  const isGiven = words.every(
    (word) => /^\p{L}/u.test(word) && !/^\p{Ll}/u.test(word) && !SUFFIX.test(word),
  )
  return isGiven && words.length <= 3 ? words.join(' ') : undefined
}

/** In the order of the reader's language, without a space where the script has none. */
export function wholeName(given: string, family: string, lang: string): string {
  if (given === '' || family === '') return given || family
  if (EAST_ASIAN.test(given) && EAST_ASIAN.test(family)) return family + given
  return isFamilyNameFirst(lang) ? `${family} ${given}` : `${given} ${family}`
}

const isFamilyNameFirst = (lang: string) =>
  FAMILY_NAME_FIRST_LANGUAGES.has(lang.split('-')[0] as string)
