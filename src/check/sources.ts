// The files that an author wrote, as lines: so that what is found in the letter can be told where it was
// written. Reads through the project's own door; a file that cannot be read is a file without lines.

import { PressrunError } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'

const MAX_BYTES = 5_000_000
/** Lines in which a passage is looked for after it begins. */
const REACH = 400

export class Sources {
  readonly #files: Files
  readonly #lines = new Map<string, readonly string[]>()

  constructor(files: Files) {
    this.#files = files
  }

  lines(file: string): readonly string[] {
    let lines = this.#lines.get(file)
    if (!lines) {
      try {
        lines = this.#files.text(file, MAX_BYTES).split('\n')
      } catch (error) {
        if (!(error instanceof PressrunError)) throw error
        lines = []
      }
      this.#lines.set(file, lines)
    }
    return lines
  }

  /**
   * The first place of `needle` from a line on.
   * @param from 1-based. @param until the last line to look at.
   */
  find(
    file: string,
    needle: string | RegExp,
    from = 1,
    until = Number.POSITIVE_INFINITY,
  ): Where | undefined {
    const lines = this.lines(file)
    const last = Math.min(lines.length, until)
    for (let line = Math.max(from, 1); line <= last; line++) {
      const column = indexIn(lines[line - 1] as string, needle)
      if (column >= 0) return { file, line, column: column + 1 }
    }
    return undefined
  }

  /** Where a text begins that may run over lines: by its first words, longest first. */
  findText(file: string, text: string, from = 1): Where | undefined {
    const words = text.split(/\s+/).filter((word) => word !== '')
    for (const count of [8, 4, 2, 1]) {
      if (words.length < count && count > 1) continue
      const found = this.find(file, words.slice(0, count).join(' '), from, from + REACH)
      if (found) return found
    }
    return undefined
  }
}

const indexIn = (line: string, needle: string | RegExp) =>
  typeof needle === 'string' ? line.indexOf(needle) : line.search(needle)
