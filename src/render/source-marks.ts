// The way back from what a template wrote to the template. Noncharacters, which content cannot hold, wrap
// "file:line:column" at the start of each constant stretch of a template; they are taken out again before
// anybody else sees the text.

import type { Origin } from './slot.ts'

export interface Output {
  readonly text: string
  /** The template's place that wrote the text at `offset`; undefined where a value wrote it first. */
  locate(offset: number): Origin | undefined
}

const MARK_OPEN = '\uFDD0'
const MARK_CLOSE = '\uFDD1'
const MARK = /\uFDD0([^\uFDD1]*)\uFDD1/g

/** Puts a mark before every stretch of text, in place. */
export function markSources(program: hbs.AST.Program, file: string): void {
  for (const statement of program.body) {
    if (statement.type === 'ContentStatement') {
      const content = statement as hbs.AST.ContentStatement
      if (content.value.trim() === '') continue
      const original = String(content.original)
      const skipped = Math.max(original.indexOf(content.value), 0)
      const before = original.slice(0, skipped).split('\n')
      const line = content.loc.start.line + before.length - 1
      const column =
        before.length > 1 ? (before.at(-1) as string).length : content.loc.start.column + skipped
      content.value = `${MARK_OPEN}${file}:${line}:${column + 1}${MARK_CLOSE}${content.value}`
    }
    const block = statement as hbs.AST.BlockStatement
    if (block.program) markSources(block.program, file)
    if (block.inverse) markSources(block.inverse, file)
  }
}

/** Takes the marks out. */
export function unmark(marked: string): Output {
  const starts: { at: number; origin: Origin }[] = []
  let text = ''
  let from = 0
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(from, match.index)
    from = match.index + match[0].length
    const [, file, line, column] = /^(.*):(\d+):(\d+)$/.exec(
      match[1] as string,
    ) as unknown as string[]
    starts.push({
      at: text.length,
      origin: { file: file as string, line: Number(line), column: Number(column) },
    })
  }
  text += marked.slice(from)
  return {
    text,
    locate(offset) {
      let found: (typeof starts)[number] | undefined
      for (const start of starts) {
        if (start.at > offset) break
        found = start
      }
      if (!found) return undefined
      const between = text.slice(found.at, offset).split('\n')
      const { file, line, column } = found.origin
      return between.length === 1
        ? { file, line, column: column + (between[0] as string).length }
        : { file, line: line + between.length - 1, column: (between.at(-1) as string).length + 1 }
    },
  }
}
