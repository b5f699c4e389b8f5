// What was to be filled in and was not: Lorem ipsum, TODO, the merge tags of other programs.

import type { Where } from '../../project/files.ts'
import { wordsIn } from '../html/document.ts'
import type { Letter } from '../letter.ts'
import { placeIn } from '../passages.ts'
import type { Report, Rule } from '../rule.ts'
import { placeholdersIn } from '../words/phrases.ts'

/** Other programs' slots, and our own where no template is run. */
const SLOTS = [
  /\{\{[^{}]{1,80}\}\}/,
  // Markdown takes the asterisks away.
  /\*?\|[A-Z][A-Z0-9_:]{2,40}\|\*?/,
  /%%[A-Za-z_]{2,40}%%/,
  /%(?:FIRST_?NAME|NAME|EMAIL|UNSUBSCRIBE_?URL)%/i,
  /<%=?[^%]{1,80}%>/,
  /\[(?:first ?name|last ?name|name|your name|company|insert [^\]]{1,40}|date here|link here|title here)\]/i,
]
/** `todo` is a word of these languages: it counts there with a colon only. */
const TODO_IS_A_WORD = /^(?:es|pt|gl|ast)\b/

export const placeholder: Rule = {
  id: 'placeholder',
  level: 'error',
  about: 'Nothing is left that was to be filled in.',
  mend: 'Write what belongs there, or take it out.',
  async check(letter) {
    const { lang } = letter.issue
    const { subject, preheader, document, text } = letter.sample
    const reports = new Map<string, Report>()
    for (const words of [subject, preheader, wordsIn(document), text]) {
      const patterns = [...SLOTS, ...placeholdersIn(words, lang)]
      for (const pattern of patterns) {
        const found = pattern.exec(words)
        if (!found || [...reports.keys()].some((known) => known.includes(found[0]))) continue
        const isTodo = found[0] === 'TODO' && TODO_IS_A_WORD.test(lang)
        if (isTodo && !/^\s*:/.test(words.slice(found.index + 4))) continue
        reports.set(found[0], {
          message: `"${found[0]}" is still in the letter`,
          mend: 'Write what belongs there, or take it out.',
          ...(placeOf(letter, pattern, found[0]) ?? (await letter.places.inTemplates(pattern))),
        })
      }
    }
    return reports.values()
  },
}

/** What Markdown made of a line may be found in none: then it is known by its passage. */
function placeOf(letter: Letter, pattern: RegExp, words: string): Where | undefined {
  const passage = letter.passages.find(({ text }) => pattern.test(text))
  return passage
    ? placeIn(passage, words, letter.sources)
    : (letter.places.inContent(pattern) ?? letter.places.inConfig(words))
}
