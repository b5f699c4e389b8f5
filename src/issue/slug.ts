// A file name for an issue: letters, digits and hyphens of ASCII, so that it survives every file system, URL and
// header; from the title where the title can be written like that.

const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  þ: 'th',
  ð: 'd',
  ı: 'i',
}
const SMALL = new Set(
  'a an the of and or to in on at for with is are el la los las de del y le les des et un une der die das und'.split(
    ' ',
  ),
)
const MAX_WORDS = 6
const MAX_LENGTH = 48

/** @returns an empty text where too little of it can be written in ASCII. */
export function slugOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[ßæœøđłþðı]/g, (letter) => LETTERS[letter] as string)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/['’]/g, '')
  const letters = plain.match(/\p{L}/gu)?.length ?? 0
  const ascii = plain.match(/[a-z]/g)?.length ?? 0
  if (ascii < 3 || ascii < letters * 0.6) return ''
  const all = plain.match(/[a-z0-9]+/g) ?? []
  const telling = all.filter((word) => !SMALL.has(word))
  const words = (telling.length >= 2 ? telling : all).slice(0, MAX_WORDS)
  let slug = words.join('-')
  while (slug.length > MAX_LENGTH && slug.includes('-')) slug = slug.slice(0, slug.lastIndexOf('-'))
  return slug.slice(0, MAX_LENGTH)
}

/** What `--slug` may be, and every slug that is made here. */
export const isSlug = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,79}$/.test(text)

/** @param names what to make it from, the likeliest first. */
export function slugFrom(names: readonly (string | undefined)[], date: string): string {
  for (const name of names) {
    const slug = name === undefined ? '' : slugOf(name)
    if (slug !== '') return slug
  }
  return `issue-${date}`
}
