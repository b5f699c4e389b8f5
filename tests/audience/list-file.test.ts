// Files as lists: what is none, the sample's, and a very long one.

import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type RejectedRow, readList } from '../../src/audience/list.ts'
import { folder, readers, refusal, rejected } from './lists.ts'

describe('a file that is no list', () => {
  it.each([
    ['is empty', '', 'a.csv', 'a.csv:1  this list is empty'],
    [
      'has no column for addresses',
      'name,city\nAna,Cádiz\n',
      'a.csv',
      'a.csv:1  there is no column "email". The columns are: name, city.',
    ],
    [
      'has one that is nearly called so',
      'emial,name\n',
      'a.csv',
      'a.csv:1  there is no column "email". Did you mean "emial"?',
    ],
    [
      'has two columns of one name',
      'email,city,City\n',
      'a.csv',
      'a.csv:1  the columns "city" and "City" would both be "city". Rename one of them.',
    ],
    [
      'has two columns that may be the address',
      'work email,primary email\n',
      'a.csv',
      'a.csv:1  the columns "work email" and "primary email" would both be "email"',
    ],
    [
      'has no header',
      'ana@example.com,Ana\n',
      'a.csv',
      'the first line is a reader, not the names',
    ],
    ['has a header alone', 'email,name\n', 'a.csv', 'a.csv  there is no reader in this list'],
    [
      'is UTF-16 without a mark',
      Buffer.from('email\n', 'utf16le'),
      'a.csv',
      'a.csv:1  this is UTF-16 without',
    ],
    [
      'is UTF-16 cut short',
      Buffer.from('\ufeffemail\nana', 'utf16le').subarray(0, -1),
      'a.csv',
      'not UTF-16 text all',
    ],
    [
      'holds a NUL byte',
      'email\nana@example.com\n\0\n',
      'a.csv',
      'a.csv:3  there is a NUL byte here',
    ],
    [
      'is JSON with a comma too many',
      '[{"email":"a@example.com"},\n]',
      'a.json',
      'a.json:2  there is a comma too many',
    ],
    ['is JSON that goes on', '[]\n[]', 'a.json', 'a.json:2  something follows the end'],
    [
      'is JSON that ends too soon',
      '[\n{"email":"a@example.com"',
      'a.json',
      'a.json:2  a bracket or a quote is opened here',
    ],
    [
      'is Latin-1',
      Buffer.from('email,name\nana@example.com,Ana\nzoe@example.com,Zoé\n', 'latin1'),
      'a.csv',
      'a.csv:3  this is not UTF-8 text',
    ],
    [
      'is a spreadsheet',
      Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 10, 0, 0]),
      'a.csv',
      'a.csv:1  this is a spreadsheet (Excel, Numbers, OpenDocument)',
    ],
    [
      'is broken JSON',
      '[{"email":"a@example.com"},\n oops]',
      'a.json',
      'a.json:2  this is not JSON',
    ],
    ['is another JSON', '{"readers":1}', 'a.json', 'a.json:1  this is not a list of readers'],
    ['is broken YAML', '- email: a\n\tname: b\n', 'a.yaml', 'a.yaml:2'],
  ])('%s: is refused whole', async (_, content, name, message) => {
    expect(await refusal(content, name)).toContain(message)
  })

  it('is not there, or is a folder', async () => {
    const root = folder()
    mkdirSync(join(root, 'a.csv'))
    await expect(Array.fromAsync(readList(join(root, 'none.csv'), 'none.csv'))).rejects.toThrow(
      'none.csv  there is no such file',
    )
    await expect(Array.fromAsync(readList(join(root, 'a.csv'), 'a.csv'))).rejects.toThrow(
      'a.csv  this is not a file',
    )
  })
})

describe('the sample list', () => {
  it('has 25 readers, and none is refused', async () => {
    const all = await Array.fromAsync(
      readList(join(import.meta.dirname, '../../subscribers/sample.csv')),
    )
    expect(rejected(all)).toEqual([])
    expect(readers(all)).toHaveLength(25)
  })
})

describe('100,000 rows with one bad one in a hundred', () => {
  it('are read one at a time, and each bad one is named', async () => {
    const path = join(folder(), 'many.csv')
    const file = createWriteStream(path)
    file.write('email,name,city\n')
    for (let row = 0; row < 100_000; row++) {
      const email = row % 100 === 7 ? `reader-${row}` : `reader-${row}@example.com`
      if (!file.write(`${email},Reader ${row},"Port, ${row}"\n`)) await once(file, 'drain')
    }
    file.end()
    await once(file, 'finish')
    let good = 0
    const bad: RejectedRow[] = []
    for await (const row of readList(path)) {
      if (row.kind === 'subscriber') good++
      else bad.push(row)
    }
    expect(good).toBe(99_000)
    expect(bad).toHaveLength(1000)
    expect(bad[0]).toMatchObject({ line: 9, reason: 'the address has no @', because: 'address' })
    expect(bad.at(-1)?.line).toBe(99_909)
  })
})
