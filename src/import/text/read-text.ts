// Plain text and Markdown to blocks: a block a line at first, except where a form runs over several (tables,
// code, quotations, list items) and where lines were broken to a width. Nothing is left out here.

import { softBreak } from '../../issue/typography.ts'
import type { Block, Metadata, Reading, Repair, Taken } from '../block.ts'
import { recurringLabels } from '../interview/labels.ts'
import { readDateLine } from '../judge/dates.ts'
import { escapeInline, escapeStart } from './escape.ts'
import { looksLikeFrontMatter, readFrontMatter } from './front-matter.ts'
import { emphasisOf, type LineForm, lineForm, plainOf } from './markdown-forms.ts'
import { inlineReferences, withoutTags } from './markdown-source.ts'
import { repairLine } from './repair.ts'
import { SENTENCE_END, wrapWidth } from './wrapping.ts'

export interface TextOptions {
  readonly markdown: boolean
}

/** @param text any line ends. */
export function readText(text: string, { markdown }: TextOptions): Reading {
  const source = text.replace(/^\ufeff/, '').split(/\r\n|[\n\r\u2028\u2029\f\v]/)
  const settled = new Map<number, { taken: Taken; why?: string }>()
  const front = readFrontMatter(source)
  for (const [line, verdict] of front?.settled ?? []) settled.set(line, verdict)
  const broken = front === undefined && looksLikeFrontMatter(source)
  const { lines, repairs, remarks } = repaired(source, markdown)
  const skip = front?.length ?? 0
  const references = markdown ? inlineReferences(lines, skip) : undefined
  for (const line of references?.definitions ?? []) settled.set(line, { taken: 'metadata' })
  const written = references?.lines ?? lines
  const open = written.map((line, at) => (settled.has(at + 1) ? '' : line))
  return {
    lines,
    blocks: new TextReader(open, markdown).blocks(),
    metadata: (front?.metadata ?? {}) satisfies Metadata,
    repairs,
    settled,
    remarks: broken ? [BROKEN_FRONT, ...remarks] : remarks,
  }
}

const BROKEN_FRONT =
  'The front matter at the top cannot be read as YAML: its lines were taken as text. Mend it and import again.'

function repaired(source: readonly string[], markdown: boolean) {
  const repairs: Repair[] = []
  let invisible = 0
  const lines = source.map((line, at) => {
    const tagless = markdown ? withoutTags(line, at + 1, repairs) : line
    const result = repairLine(tagless, at + 1)
    invisible += result.invisible
    repairs.push(...result.repairs)
    return result.text
  })
  const remarks =
    invisible > 0
      ? [
          `${invisible} invisible characters (soft hyphens, zero-width spaces, controls) were taken out.`,
        ]
      : []
  return { lines, repairs, remarks }
}

class TextReader {
  readonly #lines: readonly string[]
  readonly #markdown: boolean
  readonly #width: number | undefined
  readonly #labels: ReadonlySet<string>
  #at = 0
  #after: Block['after'] = 'blank'

  constructor(lines: readonly string[], markdown: boolean) {
    this.#lines = lines
    this.#markdown = markdown
    this.#width = markdown ? markdownWidth(lines) : wrapWidth(lines)
    this.#labels = this.#width === undefined ? new Set() : recurringLabels(lines.map(plainOf))
  }

  blocks(): Block[] {
    const blocks: Block[] = []
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] as string
      if (line.trim() === '') {
        this.#at++
        this.#after = 'blank'
        continue
      }
      const block = this.#block(line)
      blocks.push(block)
      const last = this.#lines[this.#at - 1] ?? ''
      this.#after = this.#markdown && /(?: {2}|\\)$/.test(last) ? 'break' : 'newline'
    }
    return blocks
  }

  #block(line: string): Block {
    const form = this.#formOf(line)
    if (this.#markdown && /^\s{0,3}(```|~~~)/.test(line)) return this.#code(line)
    if (form.form === 'table') return this.#table()
    if (!this.#markdown && isTabbed(line, this.#lines[this.#at + 1])) return this.#tabbed()
    switch (form.form) {
      case 'heading':
        return this.#take(1, {
          ...this.#inline(form.rest),
          form: 'heading',
          level: form.level ?? 2,
        })
      case 'rule':
        return this.#take(1, { form: 'rule', text: '', markdown: '---' })
      case 'quote':
        return this.#quote()
      case 'item':
        return this.#item(form)
      case 'footnote':
        return this.#footnote()
      case 'image':
        return this.#image(form.rest)
      default:
        return this.#paragraph()
    }
  }

  /** `3. November 2024` begins no list. */
  #formOf(line: string): LineForm {
    const form = lineForm(line, this.#markdown)
    const dated = form.form === 'item' && !this.#markdown && readDateLine(line.trim())
    return dated ? { form: 'text', rest: line.trim() } : form
  }

  #take(count: number, block: Omit<Block, 'lines' | 'after'>): Block {
    const lines = Array.from({ length: count }, (_, index) => this.#at + 1 + index)
    const after = this.#after
    this.#at += count
    return { ...block, lines, after }
  }

  #inline(raw: string): { text: string; markdown: string; emphasis?: 'strong' | 'emphasis' } {
    const line = raw.trim().replace(/\\$/, '').trimEnd()
    if (!this.#markdown) {
      const text = line.replace(/[^\S\u3000]+/g, ' ')
      return { text, markdown: escapeInline(text) }
    }
    const emphasis = emphasisOf(line)
    return { text: plainOf(line), markdown: line, ...(emphasis ? { emphasis } : {}) }
  }

  /** How many lines from here on satisfy `test`. */
  #run(test: (line: string, index: number) => boolean): number {
    let count = 0
    for (let at = this.#at; at < this.#lines.length; at++, count++) {
      const line = this.#lines[at] as string
      if (line.trim() === '' || !test(line, count)) break
    }
    return count
  }

  #slice(count: number): string[] {
    return this.#lines.slice(this.#at, this.#at + count)
  }

  #code(open: string): Block {
    const fence = (/(```|~~~)/.exec(open) as RegExpExecArray)[0]
    let end = this.#at + 1
    while (end < this.#lines.length && !(this.#lines[end] as string).trim().startsWith(fence)) end++
    const count = Math.min(end + 1, this.#lines.length) - this.#at
    const lines = this.#slice(count)
    const closed = (this.#lines[end] ?? '').trim().startsWith(fence) ? lines : [...lines, fence]
    const text = lines.slice(1).join('\n')
    return this.#take(count, { form: 'code', text, markdown: closed.join('\n') })
  }

  #table(): Block {
    const count = this.#run((line) => /^\s*\|.*\|\s*$/.test(line))
    const lines = this.#slice(count).map((line) => line.trim())
    return this.#take(count, { form: 'table', text: lines.join(' '), markdown: lines.join('\n') })
  }

  #tabbed(): Block {
    const cells = (line: string) => line.trim().split('\t')
    const size = cells(this.#lines[this.#at] as string).length
    const count = this.#run((line) => cells(line).length === size)
    const rows = this.#slice(count).map((line) => cells(line).map((cell) => cell.trim()))
    const written = rows.map(
      (row) => `| ${row.map((cell) => escapeInline(cell).replaceAll('|', '\\|')).join(' | ')} |`,
    )
    written.splice(1, 0, `| ${Array.from({ length: size }, () => '---').join(' | ')} |`)
    const text = rows.map((row) => row.join(' ')).join(' ')
    return this.#take(count, { form: 'table', text, markdown: written.join('\n') })
  }

  #quote(): Block {
    const count = this.#run((line) => /^\s*>/.test(line))
    const parts = this.#slice(count).map((line) => line.trim().replace(/^>\s?/, ''))
    const inline = parts.map((part) => this.#inline(part))
    const text = inline.map((part) => part.text).join(' ')
    const hard = !this.#markdown && parts.length > 1 && wrapWidth(parts) === undefined
    const markdown = inline
      .map((part) => (part.markdown === '' ? '>' : `> ${part.markdown}`))
      .join(hard ? '\\\n' : '\n')
    return this.#take(count, { form: 'quote', text: text.trim(), markdown })
  }

  #item(form: LineForm): Block {
    const count = this.#run(
      (line, index) =>
        index === 0 || (/^\s{2,}\S/.test(line) && lineForm(line, this.#markdown).form === 'text'),
    )
    const rest = [form.rest, ...this.#slice(count).slice(1)].map((line) => line.trim()).join(' ')
    const inline = this.#inline(rest)
    const nested = this.#markdown ? (/^ */.exec(this.#lines[this.#at] as string)?.[0] ?? '') : ''
    return this.#take(count, {
      form: 'item',
      text: inline.text,
      markdown: `${nested}${form.marker} ${inline.markdown}`,
    })
  }

  #footnote(): Block {
    const count = this.#run((line, index) => index === 0 || /^\s{2,}\S/.test(line))
    const text = this.#slice(count).join('\n').trim()
    return this.#take(count, { form: 'footnote', text, markdown: text })
  }

  #image(raw: string): Block {
    const [, alt = '', target = ''] = /^!\[([^\]]*)\]\(([^)]*)\)$/.exec(raw) ?? []
    const [, src = '', caption] = /^<?(\S+?)>?(?:\s+["'(](.*)["')])?$/.exec(target.trim()) ?? []
    return this.#take(1, {
      form: 'image',
      text: alt,
      markdown: '',
      image: { src, alt, ...(caption ? { caption } : {}) },
    })
  }

  #paragraph(): Block {
    const next = (this.#lines[this.#at + 1] ?? '').trim()
    if (this.#markdown && /^(=+|-{3,})$/.test(next)) {
      const inline = this.#inline(this.#lines[this.#at] as string)
      return this.#take(2, { ...inline, form: 'heading', level: next.startsWith('=') ? 1 : 2 })
    }
    const count = this.#width === undefined ? 1 : this.#wrapped(this.#width)
    const parts = this.#slice(count).map((line) => line.trim())
    const joined = parts
      .map((line, at) => (at === 0 ? line : softBreak(parts[at - 1], line) + line))
      .join('')
    const inline = this.#inline(joined)
    const markdown = this.#markdown ? inline.markdown : escapeStart(inline.markdown)
    return this.#take(count, { ...inline, markdown, form: 'text' })
  }

  /** Lines of a paragraph that was broken to a width. */
  #wrapped(width: number): number {
    return this.#run((line, index) => {
      if (index === 0) return true
      const before = this.#lines[this.#at + index - 1] as string
      if (this.#markdown && /(?: {2}|\\)$/.test(before)) return false
      if (lineForm(line, this.#markdown).form !== 'text') return false
      if (
        recurringLabels([plainOf(line)], 1)
          .values()
          .some((name) => this.#labels.has(name))
      )
        return false
      if (this.#markdown) return true
      const short = before.trim().length < width * 0.6 && SENTENCE_END.test(before)
      return !short && !/^\s{2,}\S/.test(line) && columnsOpen(before, width)
    })
  }
}

/** A line far from the width that ends no sentence was not broken: a heading. */
const columnsOpen = (before: string, width: number) => before.trim().length >= width * 0.35

/** Markdown joins lines, unless they are so long that each must be a paragraph that somebody pasted. */
function markdownWidth(lines: readonly string[]): number | undefined {
  const long = lines.filter((line) => line.length > 160).length
  const filled = lines.filter((line) => line.trim() !== '').length
  return long > filled * 0.3 ? undefined : 100
}

function isTabbed(line: string, next: string | undefined): boolean {
  const tabs = line.trim().split('\t').length
  return tabs > 1 && next !== undefined && next.trim().split('\t').length === tabs
}
