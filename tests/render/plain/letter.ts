// Content trees for the tests, as the loader makes them, and the phrases that plain text asks for.

import type { Block, Footnote, Inline, Prose } from '../../../src/issue/content.ts'
import type { TextOptions } from '../../../src/render/plain/plain.ts'
import type { ArticleView, InterviewView } from '../../../src/render/view.ts'

const PHRASES: Readonly<Record<string, string>> = {
  image: 'Image: {alt}',
  facts: 'Key facts',
  source: 'Source: {name}',
  sponsor: 'Sponsored by {name}',
  q: 'Q.',
  a: 'A.',
}

export const options: TextOptions = {
  t: (key, values = {}) =>
    (PHRASES[key] as string).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name])),
  date: (date) => `<${date}>`,
  width: 72,
}

export const text = (value: string): Inline => ({ type: 'text', text: value })

export const link = (value: string, href: string): Inline => ({
  type: 'link',
  href,
  children: [text(value)],
})

const inline = (content: string | readonly Inline[]) =>
  typeof content === 'string' ? [text(content)] : content

export const paragraph = (content: string | readonly Inline[]): Block => ({
  type: 'paragraph',
  line: 1,
  children: inline(content),
})

export const list = (
  items: readonly (readonly Block[])[],
  more: { ordered?: boolean; start?: number; tight?: boolean } = {},
): Block => ({ type: 'list', line: 1, ordered: false, start: 1, tight: true, ...more, items })

export const quote = (...children: readonly Block[]): Block => ({
  type: 'quote',
  line: 1,
  children,
})

export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('left' | 'center' | 'right' | null)[] = head.map(() => null),
): Block => ({
  type: 'table',
  line: 1,
  align,
  head: head.map(inline),
  rows: rows.map((row) => row.map(inline)),
})

export const prose = (blocks: readonly Block[], footnotes: readonly Footnote[] = []): Prose => ({
  blocks,
  footnotes,
})

export const note = (number: number, content: string | readonly Inline[]): Footnote => ({
  number,
  children: [paragraph(content)],
})

export const article = (more: Partial<ArticleView>): ArticleView => ({
  title: null,
  kicker: null,
  standfirst: null,
  byline: null,
  dateline: null,
  published: null,
  source: null,
  image: null,
  facts: [],
  body: prose([]),
  words: 0,
  ...more,
})

type Role = 'interviewer' | 'guest'

/** Speakers as `[name, role, description?]`; turns as `[speaker's index, body]`. */
export function interview(
  people: readonly (readonly [string, Role, string?])[],
  turns: readonly (readonly [number, string | Prose])[],
  more: Partial<InterviewView> = {},
): InterviewView {
  const speakers = people.map(([name, role, description]) => ({
    name,
    initials: name.slice(0, 1),
    role,
    description: description ?? null,
    photo: null,
  }))
  const many = speakers.length > 2
  const seen = new Set<number>()
  return {
    title: null,
    kicker: null,
    intro: null,
    speakers,
    guests: speakers.filter(({ role }) => role === 'guest'),
    interviewers: speakers.filter(({ role }) => role === 'interviewer'),
    many,
    crowd: false,
    notes: null,
    turns: turns.map(([index, said]) => {
      const first = !seen.has(index)
      seen.add(index)
      const speaker = speakers[index]
      return {
        speaker,
        kind: speaker?.role === 'guest' ? ('answer' as const) : ('question' as const),
        first,
        named: first || many,
        quote: null,
        body: typeof said === 'string' ? prose([paragraph(said)]) : said,
      }
    }),
    words: 0,
    ...more,
  }
}
