// The content of an article or an interview once it is read: a small tree of plain data.
// Both the HTML and the plain text are made from it; nothing downstream sees Markdown again.

import type { ImageRef } from '../project/image-ref.ts'

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'emphasis' | 'strong' | 'strike'; readonly children: readonly Inline[] }
  /** `href` has an allowed scheme (http, https, mailto, tel): anything else was refused when read. */
  | {
      readonly type: 'link'
      readonly href: string
      readonly title?: string
      readonly children: readonly Inline[]
    }
  | { readonly type: 'footnote'; readonly number: number }

export type Block = { readonly line: number } & (
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | {
      readonly type: 'heading'
      readonly level: 1 | 2 | 3 | 4 | 5 | 6
      readonly children: readonly Inline[]
    }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly tight: boolean
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly type: 'code'; readonly text: string; readonly language?: string }
  | {
      readonly type: 'table'
      readonly align: readonly ('left' | 'center' | 'right' | null)[]
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }
  /** `href`: where the image leads. */
  | { readonly type: 'image'; readonly image: ImageRef; readonly href?: string }
  | { readonly type: 'rule' }
)

export interface Footnote {
  /** 1-based, in order of first mention. */
  readonly number: number
  readonly children: readonly Block[]
}

export interface Prose {
  readonly blocks: readonly Block[]
  readonly footnotes: readonly Footnote[]
}
