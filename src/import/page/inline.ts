// What stands within a paragraph of a page, as text and as Markdown: emphasis, links, code; pictures come out beside.

import { escapeInline } from '../text/escape.ts'
import type { Element } from './tree.ts'

export interface InlineText {
  readonly text: string
  readonly markdown: string
  readonly emphasis?: 'strong' | 'emphasis'
  /** Share of the text that links. */
  readonly links: number
  /** `img` elements within it. */
  readonly images: readonly Element[]
}

type Run = {
  readonly text: string
  readonly strong: boolean
  readonly emphasis: boolean
  readonly href: string | undefined
  readonly code: boolean
}

const STRONG = new Set(['strong', 'b'])
const EMPHASIS = new Set(['em', 'i', 'cite', 'dfn', 'var'])
const CODE = new Set(['code', 'kbd', 'samp', 'tt'])
/** A page that hides addresses writes a link to what uncovers them. */
const MASKED = /^\/cdn-cgi\/l\/email-protection/

export function inlineOf(nodes: readonly (Element | string)[]): InlineText {
  const runs: Run[] = []
  const images: Element[] = []
  const plain: Run = { text: '', strong: false, emphasis: false, href: undefined, code: false }
  for (const node of nodes) collect(node, plain, runs, images)
  const trimmed = collapse(runs)
  const text = trimmed.map((run) => run.text).join('')
  const words = trimmed.filter((run) => run.text.trim() !== '')
  const all = (test: (run: Run) => boolean) => words.length > 0 && words.every(test)
  const emphasis = all(({ strong }) => strong)
    ? ('strong' as const)
    : all(({ emphasis: own }) => own)
      ? ('emphasis' as const)
      : undefined
  const linked = trimmed.reduce(
    (sum, run) => sum + (run.href === undefined ? 0 : run.text.length),
    0,
  )
  const links = linked / Math.max(1, text.length)
  return { text, markdown: markdownOf(trimmed), images, links, ...(emphasis ? { emphasis } : {}) }
}

function collect(node: Element | string, style: Run, runs: Run[], images: Element[]): void {
  if (typeof node === 'string') {
    runs.push({ ...style, text: node })
    return
  }
  const { tag, attributes, children } = node
  if (tag === 'img') images.push(node)
  if (tag === 'br') runs.push({ ...style, text: ' ' })
  if (tag === 'wbr') return
  const href = tag === 'a' ? attributes.href : undefined
  const inner: Run = {
    ...style,
    strong: style.strong || STRONG.has(tag),
    emphasis: style.emphasis || EMPHASIS.has(tag),
    code: style.code || CODE.has(tag),
    href: href === undefined || MASKED.test(href) ? style.href : href,
  }
  if (tag === 'q') runs.push({ ...style, text: '“' })
  for (const child of children) collect(child, inner, runs, images)
  if (tag === 'q') runs.push({ ...style, text: '”' })
}

/** Spaces once, none at the ends; neighbours that look alike are one run. */
function collapse(runs: readonly Run[]): Run[] {
  const result: Run[] = []
  let space = true
  for (const run of runs) {
    let text = run.text.replace(/[ \t\n\r\f\v]+/g, ' ')
    if (space) text = text.replace(/^ /, '')
    if (text === '') continue
    space = text.endsWith(' ')
    const last = result.at(-1)
    if (last && sameStyle(last, run))
      result[result.length - 1] = { ...last, text: last.text + text }
    else result.push({ ...run, text })
  }
  const last = result.at(-1)
  if (last) result[result.length - 1] = { ...last, text: last.text.trimEnd() }
  return result.filter(({ text }) => text !== '')
}

const sameStyle = (a: Run, b: Run) =>
  a.strong === b.strong && a.emphasis === b.emphasis && a.href === b.href && a.code === b.code

function markdownOf(runs: readonly Run[]): string {
  let markdown = ''
  for (let at = 0; at < runs.length; ) {
    const { href } = runs[at] as Run
    let end = at + 1
    while (href !== undefined && runs[end]?.href === href) end++
    const inner = styled(runs.slice(at, end))
    markdown += href === undefined ? inner : linked(inner, href)
    at = end
  }
  return markdown
}

function linked(inner: string, href: string): string {
  const text = inner.trim()
  if (text === '') return inner
  const target = href
    .trim()
    .replace(/\s/g, '%20')
    .replace(/[()<>\\]/g, encodeMark)
  const shown = text.replace(/\\([[\]])/g, '$1').replace(/[[\]]/g, '\\$&')
  return inner.replace(text, () => `[${shown}](${target})`)
}

const encodeMark = (mark: string) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`

function styled(runs: readonly Run[]): string {
  return runs
    .map(({ text, strong, emphasis, code }) => {
      const bare = text.trim()
      if (bare === '') return text
      const marks = `${strong ? '**' : ''}${emphasis ? '*' : ''}`
      // Marks that touch letters outside or spaces inside are read as stars.
      const words = code && !bare.includes('`') ? `\`${bare}\`` : escapeInline(bare)
      return text.replace(bare, () => `${marks}${words}${[...marks].reverse().join('')}`)
    })
    .join('')
}
