import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inside } from './inside.ts'

const ROOT = join(import.meta.dirname, '../..')
const ISSUE = 'lima-summit'
const SECRET = { PRESSRUN_SECRET: 'a secret of sixteen and more' }

describe('sending from the command line', () => {
  let root: string
  let env: Record<string, string>
  let server: SMTPServer
  const arrived: string[] = []
  const answers = new Map<string, string>()
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'pressrun-cli-'))
    for (const name of ['templates', 'issues'])
      cpSync(join(ROOT, name), join(root, name), { recursive: true })
    const config = readFileSync(join(ROOT, 'newsletter.yaml'), 'utf8')
    writeFileSync(join(root, 'newsletter.yaml'), config.replace(/ {2}per-second: .*\n/, ''))
    writeFileSync(
      join(root, 'list.csv'),
      `email,name,tags,timezone\n${['ana', 'ben', 'cleo', 'dov', 'eve']
        .map((name, i) => `${name}@example.com,${name},${i < 2 ? 'member' : ''},Asia/Tokyo`)
        .join('\n')}\nnobody,nobody,,\nANA@example.com,twice,,\n`,
    )
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onRcptTo({ address }, _session, done) {
        const answer = answers.get(address)
        if (!answer) return done()
        done(
          Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) }),
        )
      },
      onData(stream, session, done) {
        stream.resume()
        stream.on('end', () => {
          arrived.push(session.envelope.rcptTo[0]?.address ?? '')
          done()
        })
      },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.server.address() as AddressInfo
    env = { ...SECRET, PRESSRUN_SMTP_URL: `smtp://127.0.0.1:${port}` }
  })
  afterAll(async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    rmSync(root, { recursive: true })
  })
  const run = (...args: string[]) => inside(root, args, env)
  const asJson = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out)

  it('says what would be done, and does nothing', async () => {
    const { code, out } = await run('send', ISSUE, '--list', 'list.csv', '--dry-run')
    expect(code).toBe(0)
    expect(out).toMatch(/to +5 readers\n/)
    expect(out).toMatch(/list.csv:7 {2}nobody,nobody,, {2}the address has no @/)
    expect(out).toMatch(/without +2 rows: 1 has no usable address, 1 is on the list twice/)
    expect(existsSync(join(root, '.pressrun/pressrun.db'))).toBe(false)
  })

  it('asks nobody where nobody is, and sends nothing', async () => {
    const { code, err } = await run('send', ISSUE, '--list', 'list.csv')
    expect(code).toBe(2)
    expect(err).toMatch(/nobody is there to be asked.*--yes/)
    expect(arrived).toEqual([])
  })

  it('asks, and sends nothing where the answer is not yes', async () => {
    const asked = await inside(root, ['send', ISSUE, '--list', 'list.csv'], env, ['no'])
    expect(asked.err).toMatch(/Send it to 5 readers\? \[y\/N\]/)
    expect(asked).toMatchObject({ code: 1, out: expect.stringMatching(/Nothing was sent/) })
    expect(arrived).toEqual([])
  })

  it('plans, sends some, goes on with the rest, and then has nothing left', async () => {
    answers.set('dov@example.com', '550 5.1.1 no such user')
    answers.set('eve@example.com', '554 5.7.1 not today')
    const planned = await run('send', ISSUE, '--list', 'list.csv', '--tag', 'member', '--plan-only')
    expect(planned).toMatchObject({ code: 0, out: expect.stringMatching(/to +2 readers/) })
    expect(arrived).toEqual([])
    const first = await run('send', ISSUE, '--yes')
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/sent {2}2 accepted, in/) })
    const second = await asJson('send', ISSUE, '--list', 'list.csv', '--yes')
    expect(second).toMatchObject({
      ...{ issue: ISSUE, sent: true, ending: 'done', toSend: 3 },
      counts: { states: { accepted: 3, failed: 2 }, excluded: { already: 2, address: 1 } },
    })
    expect([...arrived].sort()).toEqual(['ana@example.com', 'ben@example.com', 'cleo@example.com'])
    const third = await run('send', ISSUE, '--list', 'list.csv', '--yes')
    expect(third).toMatchObject({ code: 0, out: expect.stringMatching(/nothing is left to send/) })
    expect(arrived).toHaveLength(3)
  })

  it('shows how far it is, and who failed and why', async () => {
    const { out } = await run('status')
    expect(out).toBe(`${ISSUE}  done: 3 accepted, 2 failed\n`)
    expect(await asJson('status', ISSUE)).toMatchObject({ state: 'done', running: false })
    const failed = await run('export', ISSUE, '--state', 'failed')
    expect(failed.out.split('\n')).toHaveLength(4)
    expect(failed.out).toMatch(/^email,name,state,reason,reply,relay,changed,tries,line\n/)
    expect(failed.out).toMatch(/eve@example.com,eve,failed,refused,554 5.7.1 not today,smtp,20/)
    const report = await run('report', ISSUE)
    expect(report).toMatchObject({ code: 0 })
    const page = readFileSync(join(root, `build/${ISSUE}-report.html`), 'utf8')
    expect(page).toMatch(/550 5.1.1 no such user/)
    expect(page).not.toMatch(/<script|src=|href=/)
  })

  it('sends once more to whom it is told to, but not without a mailbox', async () => {
    answers.clear()
    const { code, out, err } = await run('retry', ISSUE, '--yes')
    expect(err).toMatch(/1 reader failed because there is no such mailbox/)
    expect(out).toMatch(/sent {2}4 accepted, 1 failed/)
    expect(code).toBe(1)
    expect(arrived.at(-1)).toBe('eve@example.com')
  })

  it('refuses a changed issue and says what changed, until changes are accepted', async () => {
    await run('send', 'cairo-notes', '--list', 'list.csv', '--plan-only')
    const file = join(root, 'issues/cairo-notes.yaml')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace(/^title: .*$/m, 'title: Another title'))
    const refused = await run('send', 'cairo-notes', '--list', 'list.csv', '--yes')
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/was planned with something else: .*the HTML.* changed since/)
    const accepted = await run(
      'send',
      'cairo-notes',
      '--list',
      'list.csv',
      '--yes',
      '--accept-changes',
    )
    expect(accepted.out).toMatch(/sent {2}4 accepted|sent {2}5 accepted/)
    writeFileSync(file, before)
  })

  it('waits for a time, is cancelled from elsewhere, and tells who did not get it', async () => {
    const at = '2090-12-01 07:00'
    const { out } = await run(
      'send',
      'lima-summit-ko',
      '--list',
      'list.csv',
      '--at',
      at,
      '--local-time',
      '--plan-only',
    )
    expect(out).toMatch(/when +30 Nov 2090, 22:00, Europe\/London/)
    const waiting = run('send', 'lima-summit-ko', '--yes')
    const status = () => asJson('status', 'lima-summit-ko')
    // Both run in this process: each lets the other on.
    while (!(await status()).running) await setImmediate()
    const cancelled = await run('cancel', 'lima-summit-ko')
    expect(cancelled.out).toMatch(/4 readers will not get it; the process that sends it stops/)
    expect(await waiting).toMatchObject({
      code: 1,
      out: expect.stringMatching(/cancelled {2}0 accepted/),
    })
    const unsent = await run('export', 'lima-summit-ko', '--state', 'unsent')
    expect(unsent.out.split('\n')).toHaveLength(6)
  })

  it('writes letters to a folder without calling them sent, and sends one copy to look at', async () => {
    const { code, out } = await run(
      'send',
      'week-in-letters',
      '--list',
      'list.csv',
      '--outbox',
      'out',
      '--yes',
    )
    expect(out).toMatch(/next: the letters are in out/)
    expect(code).toBe(0)
    expect(readdirSync(join(root, 'out')).filter((name) => name.endsWith('.eml'))).toHaveLength(4)
    expect((await run('status', 'week-in-letters')).code).toBe(2)
    const test = await asJson('send', 'week-in-letters', '--to', 'me@example.com')
    expect(test).toMatchObject({ accepted: true, to: 'me@example.com' })
    expect(arrived.at(-1)).toBe('me@example.com')
    const both = await run('send', 'week-in-letters', '--to', 'me@example.com', '--limit', '1')
    expect(both).toMatchObject({ code: 2, err: expect.stringMatching(/--limit is about a list/) })
  })
})
