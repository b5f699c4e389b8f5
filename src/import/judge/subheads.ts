// Headings within a piece that nothing marks as such: short lines between paragraphs, or whole lines in bold.

import type { Block } from '../block.ts'
import { isProse } from '../interview/part.ts'
import { cutStart, withoutEmphasis } from '../text/cut.ts'
import { columns, SENTENCE_END } from '../text/wrapping.ts'

const MAX_COLUMNS = 80
const MARKED = /^(?:[■□◆◇▶▷●○◎★☆]|[【〔<〈[](?=[^\]】〕>〉]{2,40}(?<![.!?])[\]】〕>〉]$))\s*/u

/** @param body of an article, without its head. */
export function markSubheads(body: readonly Block[]): readonly Block[] {
  return body.map((block, at) => {
    if (block.form !== 'text' || block.hint || block.image) return block
    const next = body[at + 1]
    const before = body[at - 1]
    if (!next || block.text.includes('\n') || block.markdown.includes('\\\n')) return block
    const follows =
      isProse(next) || (next.form === 'text' && columns(next.text) > columns(block.text) * 1.5)
    if (!follows || columns(block.text) > MAX_COLUMNS) return block
    if (block.emphasis === 'strong' && !/[,;]$/.test(block.text))
      return heading(withoutEmphasis(block))
    const marked = MARKED.exec(block.text)
    if (marked) {
      const open = /[【〔<〈[]/u.test(marked[0])
      const bare = (text: string) => (open ? text.replace(/[\]】〕>〉]$/u, '').trim() : text)
      const cut = cutStart(block, bare(block.text.slice(marked[0].length).trim()))
      return heading({ ...cut, markdown: bare(cut.markdown.trim()) })
    }
    const plain = !SENTENCE_END.test(block.text) || /[?？؟]$/.test(block.text)
    const capital = !/^["“'‘(«\p{Ll}\d]/u.test(block.text)
    const between = before === undefined || isProse(before) || before.form !== 'text'
    const short = columns(block.text) >= 3 && block.text.split(/\s+/).length <= 12
    return plain && capital && between && short && isProse(next) && !/[,،、，]$/.test(block.text)
      ? heading(block)
      : block
  })
}

const heading = ({ emphasis: _, ...block }: Block): Block => ({
  ...block,
  form: 'heading',
  level: 2,
})
