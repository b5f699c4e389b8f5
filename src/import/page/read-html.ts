// A page's HTML to a Reading: every block of text of it is a line, those outside the piece with the reason why.

import type { Block, Reading, Repair } from '../block.ts'
import { sameTitle } from '../judge/titles.ts'
import { repairLine } from '../text/repair.ts'
import { blocksOf, type PageBlock } from './blocks.ts'
import { mainPart } from './main-part.ts'
import { metadataOf } from './metadata.ts'
import { type PageTree, readTree } from './tree.ts'

export interface PageOptions {
  /** Where the page is. */
  readonly url?: string
  /** The whole of it is the piece: a document that was converted. */
  readonly whole?: boolean
}

export function readHtml(html: string, { url, whole = false }: PageOptions = {}): Reading {
  const tree = readTree(html)
  const base = URL.parse(tree.base ?? '', url)?.href ?? url
  const said = metadataOf(tree, url)
  const metadata = base !== undefined && base !== url ? { ...said, base } : said
  const main = whole ? undefined : mainPart(tree)
  const found = blocksOf(tree.body, { main, base })
  const placed = whole ? found : withHead(found, metadata.title)
  const lines: string[] = []
  const blocks: Block[] = []
  const repairs: Repair[] = []
  let invisible = 0
  for (const block of placed) {
    const number = lines.length + 1
    const text = repairLine(block.text, number, false)
    const markdown = repairLine(block.markdown, number, false)
    repairs.push(...text.repairs)
    invisible += text.invisible
    lines.push(text.text.replace(/\n/g, ' ').trim())
    blocks.push({
      ...block,
      lines: [number],
      text: text.text.trim(),
      markdown: markdown.text.replace(/^[ \t]+(?=\S)/, block.form === 'item' ? '$&' : ''),
    })
  }
  return {
    lines,
    blocks,
    metadata,
    repairs,
    settled: new Map(),
    remarks: remarksOf(tree, invisible),
  }
}

/** Blocks between a title without markup and the piece. */
const TITLE_ABOVE = 6
const HEAD_HINTS = new Set(['headline', 'kicker', 'standfirst', 'byline', 'published'])

/** Readability takes the head of a piece for the page's: what is marked as such right above the piece is its own. */
function withHead(blocks: readonly PageBlock[], title: string | undefined): readonly PageBlock[] {
  const first = blocks.findIndex(({ outside, form }) => outside === undefined && form !== 'image')
  if (first < 0) return blocks
  const titled = ({ form, text }: PageBlock, at: number) =>
    title !== undefined &&
    (form === 'heading' || (form === 'text' && at >= first - TITLE_ABOVE)) &&
    sameTitle(text, title)
  const own = (block: PageBlock, at: number) =>
    block.outside !== undefined &&
    block.outside !== 'hidden on the page' &&
    block.outside !== 'page navigation' &&
    (HEAD_HINTS.has(block.hint ?? '') || titled(block, at))
  const headline = blocks.findLastIndex(
    (block, at) => at <= first && block.hint === 'headline' && (own(block, at) || at === first),
  )
  return blocks.map((block, at) => {
    if (at > first || !own(block, at)) return block
    // What stands far above the headline is another piece's.
    if (headline >= 0 && at < headline - 3) return block
    const { outside: _, ...rest } = block
    return rest
  })
}

function remarksOf({ dropped }: PageTree, invisible: number): string[] {
  const remarks = [...dropped].map(
    ([tag, count]) =>
      `${count} <${tag}> of the page ${count === 1 ? 'was' : 'were'} left out: a letter plays nothing.`,
  )
  if (invisible > 0)
    remarks.push(
      `${invisible} invisible characters (soft hyphens, zero-width spaces, controls) were taken out.`,
    )
  return remarks
}
