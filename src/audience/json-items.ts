// A JSON array to its items, one at a time, whatever the file's size: the text is cut where an item ends, each is
// parsed alone, and the line on which it begins is known.

import { listProblem, MOST_BYTES_A_ROW } from './list-text.ts'

export interface JsonItem {
  /** 1-based: on which line it begins. */
  readonly line: number
  /** 1-based: its place in the array. */
  readonly item: number
  readonly value: unknown
}

const SPACE = /[^ \t\r\n]/
const LINE_FEED = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENS_LIST = 0x5b
const OPENS_GROUP = 0x7b
const CLOSES_LIST = 0x5d
const CLOSES_GROUP = 0x7d

export class JsonItems {
  readonly #file: string
  #line = 1
  /** 0 before the array, 1 in it, more in an item. */
  #depth = 0
  #isDone = false
  #inText = false
  #isEscaped = false
  #count = 0
  /** What is known of the item, and whether anything but space has come of it. */
  #item = ''
  #isBegun = false
  #itemLine = 1

  /** @param file for messages. */
  constructor(file: string) {
    this.#file = file
  }

  /** @throws PressrunError `list` where the text is not JSON, or not an array. */
  read(text: string): JsonItem[] {
    const items: JsonItem[] = []
    /** Where what is not yet kept of the item begins. */
    let from = 0
    for (let at = 0; at < text.length; at++) {
      if (this.#inText) {
        at = this.#endOfText(text, at)
        if (at >= text.length) break
      }
      const code = text.charCodeAt(at)
      if (code === LINE_FEED) this.#line++
      if (code <= 32) continue
      if (this.#isDone) throw this.#problem('something follows the end of the list', this.#line)
      if (this.#depth === 0) {
        if (code !== OPENS_LIST) throw this.#problem('this is not a list of readers', this.#line)
        this.#depth = 1
        from = at + 1
        continue
      }
      if (!this.#isBegun) {
        this.#isBegun = true
        this.#itemLine = this.#line
      }
      if (code === QUOTE) this.#inText = true
      else if (code === OPENS_GROUP || code === OPENS_LIST) this.#depth++
      else if (code === COMMA && this.#depth === 1) {
        items.push(this.#take(this.#item + text.slice(from, at)))
        from = at + 1
      } else if ((code === CLOSES_GROUP || code === CLOSES_LIST) && --this.#depth === 0) {
        const last = this.#item + text.slice(from, at)
        if (this.#count > 0 || SPACE.test(last)) items.push(this.#take(last))
        this.#isDone = true
      }
    }
    this.#keep(text.slice(from))
    return items
  }

  /** @throws PressrunError `list` where the array is not closed. */
  end(): void {
    if (this.#isDone) return
    throw this.#problem('a bracket or a quote is opened here and not closed', this.#itemLine)
  }

  /** @returns the index after the text's last quote; beyond the end where it goes on. */
  #endOfText(text: string, from: number): number {
    let isEscaped = this.#isEscaped
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (isEscaped) isEscaped = false
      else if (code === BACKSLASH) isEscaped = true
      else if (code === QUOTE) {
        this.#inText = this.#isEscaped = false
        return at + 1
      }
    }
    this.#isEscaped = isEscaped
    return text.length
  }

  #keep(text: string): void {
    if (this.#isDone || this.#depth === 0) return
    this.#item = this.#isBegun ? this.#item + text : ''
    if (this.#item.length > MOST_BYTES_A_ROW)
      throw this.#problem('a bracket or a quote is opened here and not closed', this.#itemLine)
  }

  #take(text: string): JsonItem {
    this.#item = ''
    this.#isBegun = false
    this.#count++
    if (!SPACE.test(text)) throw this.#problem('there is a comma too many', this.#line)
    try {
      return { line: this.#itemLine, item: this.#count, value: JSON.parse(text) }
    } catch (error) {
      const { message } = error as Error
      const place = Number(/position (\d+)/.exec(message)?.[1] ?? text.length)
      const before = text.slice(text.search(SPACE), place)
      const line = this.#itemLine + before.split('\n').length - 1
      throw this.#problem('this is not JSON', line)
    }
  }

  #problem(message: string, line: number) {
    return listProblem({
      message,
      mend: 'Write [{"email": "…"}, …]; for one reader a line, name the file .jsonl.',
      file: this.#file,
      line,
    })
  }
}
