// Words that no dictionary of the letter's language has. Sure is what is one slip away from a word; the rest is
// told as a note. Names, other languages, code and addresses are left alone.

import { tongueOf } from '../../render/tongue.ts'
import type { Letter } from '../letter.ts'
import type { Passage } from '../passages.ts'
import type { Report, Rule } from '../rule.ts'
import { withoutSlots } from './straight-quotes.ts'

const MAX_BYTES = 1_000_000

export const spelling: Rule = {
  id: 'spelling',
  level: 'warning',
  about: 'Words are in a dictionary of the language, or in the project’s own list.',
  mend: 'Correct the word, or add it to `checks: words:`.',
  async check(letter) {
    const { lang } = letter.issue
    const passages = letter.passages.filter(
      ({ kind, text }) => kind !== 'name' && tongueOf(text, lang).lang === undefined,
    )
    if (!passages.some(({ text }) => /\p{Script=Latin}/u.test(text))) return []
    const speller = await letter.spelling.open(lang)
    if (!speller) return []
    const known = knownWords(letter)
    const found = new Map<string, Unknown>()
    let judged = 0
    for (const passage of passages) {
      for (const { word, known: right } of speller.words(withoutSlots(passage.text), known)) {
        judged++
        if (right) continue
        const key = word.toLowerCase()
        const before = found.get(key)
        if (before) before.times++
        else found.set(key, { word, passage, times: 1 })
      }
    }
    if (found.size >= FOREIGN_FROM && found.size > judged * FOREIGN_SHARE)
      return [foreign(letter, found.size, judged)]
    const unknown = [...found.values()].slice(0, MOST)
    return unknown.flatMap((each) => told(letter, each, speller.near(each.word)))
  },
}

interface Unknown {
  readonly word: string
  readonly passage: Passage
  times: number
}

/** Whoever misspells more than this has another dictionary in mind. */
const MOST = 200
const FOREIGN_FROM = 40
const FOREIGN_SHARE = 0.2

function foreign({ issue }: Letter, unknown: number, judged: number): Report {
  return {
    message: `${unknown.toLocaleString('en-US')} of ${judged.toLocaleString('en-US')} words are in no dictionary of "${issue.lang}", so it is hardly written in it`,
    mend: 'Set "lang:" to the language that it is written in.',
    file: issue.file,
    line: issue.lines.lang ?? 1,
  }
}

function told(
  letter: Letter,
  { word, passage, times }: Unknown,
  near: string | undefined,
): readonly Report[] {
  // In German every noun has a capital, and so has every name.
  if (near === undefined && /^\p{Lu}/u.test(word)) return []
  const again = times > 1 ? `, ${times} times` : ''
  // A word that a writer uses again and again is no slip.
  const sure = near !== undefined && times < 3
  return [
    {
      ...(sure ? {} : { level: 'note' as const }),
      message: sure
        ? `"${word}" is in no dictionary${again}; "${near}" is`
        : `"${word}" is in no dictionary${again}`,
      mend: 'Correct it, or add it to "checks: words:" in newsletter.yaml.',
      ...placeOfWord(letter, passage, word),
    },
  ]
}

function placeOfWord(letter: Letter, { file, line }: Passage, word: string) {
  const whole = new RegExp(
    `(?<![\\p{L}\\p{M}])${word.replace(/[’']/g, "[’']")}(?![\\p{L}\\p{M}])`,
    'u',
  )
  return letter.sources.find(file, whole, line, line + 200) ?? { file, line }
}

/** The project's own words, and those that its names are made of. */
function knownWords({ project, issue, passages, files }: Letter): ReadonlySet<string> {
  const { words, wordsFile } = project.checks
  const own = wordsFile === undefined ? [] : readWords(files.text(wordsFile, MAX_BYTES))
  const names = passages.filter(({ kind }) => kind === 'name').map(({ text }) => text)
  const parts = [project.name, issue.title, ...names, ...project.address].flatMap(
    (text) => text.match(/[\p{L}\p{M}]+/gu) ?? [],
  )
  return new Set([...words, ...own, ...parts].map((word) => word.toLowerCase()))
}

/** One a line; # begins a remark. */
function readWords(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((word) => word !== '')
}
