// The language of segments: `member and lang = "ko"`. Text to a tree, or to what is wrong with it and where. It is
// parsed and walked; nothing of it is ever run as code. What names mean is decided in `audience/segments.ts`.

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  /** A reader who has the tag. */
  | { readonly kind: 'tag'; readonly tag: string }
  /** Another segment: `@founders`. */
  | { readonly kind: 'segment'; readonly name: string; readonly at: number }
  | { readonly kind: 'empty'; readonly name: string; readonly isEmpty: boolean }
  | {
      readonly kind: 'compare'
      readonly name: string
      readonly sign: Sign
      /** Several only with `in`. */
      readonly values: readonly Value[]
    }

export type Sign =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'contains'
  | 'starts with'
  | 'ends with'

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  /** A day, `2024-11-18`. */
  | { readonly kind: 'date'; readonly date: string }
  /** `30 days ago`; `today` is 0. */
  | { readonly kind: 'ago'; readonly days: number }
  | { readonly kind: 'truth'; readonly truth: boolean }

export interface ExpressionProblem {
  readonly problem: string
  /** Index in the text. */
  readonly at: number
}

interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'date' | 'sign' | 'segment' | 'end'
  readonly text: string
  readonly at: number
}

/** More is no segment that anybody can read. */
const MOST_CHARACTERS = 5_000
const MOST_DEPTH = 50

const TOKEN =
  /(?<space>\s+)|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<date>\d{4}-\d\d-\d\d(?![\w-]))|(?<number>-?\d+(?:\.\d+)?(?![\p{L}\p{N}_.]))|(?<sign><=|>=|!=|==|[=<>(),])|@(?<segment>[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*)|(?<word>[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*)/uy

class Failure extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

export function parseExpression(text: string): Expression | ExpressionProblem {
  if (text.length > MOST_CHARACTERS)
    return { problem: `it is longer than ${MOST_CHARACTERS} characters`, at: 0 }
  try {
    return new Parser(tokensOf(text)).whole()
  } catch (error) {
    if (error instanceof Failure) return { problem: error.message, at: error.at }
    throw error
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at
    const groups = TOKEN.exec(text)?.groups
    if (!groups) {
      const sign = String.fromCodePoint(text.codePointAt(at) as number)
      throw new Failure(
        sign === '"' || sign === "'"
          ? 'a quote is opened and not closed'
          : `"${sign}" has no place`,
        at,
      )
    }
    const [kind, found] = Object.entries(groups).find(([, value]) => value !== undefined) as [
      Token['kind'] | 'space',
      string,
    ]
    if (kind === 'text')
      tokens.push({ kind, text: found.slice(1, -1).replace(/\\(.)/gs, '$1'), at })
    else if (kind !== 'space') tokens.push({ kind, text: found, at })
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

const NO_NAMES = new Set(['and', 'or', 'not', 'in', 'contains', 'is', 'has'])

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  whole(): Expression {
    const expression = this.#either()
    const { kind, text, at } = this.#next
    if (kind === 'end') return expression
    throw new Failure(`"${text}" stands where "and" or "or" is expected`, at)
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token
  }

  #take(): Token {
    const token = this.#next
    if (token.kind !== 'end') this.#at++
    return token
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#next
    return kind === 'word' && text.toLowerCase() === word
  }

  #takes(...words: readonly string[]): boolean {
    const there = words.every((word, offset) => {
      const token = this.#tokens[this.#at + offset]
      return token && token.kind !== 'text' && token.text.toLowerCase() === word
    })
    if (there) this.#at += words.length
    return there
  }

  #either(): Expression {
    return this.#chain('or', () => this.#chain('and', () => this.#negated()))
  }

  #chain(kind: 'and' | 'or', part: () => Expression): Expression {
    const first = part()
    const parts = [first]
    while (this.#takes(kind)) parts.push(part())
    return parts.length === 1 ? first : { kind, parts }
  }

  #negated(): Expression {
    const { at } = this.#next
    if (++this.#depth > MOST_DEPTH) throw new Failure('it is nested too deeply', at)
    const expression: Expression = this.#takes('not')
      ? { kind: 'not', part: this.#negated() }
      : this.#primary()
    this.#depth--
    return expression
  }

  #primary(): Expression {
    const token = this.#take()
    const { kind, text, at } = token
    if (kind === 'sign' && text === '(') {
      const inner = this.#either()
      if (!this.#takes(')')) throw new Failure('a bracket is opened and not closed', at)
      return inner
    }
    if (kind === 'segment') return { kind, name: text, at }
    if (kind === 'text') return { kind: 'tag', tag: text }
    if (kind === 'word' && !NO_NAMES.has(text.toLowerCase())) return this.#condition(text)
    throw new Failure(
      kind === 'end'
        ? 'it ends where a tag or a condition is expected'
        : `"${text}" stands where a tag or a condition is expected`,
      at,
    )
  }

  #condition(name: string): Expression {
    if (this.#takes('is', 'not', 'empty') || this.#takes('is', 'set'))
      return { kind: 'empty', name, isEmpty: false }
    if (this.#takes('is', 'empty') || this.#takes('is', 'not', 'set'))
      return { kind: 'empty', name, isEmpty: true }
    const sign = this.#sign()
    if (!sign) return { kind: 'tag', tag: name }
    if (sign.text === 'in' || sign.text === 'not in') {
      const among = { kind: 'compare', name, sign: 'in', values: this.#values() } as const
      return sign.text === 'in' ? among : { kind: 'not', part: among }
    }
    const { at } = this.#next
    const value = this.#value()
    if (/[a-z]/.test(sign.text) && value.kind !== 'text')
      throw new Failure(`"${sign.text}" goes with a text in quotes`, at)
    return { kind: 'compare', name, sign: sign.text as Sign, values: [value] }
  }

  #sign(): { readonly text: string } | undefined {
    const { kind, text, at } = this.#next
    if (kind === 'sign' && !/[(),]/.test(text)) {
      this.#take()
      return { text: text === '==' ? '=' : text }
    }
    for (const words of ['not in', 'starts with', 'ends with', 'in', 'contains'])
      if (this.#takes(...words.split(' '))) return { text: words }
    if (this.#isWord('is')) throw new Failure('"is" goes with "empty" or "set"', at)
    return undefined
  }

  #values(): readonly Value[] {
    const { at } = this.#next
    if (!this.#takes('(')) throw new Failure('"in" goes with a list: ("en", "ko")', at)
    const values = [this.#value()]
    while (this.#takes(',')) values.push(this.#value())
    if (!this.#takes(')')) throw new Failure('a bracket is opened and not closed', at)
    return values
  }

  #value(): Value {
    const { kind, text, at } = this.#take()
    if (kind === 'text') return { kind, text }
    if (kind === 'date') {
      if (isDay(text)) return { kind, date: text }
      throw new Failure(`${text} is no day`, at)
    }
    if (kind === 'number') {
      for (const [unit, days] of UNITS)
        if (this.#takes(unit, 'ago') || this.#takes(`${unit}s`, 'ago'))
          return { kind: 'ago', days: Number(text) * days }
      return { kind, number: Number(text) }
    }
    if (kind === 'word') {
      const word = text.toLowerCase()
      if (word === 'today') return { kind: 'ago', days: 0 }
      if (word === 'true' || word === 'false') return { kind: 'truth', truth: word === 'true' }
      throw new Failure(`"${text}" is no value: write it in quotes`, at)
    }
    throw new Failure(
      kind === 'end' ? 'it ends where a value is expected' : `"${text}" is no value`,
      at,
    )
  }
}

const UNITS = [
  ['day', 1],
  ['week', 7],
  ['month', 30],
  ['year', 365],
] as const

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
