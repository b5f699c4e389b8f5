// A mark without its note stays in the text as it was typed; a note without its mark is not shown at all.

import { contentFiles } from '../passages.ts'
import { escaped } from '../places.ts'
import type { Report, Rule } from '../rule.ts'

const NOTE = /^ {0,3}\[\^([^\]\s]+)\]:/
const MARK = /\[\^([^\]\s]+)\](?!:)/g

export const footnotes: Rule = {
  id: 'footnotes',
  level: 'error',
  about: 'Every mark of a footnote has its note, and every note its mark.',
  check(letter) {
    const { issue, sources } = letter
    return contentFiles(issue).flatMap((file): Report[] => {
      const lines = withoutCode(sources.lines(file))
      const yaml = file === issue.file
      const notes = new Map<string, number>()
      const marks = new Map<string, { line: number; column: number }>()
      for (const [index, line] of lines.entries()) {
        const note = NOTE.exec(yaml ? line.trimStart() : line)?.[1]
        if (note !== undefined) notes.set(note, index + 1)
        for (const match of line.matchAll(MARK)) {
          const known = marks.get(match[1] as string)
          if (!known) marks.set(match[1] as string, { line: index + 1, column: match.index + 1 })
        }
      }
      // Only what is really in the letter as it was typed counts as broken.
      const shown = (name: string) =>
        letter.passages.some(
          (passage) =>
            passage.file === file && new RegExp(`\\[\\^${escaped(name)}\\]`).test(passage.text),
        )
      return [
        ...[...marks]
          .filter(([name]) => !notes.has(name) && shown(name))
          .map(([name, place]) => ({
            message: `the footnote mark [^${name}] has no note`,
            mend: `Add a line that begins with [^${name}]: and a space.`,
            file,
            ...place,
          })),
        ...[...notes]
          .filter(([name]) => !marks.has(name))
          .map(([name, line]) => ({
            level: 'warning' as const,
            message: `nothing refers to the footnote [^${name}], so it is not in the letter`,
            mend: `Put [^${name}] where it belongs, or take the note out.`,
            file,
            line,
          })),
      ]
    })
  },
}

/** Fenced and quoted code shows how a footnote is written. */
function withoutCode(lines: readonly string[]): string[] {
  let fenced = false
  return lines.map((line) => {
    const fence = /^\s{0,3}(?:```|~~~)/.test(line)
    if (fence) fenced = !fenced
    return fenced || fence ? '' : line.replace(/`[^`]*`/g, (code) => ' '.repeat(code.length))
  })
}
