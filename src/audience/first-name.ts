// What to call a reader whose list has one column for the whole name.

const TITLES = /^(dr|prof|mr|mrs|ms|mx|sir|dame|lord|lady|rev)\.?$/i
const FAMILY_NAME_FIRST =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const FAMILY_NAME_FIRST_LANGUAGES = new Set(['hu', 'ja', 'ko', 'vi', 'zh'])

/** The given name; the whole name where nobody can tell which part that is. */
export function firstNameOf(name: string, lang: string): string {
  const swapped = /^(\S+),\s+(\S.*)$/.exec(name)
  if (swapped) return firstNameOf(swapped[2] as string, '')
  if (FAMILY_NAME_FIRST.test(name)) return name
  if (FAMILY_NAME_FIRST_LANGUAGES.has(lang.split('-')[0] as string)) return name
  const words = name.split(/\s+/)
  // "The Okafors" have no first name.
  if (/^(the|les|los|las|die)$/i.test(words[0] ?? '')) return name
  const named = words.filter((word) => !TITLES.test(word))
  return named[0]?.replace(/,$/, '') ?? name
}
