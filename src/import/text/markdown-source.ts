// What Markdown sources hold that a letter does not: reference links become inline ones, HTML tags go.

import type { Repair } from '../block.ts'

const DEFINITION = /^ {0,3}\[([^\]^][^\]]{0,200})\]:\s*<?([^\s>]+)>?(?:\s+["'(](.*)["')])?\s*$/

/** @param skip how many lines at the top are none of ours. */
export function inlineReferences(
  lines: readonly string[],
  skip: number,
): { readonly lines: readonly string[]; readonly definitions: readonly number[] } {
  const targets = new Map<string, string>()
  const definitions: number[] = []
  for (const [at, line] of lines.entries()) {
    const found = at >= skip ? DEFINITION.exec(line) : null
    if (!found) continue
    targets.set((found[1] as string).toLowerCase(), found[2] as string)
    definitions.push(at + 1)
  }
  if (targets.size === 0) return { lines, definitions }
  return {
    lines: lines.map((line) =>
      line.replace(
        /\[([^\][]{1,500})\](?:\[([^\][]{0,200})\])?(?![(:])/g,
        (whole, text: string, name: string | undefined) => {
          const target = targets.get((name || text).toLowerCase())
          return target === undefined ? whole : `[${text}](${target})`
        },
      ),
    ),
    definitions,
  }
}

const TAG = /<!--.{0,2000}?-->|<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?\/?>/gi

/** Raw HTML is text in a letter: tags are taken out and listed, a `<br>` becomes a line break. */
export function withoutTags(line: string, number: number, repairs: Repair[]): string {
  if (!line.includes('<')) return line
  return line.replace(TAG, (tag) => {
    const isBreak = /^<br/i.test(tag)
    repairs.push({
      line: number,
      before: tag,
      after: '',
      why: isBreak ? 'a line break in HTML' : 'HTML in Markdown: letters hold none',
    })
    return isBreak ? ' ' : ''
  })
}
