import { describe, expect, it } from 'vitest'
import { subscriberFrom } from '../../src/audience/record.ts'
import { ana, readers, rejected, rows } from './lists.ts'

describe('a list says the same', () => {
  const files: [name: string, content: string | Uint8Array][] = [
    [
      'list.csv',
      'email,name,lang,tags,joined on\nana@example.com,Ana Ruiz,es,member;founder,2024\n',
    ],
    [
      'semicolons.csv',
      'email;name;lang;tags;joined on\nana@example.com;Ana Ruiz;es;member,founder;2024\n',
    ],
    [
      'list.tsv',
      'email\tname\tlang\ttags\tjoined on\nana@example.com\tAna Ruiz\tes\tmember|founder\t2024\n',
    ],
    [
      'bom-crlf.csv',
      '\ufeffemail,name,lang,tags,joined on\r\nana@example.com,Ana Ruiz,es,member;founder,2024\r\n',
    ],
    [
      'quotes.csv',
      '"email","name","lang","tags","joined on"\n"ana@example.com","Ana Ruiz","es","member; founder","2024"',
    ],
    [
      'spellings.csv',
      'Joined On,E-Mail Address,Full Name,Language,Labels\n2024,ana@example.com,Ana Ruiz,es,member;founder\n',
    ],
    [
      'korean.csv',
      '이메일,이름,언어,태그,joined on\nana@example.com,Ana Ruiz,es,member;founder,2024\n',
    ],
    [
      'two-names.csv',
      'email,first name,surname,lang,tags,joined on\nana@example.com,Ana,Ruiz,es,member;founder,2024\n',
    ],
    [
      'list.json',
      '[{"email":"ana@example.com","name":"Ana Ruiz","lang":"es","tags":["member","founder"],"joinedOn":"2024"}]',
    ],
    [
      'list.jsonl',
      '\n{"email":"ana@example.com","name":"Ana Ruiz","lang":"es","tags":["member","founder"],"joined on":"2024"}\n',
    ],
    [
      'list.yaml',
      '- email: ana@example.com\n  name: Ana Ruiz\n  lang: es\n  tags: [member, founder]\n  joined-on: "2024"\n',
    ],
    [
      'no-ending',
      'email,name,lang,tags,joined on\nana@example.com,Ana Ruiz,es,member;founder,2024\n',
    ],
    [
      'utf-16.csv',
      Buffer.from(
        '\ufeffemail\tname\tlang\ttags\tjoined on\r\nana@example.com\tAna Ruiz\tes\tmember;founder\t2024\r\n',
        'utf16le',
      ),
    ],
  ]
  it.each(files)('as %s', async (name, content) => {
    const all = await rows(content, name)
    expect(rejected(all)).toEqual([])
    const [only] = readers(all)
    const fields = name === 'two-names.csv' ? { ...ana.fields, last_name: 'Ruiz' } : ana.fields
    expect(only).toEqual({ ...ana, fields })
  })
})

describe('a bad row', () => {
  it.each([
    ['no at', 'ana.example.com', 'the address has no @'],
    ['an empty address', '', 'the address is empty'],
    ['a space', 'ana ruiz@example.com', 'the address holds a space'],
    ['two dots', 'ana..ruiz@example.com', 'the address has a dot too many'],
    ['no domain', 'ana@', 'the address has no usable domain after the @'],
    ['a domain without a dot', 'ana@localhost', 'the address has no usable domain after the @'],
    [
      'a line break',
      '"ana@example.com\nBcc: eve@example.com"',
      'the address holds a control character',
    ],
    [
      'a local part that is too long',
      `${'a'.repeat(65)}@example.com`,
      'the address is longer than 64 characters before the @',
    ],
  ])('with %s in the address is named, and the next one goes on', async (_, address, reason) => {
    const all = await rows(`email,name\n${address},Ana\nbo@example.com,Bo\n`)
    expect(rejected(all)).toEqual([`2: ${reason}`])
    expect(readers(all)).toMatchObject([{ email: 'bo@example.com' }])
  })

  it('is one with a line break or a control character in the name', async () => {
    const all = await rows(
      'email,name\nana@example.com,"Ana\r\nBcc: eve"\nbo@example.com,Bo\u0007\ncy@example.com,Cy\n',
    )
    expect(rejected(all)).toEqual([
      '2: "name" holds a line break or a control character',
      '4: "name" holds a line break or a control character',
    ])
  })

  it('is one with more or fewer cells than the header', async () => {
    const all = await rows(
      'email,name\nana@example.com\nbo@example.com,Bo,more\ncy@example.com,Cy\n',
    )
    expect(rejected(all)).toEqual([
      '2: it has 1 cell, and the header has 2',
      '3: it has 3 cells, and the header has 2',
    ])
    expect(readers(all)).toHaveLength(1)
  })

  it('is a second one with the same address, whatever its case', async () => {
    const all = await rows('email\nana@example.com\nbo@example.com\nANA@Example.COM\n')
    expect(rejected(all)).toEqual(['4: the address is on line 2 already'])
  })

  it('knows its line after a cell of several lines', async () => {
    const all = await rows('email,about\nana@example.com,"one\ntwo\nthree"\nbad,x\n"bo",x\n')
    expect(rejected(all).map((text) => text.split(':')[0])).toEqual(['5', '6'])
  })

  it('may be a line of JSON Lines that is no JSON, or no group of keys', async () => {
    const all = await rows('{"email":"ana@example.com"}\n{oops\n[1]\n', 'list.jsonl')
    expect(rejected(all)).toEqual(['2: it is not JSON', '3: it is not a group of keys'])
  })
})

describe('a quote that is never closed', () => {
  it('costs its own row alone, and the lines after it keep their numbers', async () => {
    const all = await rows(
      'email,name\nana@example.com,"Ana\nbo@example.com,"Bo, Calder"\ncy@example.com,Cy\n',
    )
    expect(rejected(all)).toEqual(['2: a quote is opened in it and not closed'])
    expect(readers(all).map(({ name }) => name)).toEqual(['Bo, Calder', 'Cy'])
  })

  it('does not take a list of any length with it', async () => {
    const many = Array.from({ length: 3000 }, (_, at) => `r${at}@example.com,R\n`).join('')
    const all = await rows(`email,name\nana@example.com,"Ana\n${many}`)
    expect(rejected(all)).toEqual(['2: a quote is opened in it and not closed'])
    expect(readers(all)).toHaveLength(3000)
  })

  it('is none where a name only begins with a quotation', async () => {
    const [row] = readers(await rows('email,name\nbo@example.com,"Bo" Calder\n'))
    expect(row?.name).toBe('"Bo" Calder')
  })
})

describe('a list as other programs write it', () => {
  it('may have the breaks of an old Mac', async () => {
    const all = await rows('email,name\rana@example.com,Ana\rbad,x\r')
    expect(readers(all)).toHaveLength(1)
    expect(rejected(all)).toEqual(['3: the address has no @'])
  })

  it('may begin with blank lines and Excel’s line that names the sign', async () => {
    const all = await rows('\n\nsep=|\r\nemail|name\r\nana@example.com|Ruiz, Ana\r\nbad|x\r\n')
    expect(readers(all)).toMatchObject([{ name: 'Ruiz, Ana', firstName: 'Ana' }])
    expect(rejected(all)).toEqual(['6: the address has no @'])
  })

  it('may hold a line of any length, which costs its own row alone', async () => {
    const all = await rows(`email\n${'a'.repeat(3_000_000)}\nbo@example.com\n`)
    expect(rejected(all)).toEqual(['2: it is longer than a million characters'])
    expect(readers(all)).toHaveLength(1)
  })

  it('may be JSON of any layout: items know their place and line', async () => {
    const all = await rows(
      '[\n  {"email": "ana@example.com", "about": "[{\\"}"},\n  {"email": "no"}, {"email":"ANA@example.com"}]',
      'list.json',
    )
    expect(readers(all)).toMatchObject([{ fields: { about: '[{"}' } }])
    expect(rejected(all)).toEqual([
      '3: item 2: the address has no @',
      '3: item 3: the address is in item 1 already',
    ])
  })

  it('may call JSON Lines .json', async () => {
    const all = await rows('{"email":"ana@example.com"}\n{"email":"bo@example.com"}\n', 'list.json')
    expect(readers(all)).toHaveLength(2)
  })

  it.each([
    ['en_US', 'en-US'],
    ['Korean', 'ko'],
    ['한국어', 'ko'],
    ['français', 'fr'],
    ['not a language', ''],
  ])('may say the language as %s', async (said, lang) => {
    const [row] = readers(await rows(`email,language\nana@example.com,${said}\n`))
    expect(row?.lang).toBe(lang)
  })

  it.each([
    ['nom,prénom', 'Ruiz,Ana', 'Ana Ruiz', 'Ana'],
    ['family name,given name', 'Ruiz,Ana', 'Ana Ruiz', 'Ana'],
    ['성,이름', '김,서연', '김서연', '김서연'],
  ])('may have names as %s', async (header, cells, name, firstName) => {
    const [row] = readers(await rows(`email,${header}\nana@example.com,${cells}\n`))
    expect(row).toMatchObject({ name, firstName })
  })

  it('may hold cells that were kept from being run as formulas', async () => {
    const [row] = readers(await rows("email,motto,also\nana@example.com,'=1+1,'tis\n"))
    expect(row?.fields).toEqual({ motto: '=1+1', also: "'tis" })
  })

  it('may put two addresses into one cell, or a name around one: nobody guesses', async () => {
    const all = await rows(
      'email\n"ana@example.com, bo@example.com"\nAna <ana@example.com>\ncy@example.com\n',
    )
    expect(rejected(all)).toEqual([
      '2: the address is more than one',
      '3: the address stands in <…> after a name: the name needs a column of its own',
    ])
  })
})

describe('an address', () => {
  it.each([
    ['ana+letters@example.com', 'ana+letters@example.com'],
    ['"ana ruiz"@example.com', '"ana ruiz"@example.com'],
    ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
    ['유나@example.com', '유나@example.com'],
    ["o'neill@example.com", "o'neill@example.com"],
    [' ana@example.com ', 'ana@example.com'],
  ])('%s is %s', (given, normalised) => {
    expect(subscriberFrom({ email: given })).toMatchObject({ subscriber: { email: normalised } })
  })
})

describe('a first name', () => {
  it.each([
    ['Ana Ruiz', '', 'Ana'],
    ['Dr. Ana Ruiz', '', 'Ana'],
    ['Lefèvre, Zoé', 'fr', 'Zoé'],
    ['김서연', 'ko', '김서연'],
    ['佐藤 春香', '', '佐藤 春香'],
    ['Nguyễn Ngọc Ánh', 'vi', 'Nguyễn Ngọc Ánh'],
    ['The Okafors 👩‍👩‍👧‍👦', 'en', 'The Okafors 👩‍👩‍👧‍👦'],
    ['', '', ''],
    ['Maximiliana Theodora, Countess of the Marsh', '', 'Maximiliana'],
  ])('of "%s" (%s) is "%s"', (name, lang, first) => {
    expect(subscriberFrom({ email: 'a@example.com', name, lang })).toMatchObject({
      subscriber: { firstName: first },
    })
  })

  it('loses marks that turn the direction of what follows', () => {
    expect(subscriberFrom({ email: 'a@example.com', name: '\u202eanA\u202c' })).toMatchObject({
      subscriber: { name: 'anA' },
    })
  })
})
