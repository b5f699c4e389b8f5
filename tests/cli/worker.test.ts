// pressrun worker, as processes: they take what is given out, have their own secrets, and end when they are told to.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { updateSend } from '../../src/store/sends.ts'
import { enrol } from '../../src/store/workers.ts'
import { sampleProject } from '../build/project.ts'
import { emptyDatabase, endServer, sendOf } from '../store/engines.ts'
import { inside } from './inside.ts'

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts')
const SECRET = 'PRESSRUN_SECRET=a secret of sixteen and more\nPRESSRUN_SMTP_URL=outbox:out\n'
afterAll(endServer)

interface Working {
  readonly child: ChildProcess
  said(): string
  /** Resolves once it has said that. */
  says(words: RegExp): Promise<void>
}

function worker(
  root: string,
  env: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Working {
  const child = spawn(process.execPath, [MAIN, 'worker', '--project', root, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
    })
  return {
    child,
    said: () => text,
    async says(words) {
      while (!words.test(text)) await once(child.stdout as NodeJS.ReadableStream, 'data')
    },
  }
}

describe('pressrun worker', () => {
  it('sends what is given out, from letters in the store, until it is told to end', {
    timeout: 120_000,
  }, async () => {
    const url = (await emptyDatabase()).secrets.databaseUrl as string
    const here = sampleProject()
    writeFileSync(join(here, '.env'), `${SECRET}PRESSRUN_DATABASE=${url}\n`)
    await inside(here, ['list', 'import', 'subscribers/sample.csv'])
    // Another machine: the same newsletter.yaml, and no issue.
    const there = sampleProject()
    rmSync(join(there, 'issues'), { recursive: true })
    writeFileSync(join(there, '.env'), `${SECRET}PRESSRUN_DATABASE=${url}\n`)
    const other = worker(there, { PRESSRUN_SECRET: 'another secret of sixteen' })
    const good = worker(there, {}, '--metrics', '0')
    await Promise.all([other, good].map((one) => one.says(/waiting for what is to be sent/)))
    const sent = await inside(here, [
      'send',
      'lima-summit',
      '--workers',
      '--yes',
      '--despite-errors',
    ])
    expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/sent {2}25 accepted/) })
    expect(sent.err).toMatch(/2 workers at it/)
    expect(readdirSync(join(there, 'out')).filter((name) => name.endsWith('.eml'))).toHaveLength(25)
    await good.says(/lima-summit is sent/)
    expect(other.said()).toMatch(
      /nothing more of lima-summit is sent from here: PRESSRUN_SECRET or newsletter.yaml is not the one/,
    )
    const metrics = /metrics at (\S+)/.exec(good.said())?.[1] ?? ''
    expect(await (await fetch(metrics)).text()).toContain(
      'pressrun_messages_total{issue="lima-summit",state="accepted"} 25\n',
    )
    expect((await fetch(metrics, { headers: { via: 'a proxy' } })).status).toBe(404)
    for (const { child } of [good, other]) {
      child.kill('SIGTERM')
      expect((await once(child, 'exit'))[0]).toBe(0)
    }
    expect(good.said()).toMatch(/ended; 25 messages went out from here/)
    expect(other.said()).toMatch(/ended; 0 messages/)
  })

  it('is seen by its version while they differ', async () => {
    const root = sampleProject()
    const place = await emptyDatabase()
    const store = await openStore(place, 'write')
    onTestFinished(() => store.close())
    const id = await sendOf(store, 3, 'lima-summit')
    await store.write([updateSend(store, id, { workers: '{}' })])
    const enrolled = (name: string, version: string) =>
      enrol(store, { name, relay: null, version }, Date.now())
    const status = async () =>
      (
        await inside(root, ['status', 'lima-summit'], {
          PRESSRUN_DATABASE: place.secrets.databaseUrl as string,
        })
      ).out
    await enrolled('mail-1', '0.1.0')
    expect(await status()).toMatch(/by {7}mail-1: 0 accepted/)
    await enrolled('mail-2', '0.2.0')
    expect(await status()).toMatch(/mail-1, pressrun 0\.1\.0: 0 .*\n.*mail-2, pressrun 0\.2\.0: 0 /)
  })

  it('says what it lacks, and takes nothing', async () => {
    const root = sampleProject()
    const url = (await emptyDatabase()).secrets.databaseUrl as string
    const run = (args: string[], env: Record<string, string>) => inside(root, args, env)
    const database = { PRESSRUN_DATABASE: url }
    const secret = { PRESSRUN_SECRET: 'a secret of sixteen and more' }
    expect(await run(['worker'], secret)).toMatchObject({
      code: 2,
      err: expect.stringContaining('without PRESSRUN_DATABASE'),
    })
    expect(await run(['worker'], database)).toMatchObject({
      code: 2,
      err: expect.stringContaining('without PRESSRUN_SECRET'),
    })
    expect(await run(['worker'], { ...database, ...secret })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no mail server is configured'),
    })
    expect(await run(['worker', '--relay', 'none'], { ...database, ...secret })).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no relay "none"'),
    })
    expect(
      await run(['worker', '--metrics', '127.0.0.1:x'], { ...database, ...secret }),
    ).toMatchObject({
      code: 2,
      err: expect.stringContaining('from 0 to 65535'),
    })
  })

  it('is nothing for a store in a file', { timeout: 60_000 }, async () => {
    const root = sampleProject()
    writeFileSync(join(root, '.env'), SECRET)
    const args = [
      'send',
      'lima-summit',
      '--list',
      'subscribers/sample.csv',
      '--despite-errors',
      '--yes',
    ]
    expect(await inside(root, [...args, '--workers'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('this one is a file'),
    })
    expect(await inside(root, [...args, '--workers', '--outbox', 'x'])).toMatchObject({ code: 2 })
  })
})
