// What a source is once it is read, whatever it was: blocks of text in their order, each knowing the lines
// of the source it stands on, so that in the end every line has a verdict. Plain readonly data.

/** What a block looks like; what it is taken as is decided later. */
export type Form =
  | 'text'
  | 'heading'
  | 'item'
  | 'quote'
  | 'table'
  | 'code'
  | 'image'
  | 'rule'
  | 'footnote'

/** An image that a source shows. */
export interface SourceImage {
  /** Whole URL, `data:` URL, a path relative to the source, or the key of an embedded image. */
  readonly src: string
  readonly alt: string
  readonly caption?: string
  readonly credit?: string
}

/** What the markup around a block, or a person, says it is. */
export type Hint =
  | 'headline'
  | 'kicker'
  | 'standfirst'
  | 'byline'
  | 'published'
  | 'caption'
  | 'body'
  | 'note'

export interface Block {
  /** Lines of the source, 1-based, ascending. */
  readonly lines: readonly number[]
  readonly form: Form
  /** As it is read: no markup, spaces collapsed. */
  readonly text: string
  /** Safe Markdown of the same: an item with its marker, a quote with its `>`, a heading without its `#`. */
  readonly markdown: string
  /** Of a heading, 1 to 6. */
  readonly level?: number
  /** The whole block is set like this. */
  readonly emphasis?: 'strong' | 'emphasis'
  /** What stands between it and the block before it. `break` is a line break that was meant. */
  readonly after: 'blank' | 'newline' | 'break'
  readonly image?: SourceImage
  readonly hint?: Hint
  /** The markup says where it begins and ends. */
  readonly bounded?: true
  /** Why it is no part of the piece, where the markup says so. */
  readonly outside?: string
}

/** What a line was taken as. */
export type Taken =
  | 'headline'
  | 'kicker'
  | 'standfirst'
  | 'byline'
  | 'dateline'
  | 'published'
  | 'source'
  | 'body'
  | 'subhead'
  | 'caption'
  | 'image'
  | 'interview title'
  | 'interview heading'
  | 'intro'
  | 'question'
  | 'answer'
  | 'note'
  | 'metadata'
  | 'blank'
  | 'left out'

/** A person's word on a line, which nobody overrules. */
export interface Correction {
  /** Line of the source, 1-based. */
  readonly line: number
  readonly as: Hint | 'subhead' | 'question' | 'answer' | 'left out'
  /** For a question or an answer that begins here: who speaks. Without one the line continues the turn. */
  readonly speaker?: string
}

/** A change to the wording, always listed. */
export interface Repair {
  readonly line: number
  readonly before: string
  readonly after: string
  readonly why: string
}

/** What was said about the piece outside of its text: by a page's metadata or front matter. */
export interface Metadata {
  readonly title?: string
  readonly byline?: string
  readonly description?: string
  /** `YYYY-MM-DD` */
  readonly published?: string
  readonly site?: string
  /** Canonical. */
  readonly url?: string
  readonly lang?: string
  readonly image?: SourceImage
  /** What its links are relative to, where that is not its address. */
  readonly base?: string
}

/** A source once read. */
export interface Reading {
  /** Every line of the source, in order; `lines[0]` is line 1. As it is read, after repairs. */
  readonly lines: readonly string[]
  readonly blocks: readonly Block[]
  readonly metadata: Metadata
  readonly repairs: readonly Repair[]
  /** Verdicts that are known already: lines of front matter, lines outside the article. */
  readonly settled: ReadonlyMap<number, { readonly taken: Taken; readonly why?: string }>
  /** What the reader of the format has to say: tracked changes, comments, what was dropped. */
  readonly remarks: readonly string[]
}
