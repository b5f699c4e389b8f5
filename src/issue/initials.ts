// One or two letters that stand for a person where no photo is.

const TITLES =
  /^(dr|prof|mr|mrs|ms|mx|sir|dame|lord|lady|rev|hon|pres|president|prime|minister|the|د|أ)\.?$/i
const ONE_CHARACTER = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word))
  const named = words.filter((word) => !TITLES.test(word))
  const used = named.length > 0 ? named : words
  const first = used[0] ?? name
  if (ONE_CHARACTER.test(first)) return [...first][0] as string
  const letter = (word: string) => ([...word][0] as string).toUpperCase()
  return used.length > 1 ? letter(first) + letter(used.at(-1) as string) : letter(first)
}
