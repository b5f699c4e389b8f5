// An imported interview to `interview.md`: speakers in the front matter, each turn begun by its name in bold. What
// the reader of that file would take for a turn and is none is escaped.

import { splitTurns } from '../../issue/turns.ts'
import type { Block } from '../block.ts'
import type { ImportedInterview } from '../interview/interview.ts'
import { oneLine, pieceFile } from './front-matter.ts'
import { markdownOf, type Writer } from './markdown.ts'

export function interviewFile(interview: ImportedInterview, writer: Writer, base?: string): string {
  const { title, kicker, speakers, intro, turns } = interview
  const names = speakers.map(({ name }) => name)
  const speaking = speakers.filter((_, index) => turns.some(({ speaker }) => speaker === index))
  const written = [
    markdownOf(intro, writer, base),
    ...turns.map(({ speaker, blocks }) =>
      turnMarkdown(names[speaker] as string, blocks, writer, base),
    ),
  ].filter((text) => text !== '')
  const body = withoutFalseTurns(written, names)
  return pieceFile(
    {
      title: oneLine(title),
      kicker: oneLine(kicker),
      speakers: speaking.map(({ name, role, description }) => ({
        name,
        role,
        ...(description ? { description: oneLine(description) } : {}),
      })),
    },
    body,
  )
}

function turnMarkdown(
  name: string,
  blocks: readonly Block[],
  writer: Writer,
  base?: string,
): string {
  const text = markdownOf(blocks, writer, base)
  const [first] = blocks
  // A list, a quotation or a table cannot begin behind a name.
  return first?.form === 'text' ? `**${name}:** ${text}` : `**${name}:**\n\n${text}`
}

/** Lines that begin like a turn and are none: their colon is written as an entity. */
function withoutFalseTurns(written: readonly string[], names: readonly string[]): string {
  let text = written.join('\n\n')
  const known = names.map((name) => ({ label: name, name }))
  const begins = new Set<number>()
  let line = 0
  for (const part of written) {
    if (names.some((name) => part.startsWith(`**${name}:**`))) begins.add(line)
    line += part.split('\n').length + 1
  }
  for (let round = 0; round < 3; round++) {
    const wrong = new Set(
      splitTurns(text, known)
        .turns.map((turn) => turn.line)
        .filter((at) => !begins.has(at)),
    )
    if (wrong.size === 0) return text
    text = text
      .split('\n')
      .map((content, at) => (wrong.has(at) ? escapeColon(content) : content))
      .join('\n')
  }
  return text
}

const escapeColon = (line: string): string =>
  line.replace(/[:：]/, (colon) => (colon === ':' ? '&#58;' : '&#65306;'))
