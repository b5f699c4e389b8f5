// The plain-text part says what the HTML says: filters compare the two, and some readers get nothing else.

import { isText } from 'domhandler'
import { elements, tidy } from '../html/document.ts'
import type { Copy } from '../letter.ts'
import type { Rule } from '../rule.ts'
import { hasWords, isDecoration } from './contrast.ts'
import { textTemplate } from './unsubscribe-link.ts'

/** How much of what the HTML says is to be found in the text. */
const LEAST = 0.7
const MOST_RUNS = 4000
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u

export const textTwin: Rule = {
  id: 'text-twin',
  level: 'warning',
  about: 'The message has a plain-text part that says what the letter says.',
  mend: 'Put the same pieces into the text template as into the letter.',
  check(letter) {
    const { text } = letter.sample
    const file = textTemplate(letter.files.list('templates'), letter.issue.template)
    if (!/[\p{L}\p{N}]/u.test(text)) {
      return [
        {
          level: 'error',
          message: 'the plain-text part is empty',
          mend: 'Fill the text template: filters and screen readers go by it.',
          file,
        },
      ]
    }
    const share = shareOf(visibleWords(letter.sample), text)
    if (share >= LEAST) return []
    return [
      {
        message: `the plain text holds ${Math.round(share * 100)} % of what the letter says`,
        mend: 'Put the same pieces into the text template.',
        file,
      },
    ]
  },
}

/** Without what only an inbox reads, or nobody. */
function visibleWords({ document, look }: Copy): string {
  const light = look('light')
  return elements(document)
    .filter((element) => hasWords(element) && !light.isHidden(element) && !isDecoration(element))
    .flatMap(({ children }) => children.filter(isText).map(({ data }) => tidy(data)))
    .join(' ')
}

/** Runs of letters that both have: wrapping, capitals and signs make no difference. */
function shareOf(whole: string, twin: string): number {
  const length = WIDE.test(whole) ? 3 : 8
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
  const letters = plain(whole)
  const found = plain(twin)
  let all = 0
  let same = 0
  // Of a very long letter a part, from everywhere in it.
  const step = Math.max(length, Math.ceil(letters.length / MOST_RUNS))
  for (let at = 0; at + length <= letters.length; at += step) {
    all++
    if (found.includes(letters.slice(at, at + length))) same++
  }
  return all === 0 ? 1 : same / all
}
