// What the readers of a Markdown text share: its lines, where they stand in the file, and the problems found.

import type MarkdownIt from 'markdown-it'
import type { Problem } from '../problem.ts'
import type { MarkdownSource } from './markdown.ts'

export type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

export class Reading {
  readonly problems: Problem[] = []
  readonly source: MarkdownSource
  readonly #lines: readonly string[]

  constructor(text: string, source: MarkdownSource) {
    this.source = source
    this.#lines = text.split('\n')
  }

  /** Line of the file, 1-based, of a line of the text, 0-based. */
  lineAt(index: number): number {
    const { lines } = this.source
    return typeof lines === 'number' ? lines + index : (lines[index] ?? lines.at(-1) ?? 1)
  }

  /** The line from `index` on that has `words` in it, within the same paragraph; `index` where none has. */
  find(words: string, index: number): number {
    for (let at = index; at < this.#lines.length; at++) {
      const line = this.#lines[at] as string
      if (at > index && line.trim() === '') break
      if (line.includes(words) || line.includes(decoded(words))) return at
    }
    return index
  }

  /** @param index line of the text, 0-based. */
  problem(message: string, mend: string, index: number): void {
    const line = this.lineAt(index)
    if (this.problems.some((known) => known.message === message && known.line === line)) return
    this.problems.push({ code: 'content', message, mend, file: this.source.file, line })
  }
}

/** A URL as it was written, where the parser encoded it. */
export function decoded(url: string): string {
  try {
    return decodeURI(url)
  } catch {
    return url
  }
}
