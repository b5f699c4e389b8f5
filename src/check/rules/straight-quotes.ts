// Quotation marks and apostrophes of a typewriter. Markdown's are set right by themselves; those in YAML are not.

import type { Rule } from '../rule.ts'

/** Beside a digit they are feet, inches, minutes and seconds; in Hebrew they stand within words. */
const STRAIGHT = /(?<![\d\p{Script=Hebrew}])["'](?![\p{Script=Hebrew}])/u
const AROUND = /\S*["']\S*/gu

export const straightQuotes: Rule = {
  id: 'straight-quotes',
  level: 'warning',
  about: 'Quotation marks and apostrophes are those of the language, not of a typewriter.',
  mend: 'Write “ ” and ’, or the marks of the language.',
  check(letter) {
    return letter.passages.flatMap((passage) => {
      const words = passage.kind === 'template' ? withoutSlots(passage.text) : passage.text
      if (!STRAIGHT.test(words)) return []
      const [word] = (words.match(AROUND) ?? []).filter((part) => STRAIGHT.test(part))
      if (word === undefined) return []
      return [
        {
          message: `${word} has a straight ${word.includes('"') ? 'quotation mark' : 'apostrophe'}`,
          mend: 'Write “ ” and ’, or the marks of the language.',
          ...(letter.sources.find(passage.file, word, passage.line, passage.line + 60) ?? {
            file: passage.file,
            line: passage.line,
          }),
        },
      ]
    })
  },
}

/** What stands in braces is for the machine. */
export const withoutSlots = (text: string): string => text.replace(/\{\{[^{}]*\}\}/g, '\ufffc')
