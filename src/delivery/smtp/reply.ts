// What a server says, cut into replies (RFC 5321 section 4.2), however it arrives: in fragments, many lines, a
// megabyte long. What is kept is bounded; what is no reply is said to be none, and never taken for one.

import type { Reply } from '../transport.ts'

/** One reply as it came, its continuation lines with it. */
export interface RawReply {
  /** 200 to 599. */
  readonly code: number
  /** Without their codes; the first hundred, a thousand octets each, Latin-1 for the octets. */
  readonly lines: readonly string[]
}

/** The server said something that is no SMTP reply. */
export class NotSmtp extends Error {}

const KEPT_LINES = 100
const KEPT_OCTETS = 1000
/** A reply that is longer than this never ends. */
const MAX_REPLY_OCTETS = 16_000_000
const LINE_FEED = 0x0a
const REPLY_LINE = /^([2-5]\d\d)(?:([ -])(.*))?$/s
/** What four octets must look like for a reply to come of them. */
const REPLY_START = /^[2-5]\d\d[ \r-]/

export class ReplyReader {
  /** What is kept of the line that is being received. */
  #line = ''
  #octets = 0
  #code = 0
  #lines: string[] = []

  /** Nothing of a reply has come that is not whole. */
  get isBetweenReplies(): boolean {
    return this.#octets === 0
  }

  /**
   * @returns the replies that are whole now.
   * @throws NotSmtp; nothing may be read after it.
   */
  read(chunk: Buffer): RawReply[] {
    const replies: RawReply[] = []
    for (let from = 0; from < chunk.length; ) {
      const end = chunk.indexOf(LINE_FEED, from)
      const stop = end < 0 ? chunk.length : end
      this.#octets += stop - from + 1
      const room = KEPT_OCTETS - this.#line.length
      if (room > 0) this.#line += chunk.toString('latin1', from, Math.min(stop, from + room))
      if (this.#octets > MAX_REPLY_OCTETS) throw new NotSmtp('a reply that does not end')
      if (end < 0) {
        if (this.#line.length >= 4 && !REPLY_START.test(this.#line)) throw new NotSmtp()
        break
      }
      const reply = this.#endLine()
      if (reply) replies.push(reply)
      from = end + 1
    }
    return replies
  }

  #endLine(): RawReply | undefined {
    const [, digits, separator, text = ''] = REPLY_LINE.exec(this.#line.replace(/\r$/, '')) ?? []
    const code = Number(digits)
    // The code is the same on every line; where it is not, nobody can say which one is meant.
    if (!digits || (this.#lines.length > 0 && code !== this.#code)) throw new NotSmtp()
    this.#line = ''
    this.#code = code
    if (this.#lines.length < KEPT_LINES) this.#lines.push(text)
    if (separator === '-') return undefined
    const lines = this.#lines
    this.#lines = []
    this.#octets = 0
    return { code, lines }
  }
}

const MAX_TEXT = 500
const ENHANCED = /^([245])(\.\d{1,3}\.\d{1,3})(?:\s+|$)/
/** Control characters and what turns a line of text around: it goes to terminals and pages. */
const UNPRINTABLE =
  /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g

/** The reply as it is kept and shown: RFC 2034's enhanced code taken out of the text. */
export function replyOf({ code, lines }: RawReply): Reply {
  const [, kind, detail] = ENHANCED.exec(lines[0] ?? '') ?? []
  const enhanced = kind === String(code)[0] ? `${kind}${detail}` : undefined
  const text = lines
    .map((line) => Buffer.from(line, 'latin1').toString())
    .map((line) => (enhanced && line.startsWith(enhanced) ? line.slice(enhanced.length) : line))
    .join(' ')
    .replace(UNPRINTABLE, ' ')
    .trim()
    .slice(0, MAX_TEXT)
    .toWellFormed()
  return { code, ...(enhanced ? { enhanced } : {}), text }
}

/** `550 5.1.1 No such user` */
export const replyText = ({ code, enhanced, text }: Reply): string =>
  [code, enhanced, text].filter((part) => part !== undefined && part !== '').join(' ')
