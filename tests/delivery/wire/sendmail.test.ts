import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sendmailTransport } from '../../../src/delivery/sendmail.ts'
import { letter, yes } from './letters.ts'

/** A program in a folder of its own, which does what `script` says. */
function program(script: string) {
  const folder = mkdtempSync(join(tmpdir(), 'pressrun-sendmail-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'sendmail')
  writeFileSync(path, `#!/bin/sh\ncd '${folder}'\n${script}\n`, { mode: 0o755 })
  return { path, read: (name: string) => readFileSync(join(folder, name), 'latin1') }
}

const outcomeOf = (path: string) => sendmailTransport(path).open().send(letter(), yes)

describe('a sendmail program', () => {
  it('is told who writes to whom, and given the message', async () => {
    const { path, read } = program('echo "$@" > args; cat > message')
    expect(await outcomeOf(path)).toMatchObject({ kind: 'accepted', relay: 'sendmail' })
    expect(read('args')).toBe('-i -f letters@longmeridian.example ana@example.com\n')
    // Programs want their machine's own line ends.
    expect(read('message')).toBe(letter().bytes.toString('latin1').replaceAll('\r\n', '\n'))
  })

  it.each([
    [0, 'accepted'],
    [64, 'sender'], // EX_USAGE
    [65, 'refused'], // EX_DATAERR
    [67, 'refused'], // EX_NOUSER
    [68, 'refused'], // EX_NOHOST
    [69, 'sender'], // EX_UNAVAILABLE
    [75, 'sender'], // EX_TEMPFAIL: its queue takes nothing
    [77, 'sender'], // EX_NOPERM
    [127, 'sender'],
  ])('that ends with exit code %d: %s', async (code, kind) => {
    const { path } = program(`cat > /dev/null; exit ${code}`)
    const outcome = await outcomeOf(path)
    expect(outcome).toMatchObject({ kind })
  })

  it('that is killed: nobody knows', async () => {
    const { path } = program('cat > /dev/null; kill -9 $$')
    expect(await outcomeOf(path)).toMatchObject({ kind: 'lost' })
  })

  it.each([
    ['patience', 2_000, undefined],
    ['the lane', 60_000, 10],
  ])('that does not end is killed when %s ends, and nobody knows', async (_, patience, close) => {
    const { path, read } = program('echo $$ > made; mv made pid; exec sleep 600')
    const lane = sendmailTransport(path, { patience }).open()
    const sending = lane.send(letter(), yes)
    const started = () => {
      try {
        return Number(read('pid'))
      } catch {
        return 0
      }
    }
    await expect.poll(started, { timeout: patience }).toBeGreaterThan(0)
    const alive = () => {
      try {
        return process.kill(started(), 0)
      } catch {
        return false
      }
    }
    expect(alive()).toBe(true)
    if (close !== undefined) await lane.close(close)
    expect(await sending).toMatchObject({ kind: 'lost' })
    await expect.poll(alive).toBe(false)
  })

  it('that is not there is the sender’s trouble, and nothing is begun', async () => {
    let asked = false
    const lane = sendmailTransport('/no/such/sendmail').open()
    const outcome = await lane.send(letter(), () => {
      asked = true
      return true
    })
    expect(outcome).toMatchObject({
      kind: 'sender',
      problem: 'there is no program /no/such/sendmail that may be run',
    })
    expect(asked).toBe(false)
    expect(await sendmailTransport('/no/such/sendmail').verify()).toMatchObject({ ok: false })
    expect(await sendmailTransport('sh').verify()).toMatchObject({ ok: true })
  })

  it('is not run where nobody says yes, nor for an address that is an option', async () => {
    const { path, read } = program('touch ran')
    const lane = sendmailTransport(path).open()
    expect(await lane.send(letter(), () => false)).toEqual({ kind: 'withheld' })
    for (const to of ['-oQ/tmp@example.com', '"-x"@example.com'])
      expect(await lane.send(letter(to), yes)).toMatchObject({ kind: 'unsendable' })
    expect(() => read('ran')).toThrow()
  })
})
