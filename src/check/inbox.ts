// A row of the inbox: how much of a text it shows, and where that text comes from.

import { columnsOf } from '../render/plain/width.ts'
import { all, type Document, wordsIn } from './html/document.ts'
import type { Letter } from './letter.ts'

/** The beginning of a text that fits into so many columns. */
export function cutAt(text: string, columns: number): string {
  let used = 0
  let shown = ''
  for (const character of text) {
    used += columnsOf(character)
    if (used > columns) break
    shown += character
  }
  return shown.trimEnd()
}

/** What the letter begins with, hidden or not: what an inbox goes on with. */
export function firstWords(document: Document): string {
  const [body] = all(document, 'body')
  return wordsIn(body ?? document)
}

/** Where the preheader was written, or would be. */
export const preheaderPlace = ({ issue }: Letter) => ({
  file: issue.file,
  line: issue.lines.preheader ?? issue.lines.subject ?? issue.lines.title,
})
