import { expect, it } from 'vitest'
import { stuffed } from '../../../src/delivery/smtp/body.ts'

const told = (pieces: readonly Buffer[]) => {
  const made = stuffed(pieces)
  return 'problem' in made ? made.problem : Buffer.concat(made).toString('latin1')
}

it.each([
  ['Subject: a\r\n\r\nb\r\n', 'Subject: a\r\n\r\nb\r\n.\r\n'],
  ['.a\r\n.\r\n..\r\nb.\r\n', '..a\r\n..\r\n...\r\nb.\r\n.\r\n'],
  ['a\r\n.\r\n.\r\n.', 'a\r\n..\r\n..\r\n..\r\n.\r\n'],
  ['a\rb\nc.\r', 'a\rb\nc.\r\r\n.\r\n'],
  ['', '.\r\n'],
])('%j is stuffed the same wherever it is cut', (text, expected) => {
  const whole = Buffer.from(text)
  expect(told([whole])).toBe(expected)
  for (let cut = 0; cut <= whole.length; cut++)
    expect(told([whole.subarray(0, cut), whole.subarray(cut)])).toBe(expected)
  expect(told([...whole].map((octet) => Buffer.of(octet)))).toBe(expected)
})

it.each(['a\n.\r\nb', 'a\r.\r\nb', 'a\r\n.\r\nb\n.c', '\n.', '\r.', '\n\n.'])(
  '%j is refused wherever it is cut',
  (text) => {
    const whole = Buffer.from(text)
    for (let cut = 0; cut <= whole.length; cut++)
      expect(told([whole.subarray(0, cut), whole.subarray(cut)])).toMatch(/not CRLF/)
    expect(told([...whole].map((octet) => Buffer.of(octet)))).toMatch(/not CRLF/)
  },
)

it('what many messages share is not copied, and dots in it are seen each time', () => {
  const plain = Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(30))
  const dotted = Buffer.from(`${'.'.repeat(70)}\r\n`.repeat(30))
  for (let time = 0; time < 2; time++) {
    const made = stuffed([Buffer.from('a\r\n'), plain])
    expect(Array.isArray(made) && made.includes(plain)).toBe(true)
    expect(told([plain, dotted])).toBe(`${plain}${`.${'.'.repeat(70)}\r\n`.repeat(30)}.\r\n`)
  }
})
