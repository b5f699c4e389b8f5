import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ListRow, type RejectedRow, readList } from '../../src/audience/list.ts'
import { openRejects, rejectLine, withRejects } from '../../src/audience/rejects.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pressrun-rejects-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const row = (line: number, raw: readonly string[] = ['no-at', 'Ana']): RejectedRow => ({
  kind: 'rejected',
  line,
  because: 'address',
  reason: 'the address has no @',
  raw,
  columns: ['E-mail', 'Name'],
})

const FILE = '.pressrun/rejects/readers.rejects.csv'

async function read(root: string, content: string, name = 'readers.csv'): Promise<ListRow[]> {
  writeFileSync(join(root, name), content)
  return Array.fromAsync(withRejects(readList(join(root, name), name), openRejects(root, name)))
}

describe('rejected rows', () => {
  it('stand in the list’s own columns after their line and reason, for their owner alone', async () => {
    const root = folder()
    const all = await read(root, 'E-mail,Name\nana@example.com,Ana\nno-at,"Bo, Calder"\n')
    expect(all.map(({ kind }) => kind)).toEqual(['subscriber', 'rejected'])
    expect(readFileSync(join(root, FILE), 'utf8')).toBe(
      '\ufeffrejected_line,rejected_reason,E-mail,Name\r\n3,the address has no @,no-at,"Bo, Calder"\r\n',
    )
    expect(statSync(join(root, FILE)).mode & 0o777).toBe(0o600)
  })

  it('are a list again once they are mended: what was added is passed over, what is still bad keeps its cells', async () => {
    const root = folder()
    await read(root, 'E-mail,Name,Note\nno-at,Ana,=1+1\nbad,Bo,\n')
    const mended = readFileSync(join(root, FILE), 'utf8').replace('no-at', 'ana@example.com')
    const all = await read(root, mended, 'readers.rejects.csv')
    expect(all).toMatchObject([
      { subscriber: { email: 'ana@example.com', name: 'Ana', fields: { note: '=1+1' } } },
      { kind: 'rejected', line: 3, raw: ['bad', 'Bo', ''], columns: ['E-mail', 'Name', 'Note'] },
    ])
    expect(Object.keys((all[0] as { subscriber: { fields: object } }).subscriber.fields)).toEqual([
      'note',
    ])
  })

  it('read as a list in their place are not written over', async () => {
    const root = folder()
    await read(root, 'email\nno-at\n')
    const path = join(root, FILE)
    const before = readFileSync(path, 'utf8')
    await Array.fromAsync(withRejects(readList(path, FILE), openRejects(root, FILE)))
    expect(readFileSync(path, 'utf8')).toBe(before)
    expect(existsSync(join(root, '.pressrun/rejects/readers.rejects.rejects.csv'))).toBe(true)
  })

  it('of an earlier reading go when there are none any more', async () => {
    const root = folder()
    await read(root, 'email\nno-at\n')
    await read(root, 'email\nana@example.com\n')
    expect(readdirSync(join(root, '.pressrun/rejects'))).toEqual([])
  })

  it('of an earlier reading stay when this one breaks off, and nothing half-written is left', async () => {
    const root = folder()
    await read(root, 'email\nno-at\n')
    const before = readFileSync(join(root, FILE), 'utf8')
    await expect(read(root, `email\n${'bad\n'.repeat(20_000)}\0\n`)).rejects.toThrow('NUL byte')
    for await (const _ of withRejects([row(1), row(2)], openRejects(root, 'readers.csv'))) break
    expect(readdirSync(join(root, '.pressrun/rejects'))).toEqual(['readers.rejects.csv'])
    expect(readFileSync(join(root, FILE), 'utf8')).toBe(before)
  })

  it('that cannot be written say where and why', () => {
    const root = folder()
    mkdirSync(join(root, '.pressrun'))
    writeFileSync(join(root, '.pressrun/rejects'), 'a file where the folder should be')
    expect(() => openRejects(root, 'readers.csv').add(row(1))).toThrow(
      `${FILE}  the rejected rows cannot be written: EEXIST`,
    )
  })

  it('of 100,000 rows with one bad one in a hundred are all there, each with its line', async () => {
    const root = folder()
    const rows = Array.from({ length: 100_000 }, (_, at) =>
      at % 100 === 7 ? `reader-${at},Reader ${at}` : `reader-${at}@example.com,Reader ${at}`,
    )
    const all = await read(root, `email,name\n${rows.join('\n')}\n`)
    expect(all.filter(({ kind }) => kind === 'subscriber')).toHaveLength(99_000)
    const lines = readFileSync(join(root, FILE), 'utf8').split('\r\n')
    expect(lines).toHaveLength(1002)
    expect(lines[1]).toBe('9,the address has no @,reader-7,Reader 7')
    expect(lines[1000]).toBe('99909,the address has no @,reader-99907,Reader 99907')
  })

  it('are no formulas when a spreadsheet opens them', () => {
    const cells = [
      '=HYPERLINK("http://evil.example")',
      '+1',
      '@a',
      'plain',
      'with, comma',
      'with\nbreak',
    ]
    expect(rejectLine(row(3, cells))).toBe(
      `3,the address has no @,"'=HYPERLINK(""http://evil.example"")",'+1,'@a,plain,"with, comma","with\nbreak"\r\n`,
    )
  })
})
