// Dictionaries of the cspell project, as npm packages hold them, made quick to open again. A language without one
// is a language that is not checked. Dictionaries that a project has installed for itself are found too.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface Dictionary {
  /** As it is written, capitals included. */
  has(word: string): boolean
}

/** By language tag, the most particular first. More than one: whatever one of them knows is right. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'en-US': ['@cspell/dict-en_us'],
  'en-CA': ['@cspell/dict-en_us', '@cspell/dict-en-gb-mit'],
  'en-GB': ['@cspell/dict-en-gb-mit'],
  'en-AU': ['@cspell/dict-en-gb-mit'],
  'en-IE': ['@cspell/dict-en-gb-mit'],
  'en-IN': ['@cspell/dict-en-gb-mit'],
  'en-NZ': ['@cspell/dict-en-gb-mit'],
  'en-ZA': ['@cspell/dict-en-gb-mit'],
  en: ['@cspell/dict-en_us', '@cspell/dict-en-gb-mit'],
  de: ['@cspell/dict-de-de'],
  es: ['@cspell/dict-es-es'],
  fr: ['@cspell/dict-fr-fr'],
  // Not brought along: found where the project has them.
  ca: ['@cspell/dict-ca'],
  cs: ['@cspell/dict-cs-cz'],
  da: ['@cspell/dict-da-dk'],
  el: ['@cspell/dict-el'],
  it: ['@cspell/dict-it-it'],
  nb: ['@cspell/dict-nb-no'],
  nl: ['@cspell/dict-nl-nl'],
  pl: ['@cspell/dict-pl_pl'],
  'pt-BR': ['@cspell/dict-pt-br'],
  pt: ['@cspell/dict-pt-pt'],
  ru: ['@cspell/dict-ru_ru'],
  sv: ['@cspell/dict-sv'],
  tr: ['@cspell/dict-tr-tr'],
  uk: ['@cspell/dict-uk-ua'],
  vi: ['@cspell/dict-vi-vn'],
}

/** The package to install for a language that has none here; undefined where nobody makes one. */
export function packagesFor(lang: string): readonly string[] {
  const { language } = new Intl.Locale(lang)
  return PACKAGES[lang] ?? PACKAGES[language] ?? []
}

const FOLDER = '.pressrun/cache/spelling'

/**
 * @param root the project's: dictionaries are looked for there first, and what was made quick is kept there.
 * @returns undefined where no dictionary is installed for the language.
 */
export async function openDictionary(root: string, lang: string): Promise<Dictionary | undefined> {
  const found = packagesFor(lang).flatMap((name) => {
    const folder = findPackage(root, name)
    return folder === undefined ? [] : [{ name, folder }]
  })
  if (found.length === 0) return undefined
  const { decodeTrie, encodeTrieDataToBTrie } = await import('cspell-trie-lib')
  const open = ({ name, folder }: { name: string; folder: string }): Dictionary => {
    const { version } = readJson(join(folder, 'package.json')) as { version: string }
    const kept = join(root, FOLDER, `${name.replace(/\W+/g, '-')}-${version}.btrie`)
    let trie: ReturnType<typeof decodeTrie> | undefined
    try {
      trie = decodeTrie(new Uint8Array(readFileSync(kept)))
    } catch {
      // Not there yet, or not whole: made again.
    }
    if (!trie) {
      trie = decodeTrie(new Uint8Array(wordsOf(folder)))
      keep(kept, encodeTrieDataToBTrie(trie.data))
    }
    const words = trie
    return { has: (word) => words.hasWord(word, true) }
  }
  // A second dictionary is opened at the first word that the first does not know.
  const opened: Dictionary[] = []
  return {
    has: (word) =>
      found.some((one, index) => {
        opened[index] ??= open(one)
        return opened[index].has(word)
      }),
  }
}

function findPackage(root: string, name: string): string | undefined {
  for (const from of [join(root, 'package.json'), import.meta.url]) {
    for (const folder of createRequire(from).resolve.paths(name) ?? []) {
      const path = join(folder, name)
      if (existsSync(join(path, 'package.json'))) return path
    }
  }
  return undefined
}

/** The package's own list of words, whatever it is called. */
function wordsOf(folder: string): Buffer {
  const { dictionaryDefinitions } = readJson(join(folder, 'cspell-ext.json')) as {
    dictionaryDefinitions: readonly { readonly path: string }[]
  }
  const path = dictionaryDefinitions.map((each) => each.path).find((file) => /\.trie/.test(file))
  const bytes = readFileSync(join(folder, path ?? ''))
  return path?.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

function keep(path: string, bytes: Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.${process.pid}.new`, bytes)
    renameSync(`${path}.${process.pid}.new`, path)
  } catch {
    // A folder that cannot be written: made again next time.
  }
}
