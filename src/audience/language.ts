// What a list says of a reader's language, as a BCP 47 tag.

/** Languages that a list may call by name. */
const NAMED = `
  af am ar az be bg bn bs ca cs cy da de el en en-GB en-US es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it
  ja ka kk km kn ko lo lt lv mk ml mn mr ms my nb ne nl no pa pl pt pt-BR ro ru sk sl sq sr sv sw ta te th tr uk ur
  uz vi zh zh-Hans zh-Hant zu`
  .trim()
  .split(/\s+/)

const TAG = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i
const MOST_REMEMBERED = 1000
const remembered = new Map<string, string>()

/** `ko`, `en_US`, `Korean` or `한국어`. @returns '' where it is no language: that alone costs nobody a letter. */
export function languageOf(text: string): string {
  let found = remembered.get(text)
  if (found === undefined) {
    const tag = text.trim().replace(/_/g, '-')
    found = TAG.test(tag) ? canonical(tag) : (byName().get(tag.toLowerCase()) ?? '')
    if (remembered.size < MOST_REMEMBERED) remembered.set(text, found)
  }
  return found
}

function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? ''
  } catch {
    return ''
  }
}

let names: ReadonlyMap<string, string> | undefined

/** In English and in the language itself, in lower case. */
function byName(): ReadonlyMap<string, string> {
  names ??= new Map(
    NAMED.flatMap((tag) =>
      ['en', tag].flatMap((locale) =>
        (['dialect', 'standard'] as const).map((languageDisplay) => {
          const name = new Intl.DisplayNames([locale], { type: 'language', languageDisplay }).of(
            tag,
          )
          return [(name ?? tag).toLowerCase(), tag] as const
        }),
      ),
    ),
  )
  return names
}
