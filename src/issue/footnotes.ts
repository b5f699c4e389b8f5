// Footnotes as they are written: where each is defined, and whether anything refers to it. What nothing refers
// to would be left out of the letter without a word, and so is a problem.

import type { Problem } from '../problem.ts'
import { outsideFences } from './fences.ts'

interface Definition {
  readonly label: string
  /** Line of the text, 0-based. */
  readonly line: number
}

const DEFINITION = /^ {0,3}\[\^([^\]\s]+)\]:/

/** In order; those in fenced code are none. */
function definitionsIn(text: string): readonly Definition[] {
  return [...outsideFences(text.split('\n'))].flatMap(([line, words]) => {
    const label = DEFINITION.exec(words)?.[1]
    return label === undefined ? [] : [{ label, line }]
  })
}

export const isDefinition = (line: string): boolean => DEFINITION.test(line)

/**
 * @param text the whole in which they may be referred to.
 * @param lineAt line of the file of a line of the text.
 */
export function footnoteProblems(
  text: string,
  file: string,
  lineAt: (index: number) => number,
): Problem[] {
  const definitions = definitionsIn(text)
  return definitions.flatMap(({ label, line }, index) => {
    const problem = (message: string, mend: string): Problem[] => [
      { code: 'content', message, mend, file, line: lineAt(line) },
    ]
    if (definitions.findIndex((other) => other.label === label) < index)
      return problem(`the footnote [^${label}] is here twice`, 'Give one of them another name.')
    const said = text.split(`[^${label}]`).length - 1
    return said > 1
      ? []
      : problem(
          `nothing refers to the footnote [^${label}]`,
          `Put [^${label}] where it belongs, or remove the footnote.`,
        )
  })
}
