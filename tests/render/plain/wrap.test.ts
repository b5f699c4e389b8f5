import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { columnsOf, pad, simpleColumns } from '../../../src/render/plain/width.ts'
import { hang, wrap } from '../../../src/render/plain/wrap.ts'

const token = 'pr3f9c2a1b7eslot12x'

describe('columnsOf', () => {
  it.each([
    ['plain', 5],
    ['한국', 4],
    ['ｶﾅ', 2],
    ['e\u0301', 1],
    ['👩‍👩‍👧‍👦', 2],
    ['السلام', 6],
    [`Dear ${token},`, 30],
    ['', 0],
  ])('gives %j its width', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })

  it('measures the quick way as the thorough way does, for every character it takes', () => {
    let quick = 0
    for (let unit = 0; unit <= 0xffff; unit++) {
      const character = String.fromCharCode(unit)
      const columns = simpleColumns(character)
      if (columns === undefined) continue
      quick++
      if (columns !== stringWidth(character))
        expect.fail(`U+${unit.toString(16)} is measured wrong`)
    }
    expect(quick).toBeGreaterThan(30_000)
  })

  it('pads by columns, not by characters', () => {
    expect(pad('한국', 6)).toBe('한국  ')
    expect(pad('한국', 6, 'right')).toBe('  한국')
    expect(pad('한국', 7, 'center')).toBe(' 한국  ')
    expect(pad('too wide', 3)).toBe('too wide')
  })
})

describe('wrap', () => {
  it('breaks at spaces and makes white space one space', () => {
    expect(wrap('  the  quick\tbrown fox ', 10)).toEqual(['the quick', 'brown fox'])
  })

  it('has no lines for no text', () => {
    expect(wrap('', 10)).toEqual([])
    expect(wrap(' \t ', 10)).toEqual([])
  })

  it('begins a new line at a line feed', () => {
    expect(wrap('one two\nthree', 40)).toEqual(['one two', 'three'])
  })

  it('leaves a no-break space alone', () => {
    expect(wrap('aaa 10\u00a0km', 8)).toEqual(['aaa', '10\u00a0km'])
  })

  it('never cuts a URL', () => {
    const url = `https://example.com/${'long/'.repeat(20)}?a=b&c=d#e`
    expect(wrap(`see ${url} there`, 30)).toEqual(['see', url, 'there'])
    expect(wrap(`詳しくは${url}を見よ`, 30)).toEqual(['詳しくは', url, 'を見よ'])
  })

  it('never cuts a word of letters, however long', () => {
    const long = 'a'.repeat(100)
    expect(wrap(`x ${long} y`, 72)).toEqual(['x', long, 'y'])
  })

  it('counts a slot as 24 columns and never cuts it', () => {
    expect(wrap(`Dear ${token}, hello`, 36)).toEqual([`Dear ${token}, hello`])
    expect(wrap(`Dear ${token}, hello`, 35)).toEqual([`Dear ${token},`, 'hello'])
    expect(wrap(`こんにちは${token}さん、お元気ですか`, 36)).toEqual([
      `こんにちは${token}さ`,
      'ん、お元気ですか',
    ])
  })

  it('keeps the mark of a link with its word', () => {
    expect(wrap('of the council [12] now', 14)).toEqual(['of the', 'council [12]', 'now'])
    expect(wrap('安全保障理事会[1]が', 14)).toEqual(['安全保障理事', '会[1]が'])
  })

  it('breaks Chinese and Japanese between characters', () => {
    expect(wrap('山高水长天地玄黄', 8)).toEqual(['山高水长', '天地玄黄'])
  })

  it('lets no closing mark, small kana or long vowel begin a line', () => {
    expect(wrap('一二三。四五', 6)).toEqual(['一二', '三。四', '五'])
    expect(wrap('一二ちょっと', 6)).toEqual(['一二', 'ちょっ', 'と'])
    expect(wrap('二三データ', 6)).toEqual(['二三', 'データ'])
    expect(wrap('他说“走吧”。', 8)).toEqual(['他说“走', '吧”。'])
  })

  it('lets no opening bracket end a line', () => {
    expect(wrap('一二「三四」', 6)).toEqual(['一二', '「三', '四」'])
  })

  it('keeps Latin words inside Japanese whole', () => {
    expect(wrap('新しいTypeScriptの型', 12)).toEqual(['新しい', 'TypeScriptの', '型'])
  })

  it('breaks Korean at spaces alone', () => {
    expect(wrap('안전보장이사회가 이미 금지한', 18)).toEqual(['안전보장이사회가', '이미 금지한'])
  })

  it('breaks a Korean word by syllable only where it is wider than the line', () => {
    expect(wrap('그 안전보장이사회가', 8)).toEqual(['그', '안전보장', '이사회가'])
  })

  it('breaks Thai between words', () => {
    const lines = wrap('เมื่อวานนี้ฝนตกหนักมากจนถนนหลายสายถูกน้ำท่วม', 20)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.join('')).toBe('เมื่อวานนี้ฝนตกหนักมากจนถนนหลายสายถูกน้ำท่วม')
    expect(lines.every((line) => columnsOf(line) <= 20)).toBe(true)
  })

  it('leaves right-to-left text in its own order, without marks of its own', () => {
    const text = 'حين جاءت المدن إلى القاهرة (Cairo) في نوفمبر'
    expect(wrap(text, 24).join(' ')).toBe(text)
  })

  it('keeps an emoji family together', () => {
    const family = '👩‍👩‍👧‍👦'
    expect(wrap(family.repeat(6), 5)).toEqual([
      family.repeat(2),
      family.repeat(2),
      family.repeat(2),
    ])
  })
})

describe('whatever the text', () => {
  const samples = [
    'the',
    'of',
    'extraordinarily',
    'don’t',
    '“quoted”',
    '(so)',
    '10:30',
    '—',
    '[3]',
    token,
    'https://example.com/a?b=c',
    '한국과',
    '사무국이다.',
    '日本語の文章、',
    '「はい」と',
    'ちょっと',
    'データ',
    '北京（首都）',
    '👩‍👩‍👧‍👦',
    '🇰🇷',
    'السلام',
    'عليكم،',
    'שלום',
    'नमस्ते',
    'ถนนในกรุงเทพฯ',
    'e\u0301te\u0301',
    'ﷺ',
    '……',
    '\u00a0',
    '㈜',
    '１２３',
  ]
  const text = (seed: number) => {
    let state = seed
    const next = (below: number) => {
      state = (state * 48271) % 2147483647
      return state % below
    }
    return Array.from(
      { length: 40 },
      () => (samples[next(samples.length)] as string) + (next(3) === 0 ? '' : ' '),
    ).join('')
  }
  const unspaced = (value: string) => value.replace(/[ \n]/g, '')
  const graphemes = (value: string) =>
    [...new Intl.Segmenter('en').segment(unspaced(value))].map(({ segment }) => segment)

  it.each([10, 24, 72])('loses nothing and fits, in lines of %i', (width) => {
    for (let seed = 1; seed <= 100; seed++) {
      const source = text(seed)
      const lines = wrap(source, width)
      expect(unspaced(lines.join('\n'))).toBe(unspaced(source))
      expect(lines.flatMap(graphemes)).toEqual(graphemes(source))
      for (const line of lines) {
        expect(line).not.toMatch(/^ | $/)
        if (columnsOf(line) > width) expect(line.replace(/ \[3\]/g, '')).not.toContain(' ')
      }
      expect(wrap(lines.join('\n'), width)).toEqual(lines)
    }
  })
})

describe('hang', () => {
  it('puts one prefix before the first line, another before the rest, none before an empty one', () => {
    expect(hang(['a', '', 'b'], '- ', '  ')).toEqual(['- a', '', '  b'])
  })
})
