import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { outboxName, outboxTransport } from '../../../src/delivery/outbox.ts'
import { letter, yes } from './letters.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'pressrun-outbox-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

describe('an outbox', () => {
  it('holds each message in a file of its own, byte for byte', async () => {
    const out = join(folder(), 'new/out')
    const transport = outboxTransport(out)
    const readers = ['ana@example.com', 'ben@example.com', '사용자@example.com']
    for (const to of readers)
      expect(await transport.open().send(letter(to), yes)).toEqual({
        kind: 'accepted',
        reply: { code: 250, text: `written to ${outboxName(letter(to))}` },
        relay: 'outbox',
      })
    expect(readdirSync(out)).toHaveLength(3)
    for (const to of readers)
      expect(readFileSync(join(out, outboxName(letter(to)))).equals(letter(to).bytes)).toBe(true)
  })

  it('has one file for one message, however often it is written', async () => {
    const out = folder()
    const lane = outboxTransport(out).open()
    for (let time = 0; time < 3; time++) await lane.send(letter(), yes)
    expect(readdirSync(out)).toEqual([outboxName(letter())])
  })

  it('has a name for each reader that stays in the folder and is no other’s', () => {
    const hostile = [
      '../../x@example.com',
      '.hidden@example.com',
      'a/b@example.com',
      '"a\\b"@e.com',
    ]
    const names = hostile.map((to) => outboxName(letter(to)))
    for (const name of names) expect(name).toMatch(/^[\w+@-][\w.+@-]*\.eml$/)
    const alike = ['a/b@example.com', 'a:b@example.com'].map((to) => outboxName(letter(to)))
    expect(new Set(alike).size).toBe(2)
    expect(outboxName(letter(`${'x'.repeat(300)}@example.com`)).length).toBeLessThan(200)
  })

  it('writes nothing where nobody says yes, and asks once', async () => {
    const out = folder()
    let asked = 0
    const no = () => {
      asked++
      return false
    }
    expect(await outboxTransport(out).open().send(letter(), no)).toEqual({ kind: 'withheld' })
    expect(asked).toBe(1)
    expect(readdirSync(out)).toEqual([])
  })

  it('that cannot be written to is the sender’s trouble, and leaves no half a file', async () => {
    const out = folder()
    const file = join(out, 'a-file')
    writeFileSync(file, '')
    const lane = outboxTransport(file).open()
    expect(await lane.send(letter(), yes)).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/is a file and not a folder/),
    })
    expect(await outboxTransport(file).verify()).toMatchObject({ ok: false })
    expect(await outboxTransport(out).verify()).toMatchObject({ ok: true })
    expect(readdirSync(out)).toEqual(['a-file'])
  })

  it.runIf(process.platform === 'linux')('where no folder can be made says so', async () => {
    expect(await outboxTransport('/proc/no/such').verify()).toMatchObject({ ok: false })
  })

  it.skipIf(process.getuid?.() === 0)('that may only be read is the sender’s trouble', async () => {
    const out = folder()
    chmodSync(out, 0o500)
    expect(await outboxTransport(out).open().send(letter(), yes)).toMatchObject({
      kind: 'sender',
      problem: expect.stringMatching(/permission denied/),
    })
    chmodSync(out, 0o700)
    expect(readdirSync(out)).toEqual([])
  })
})
