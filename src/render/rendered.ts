// What an issue becomes once: constant segments with slots left open for the reader. Plain data, JSON-able
// but for image bytes. Neither MJML nor Handlebars is needed to fill it.

/**
 * In order. A constant is already right for its place; the rest depends on the reader. A message encodes the
 * constants once, to bytes.
 */
export type Merge<Constant extends string | Uint8Array = string> = readonly Part<Constant>[]

export type Part<Constant extends string | Uint8Array = string> =
  | Constant
  | { readonly kind: 'value'; readonly value: Expression; readonly place: Place }
  | {
      readonly kind: 'if'
      readonly test: Expression
      readonly body: Merge<Constant>
      readonly otherwise: Merge<Constant>
    }
  | {
      readonly kind: 'each'
      readonly list: Expression
      readonly body: Merge<Constant>
      readonly otherwise: Merge<Constant>
    }

/**
 * Where a slot stands, and so how its value is escaped:
 * - `html`: text between tags
 * - `attribute`: a quoted attribute that is not a URL
 * - `url`: after the host of a URL in an attribute: percent-encoded as one component
 * - `link`: a whole URL made by Pressrun (`links.*`) in an attribute
 * - `plain`: plain text
 * - `plain-url`: after the host of a URL in plain text
 * - `header`: a subject; a value with CR or LF is refused
 */
export type Place = 'html' | 'attribute' | 'url' | 'link' | 'plain' | 'plain-url' | 'header'

/** What a slot says, as data: evaluated against `{ subscriber, links }` and the items of enclosing `each`. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: string | number | boolean | null }
  /**
   * `root` is `subscriber`, `links`, or how many `each` blocks up the item stands (0: the innermost).
   * `@index`, `@first`, `@last` and `@key` are keys of an item too.
   */
  | {
      readonly kind: 'path'
      readonly root: 'subscriber' | 'links' | number
      readonly keys: readonly string[]
    }
  | {
      readonly kind: 'call'
      readonly name: 'or' | 'and' | 'not' | 'eq' | 'ne'
      readonly args: readonly Expression[]
    }

export interface RenderedIssue {
  readonly slug: string
  /** Slug of the list that it is for; the publication's first where nothing is said. */
  readonly list?: string
  readonly title: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** Places `header` and `plain`: no markup, no line breaks. */
  readonly subject: Merge
  readonly preheader: Merge
  /** The HTML part, with images as the message carries them. */
  readonly html: Merge
  /** The plain-text part, LF at line ends, wrapped at 72 columns where no slot stands. */
  readonly text: Merge
  readonly images: readonly RenderedImage[]
  /** Every constant link of the letter, decoded, once each, in order. */
  readonly links: readonly string[]
  /** `subscriber` paths that the letter uses, dotted, sorted: what a list must have. */
  readonly uses: readonly string[]
  /** SHA-256, hex, over all that every reader gets the same. */
  readonly digest: string
}

export interface RenderedImage {
  /** File name, unique in the letter and stable: `lima-summit-3f9c2a.jpg`. */
  readonly name: string
  readonly type: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
  readonly bytes: Uint8Array
  /** As the letter's `src` has it: `cid:…` or `https://…`. */
  readonly src: string
  /** CSS pixels as shown. */
  readonly width: number
  readonly height: number
}
