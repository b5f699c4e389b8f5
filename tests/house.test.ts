// The house: who imports whom, held to the table of rooms in ARCHITECTURE.md.

import { readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listFiles } from '../src/project/files.ts'

const ROOT = join(import.meta.dirname, '..')
const SOURCE = join(ROOT, 'src')
const files = listFiles(SOURCE).filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
const textOf = (name: string) => readFileSync(join(SOURCE, name), 'utf8')
const roomOf = (name: string) => (name.includes('/') ? (name.split('/')[0] as string) : name)

const table = new Map(
  [
    ...readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8').matchAll(/^\| (\w+) \|([\w, ]*)\|$/gm),
  ].map((match) => [
    match[1] as string,
    (match[2] as string)
      .split(',')
      .map((room) => room.trim())
      .filter((room) => room !== ''),
  ]),
)
const EVERYBODYS = ['problem.ts', 'version.ts']

describe('every file in src', () => {
  it('imports only from rooms that its own room may import', () => {
    const wrong: string[] = []
    for (const file of files) {
      const room = roomOf(file)
      if (room.endsWith('.ts')) continue
      expect(table.has(room), `${room} is in the table`).toBe(true)
      for (const match of textOf(file).matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)) {
        const target = relative(SOURCE, resolve(SOURCE, file, '..', match[1] as string))
        const other = roomOf(target)
        const allowed = other === room || table.get(room)?.includes(other)
        if (!allowed && !EVERYBODYS.includes(target)) wrong.push(`${file} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('says at its top what it is', () => {
    expect(files.filter((file) => !/^(#!.*\n)?\/\//.test(textOf(file)))).toEqual([])
  })

  it('prints only in cli', () => {
    const loud = files.filter(
      (file) => roomOf(file) !== 'cli' && /\bconsole\.|process\.std(out|err)/.test(textOf(file)),
    )
    expect(loud).toEqual([])
  })

  it('has a name that says what it holds', () => {
    expect(files.filter((file) => /(utils?|helpers?|common|manager)\.ts$/.test(file))).toEqual([])
  })
})
