// Bytes to text: what was said, what they are, what they look like.

import { describe, expect, it } from 'vitest'
import { readSource } from '../../src/import/source.ts'
import { decodeText } from '../../src/import/text/decode.ts'

const TEXTS: Readonly<Record<string, string>> = {
  'euc-kr':
    '항구의 낡은 창고가 도서관이 되었다. 이달 말에 문을 연다. 책은 모두 만 이천 권이다. 주민들이 절반을 내놓았다.',
  shift_jis:
    '無人駅に小さな本棚が置かれて一年になる。決まりは一つしかない。一冊借りたら、もう一冊を持ってくる。',
  gb18030:
    '城墙根下的门洞里，阿婆又把修伞的招牌挂了出来。招牌是旧的，门洞是新修的。她每天修八把伞。',
  'windows-1252':
    'Le café était fermé, « comme chaque été », dit la gérante. Où sont passés les élèves ? À la plage, naturellement.',
  'windows-1251':
    'Старый склад в гавани стал библиотекой. Она откроется в конце месяца. Всего там двенадцать тысяч книг.',
}

/** An encoder made of the decoder: every byte and pair of bytes tried once. */
function encode(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding)
  const table = new Map<string, number[]>()
  for (let first = 0x80; first <= 0xff; first++) {
    const single = decoder.decode(Uint8Array.of(first))
    if (single.length === 1 && single !== '\ufffd' && !table.has(single)) table.set(single, [first])
    for (let second = 0x40; second <= 0xfe; second++) {
      const pair = decoder.decode(Uint8Array.of(first, second))
      if (pair.length === 1 && pair !== '\ufffd' && !table.has(pair))
        table.set(pair, [first, second])
    }
  }
  return Buffer.from(
    [...text].flatMap((character) =>
      character < '\u0080' ? [character.charCodeAt(0)] : (table.get(character) ?? []),
    ),
  )
}

describe.each(Object.entries(TEXTS))('%s', (encoding, text) => {
  const bytes = encode(text, encoding)

  it('is found out from its bytes', () => {
    expect(bytes.length).toBeGreaterThan(text.length * 0.9)
    expect(decodeText(bytes)).toMatchObject({ text, encoding, guessed: true })
  })

  it('is read as a header says', () => {
    expect(decodeText(bytes, [encoding])).toMatchObject({ text, guessed: false })
  })

  it('is read as a meta tag says, and a header wins over it', async () => {
    const page = Buffer.concat([
      Buffer.from(`<html><head><meta charset="${encoding}"></head><body><p>`),
      bytes,
      Buffer.from('</p></body></html>'),
    ])
    const { reading } = await readSource({ name: 'page.html', bytes: page })
    expect(reading.lines.join(' ')).toContain(text)
    const wrong = Buffer.from(page.toString('latin1').replace(encoding, 'utf-16be'), 'latin1')
    const said = await readSource({ name: 'page.html', bytes: wrong, charset: encoding })
    expect(said.reading.lines.join(' ')).toContain(text)
  })
})

it('is UTF-8 where the bytes are, whatever was said', () => {
  const bytes = Buffer.from('Übersee: “Nähe”')
  expect(decodeText(bytes, ['windows-1252']).text).toBe('Übersee: “Nähe”')
})

it('takes a byte order mark at its word, and does not show it', () => {
  const little = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from('Nähe', 'utf16le')])
  expect(decodeText(little)).toMatchObject({ text: 'Nähe', encoding: 'utf-16le' })
  expect(decodeText(Buffer.from('\ufeffNähe')).text).toBe('Nähe')
})

it('never throws, whatever the bytes', () => {
  for (let seed = 1; seed < 60; seed++) {
    const bytes = Buffer.from(Array.from({ length: 200 }, (_, at) => (at * seed * 7 + seed) % 256))
    expect(typeof decodeText(bytes, ['no-such-encoding']).text).toBe('string')
  }
})

it.each([
  ['a PDF', Buffer.from('%PDF-1.7 …'), 'is a PDF'],
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'is a JPEG image'],
  [
    'a program',
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, ...Array(400).fill(65)]),
    'is a binary file',
  ],
  ['an empty file', Buffer.from(' \n\n'), 'there is nothing in'],
  ['zeros', Buffer.alloc(5_000), 'is a binary file'],
])('refuses %s', async (_, bytes, message) => {
  await expect(readSource({ name: 'thing.txt', bytes })).rejects.toThrow(message)
})

it('refuses what is called a Word document and is none', async () => {
  const bytes = Buffer.from('Just words.\n')
  await expect(readSource({ name: 'thing.DOCX', bytes })).rejects.toThrow('is no Word document')
})
