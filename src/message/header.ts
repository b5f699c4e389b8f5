// Header fields as they stand on the wire: folded, encoded, ASCII but for addresses that need SMTPUTF8. A line
// break in a value is refused, never cleaned.

import { PressrunError } from '../problem.ts'
import type { Mailbox } from '../project/project.ts'

/** `value` is folded with CRLF and a space, and ends without a line break. */
export interface HeaderField {
  readonly name: string
  readonly value: string
}

/** RFC 2047 section 2: an encoded word has 75 characters at most. */
const WORD = 75
/** RFC 5322 section 2.1.1 asks for 78, RFC 2047 for 76 where there is an encoded word. */
const LINE = 76

/**
 * Unstructured text, such as a subject.
 * @throws PressrunError `message` for control characters.
 */
export function textField(name: string, text: string): HeaderField {
  refuseControls(name, text)
  const room = LINE - name.length - 2
  return { name, value: isPlain(text) ? fold(text.split(' '), room) : encodedWords(text, room) }
}

/** @param utf8 the address may hold characters beyond ASCII (RFC 6532). */
export function mailboxField(name: string, mailbox: Mailbox, utf8 = false): HeaderField {
  refuseControls(name, mailbox.name)
  refuseControls(name, mailbox.address)
  if (!utf8 && /[^\u0000-\u007f]/.test(mailbox.address)) {
    throw new PressrunError({
      code: 'message',
      message: `the address in ${name} has characters that this header cannot hold`,
      mend: 'Use an address in ASCII.',
    })
  }
  if (mailbox.name === '') return { name, value: mailbox.address }
  const phrase = phraseOf(mailbox.name, LINE - name.length - 2)
  const lastLine = phrase.slice(phrase.lastIndexOf('\n') + 1)
  const sameLine = lastLine.length + name.length + mailbox.address.length + 5 <= LINE
  return { name, value: `${phrase}${sameLine ? ' ' : '\r\n '}<${mailbox.address}>` }
}

/** ASCII items (URLs, addresses, tokens) that are folded between each other only. */
export function listField(name: string, items: readonly string[], separator = ', '): HeaderField {
  const separated = items.map((item, index) =>
    index < items.length - 1 ? item + separator.trimEnd() : item,
  )
  return { name, value: fold(separated, LINE - name.length - 2) }
}

export const serialize = (fields: readonly HeaderField[]): string =>
  fields.map(({ name, value }) => `${name}: ${value}\r\n`).join('')

function refuseControls(name: string, text: string): void {
  if (!/[\u0000-\u001f\u007f]/.test(text)) return
  throw new PressrunError({
    code: 'message',
    message: `${name} holds a line break or a control character`,
    mend: 'Take it out.',
  })
}

/** Printable ASCII that no reader could take for an encoded word, and that can be folded. */
const isPlain = (text: string) =>
  /^[\u0020-\u007e]*$/.test(text) &&
  !text.includes('=?') &&
  !/^ | $| {2}/.test(text) &&
  !/[^ ]{70}/.test(text)

function fold(words: readonly string[], room: number): string {
  let folded = ''
  let column = 0
  let width = room
  for (const word of words) {
    if (column > 0 && column + 1 + word.length > width) {
      folded += `\r\n ${word}`
      column = word.length
      width = LINE - 1
    } else {
      folded += column > 0 ? ` ${word}` : word
      column += word.length + (column > 0 ? 1 : 0)
    }
  }
  return folded
}

/** RFC 5322 section 3.2.5: atoms, a quoted string, or encoded words. */
function phraseOf(name: string, room: number): string {
  if (!isPlain(name)) return encodedWords(name, room)
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(name)) return fold(name.split(' '), room)
  return fold(`"${name.replace(/["\\]/g, '\\$&')}"`.split(' '), room)
}

/** RFC 2047 in UTF-8, as B or Q, whichever is shorter; characters that belong together stay in one word. */
function encodedWords(text: string, room: number): string {
  const bytes = Buffer.byteLength(text)
  const q = qLength(text) < Math.ceil(bytes / 3) * 4
  const open = q ? '=?UTF-8?Q?' : '=?UTF-8?B?'
  const cost = (part: string) => (q ? qLength(part) : Math.ceil(Buffer.byteLength(part) / 3) * 4)
  const limit = (first: boolean) => Math.min(WORD, first ? room : LINE - 1) - open.length - 2
  const words: string[] = []
  let word = ''
  for (const cluster of clusters(text, (part) => cost(part) > WORD - open.length - 2)) {
    if (word !== '' && cost(word + cluster) > limit(words.length === 0)) {
      words.push(word)
      word = ''
    }
    word += cluster
  }
  if (word !== '') words.push(word)
  return words
    .map((part) => `${open}${q ? qEncode(part) : Buffer.from(part).toString('base64')}?=`)
    .join('\r\n ')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function clusters(text: string, tooLong: (part: string) => boolean): string[] {
  return [...graphemes.segment(text)].flatMap(({ segment }) =>
    tooLong(segment) ? [...segment] : [segment],
  )
}

/** RFC 2047 section 5 (3): what may stand in a phrase may stand anywhere. */
const Q_LITERAL = /[A-Za-z0-9!*+/-]/

function qEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      if (character === ' ') return '_'
      if (Q_LITERAL.test(character)) return character
      return `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

const qLength = (text: string) => qEncode(text).length
