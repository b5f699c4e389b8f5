// pressrun pause and resume, and what the other commands say of a send that is paused.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { sampleProject } from '../build/project.ts'
import { inside } from './inside.ts'

const ISSUE = 'lima-summit'

it('pauses a send and lets it go on, says so everywhere, and says what cannot be', async () => {
  const root = sampleProject()
  writeFileSync(
    join(root, '.env'),
    'PRESSRUN_SECRET=a secret of sixteen and more\nPRESSRUN_SMTP_URL=outbox:out\n',
  )
  writeFileSync(join(root, 'list.csv'), 'email\nana@example.com\nben@example.com\n')
  const run = (...args: string[]) => inside(root, args)
  const asJson = async (...args: string[]) => JSON.parse((await run(...args, '--json')).out)
  expect(await run('pause', ISSUE)).toMatchObject({
    ...{ code: 2, err: expect.stringMatching(/was never planned or sent/) },
  })
  const at = ['--at', '2090-12-01 07:00']
  await run('send', ISSUE, '--list', 'list.csv', '--despite-errors', ...at, '--plan-only')
  expect(await run('pause', ISSUE)).toMatchObject({
    ...{ code: 1, err: expect.stringMatching(/is planned and not begun, so there is nothing/) },
  })
  expect(await run('resume', ISSUE)).toMatchObject({
    ...{ code: 0, out: expect.stringMatching(/is not paused; nothing was changed/) },
  })
  const sending = run('send', ISSUE, '--yes', '--despite-errors')
  // All run in this process: each lets the other on.
  while (!(await asJson('status', ISSUE)).running) await setImmediate()
  expect(await asJson('status', ISSUE)).toMatchObject({ pausedAt: null })
  expect((await run('pause', ISSUE)).out).toMatch(
    /paused {2}2 readers still to be sent to; whoever sends it begins no more letters.*\nnext: go on: pressrun resume lima-summit; call it off: pressrun cancel lima-summit/,
  )
  expect((await run('pause', ISSUE)).out).toMatch(/^paused already/)
  expect(await asJson('pause', ISSUE)).toMatchObject({ paused: true, changed: false, notSent: 2 })
  expect(await asJson('status', ISSUE)).toMatchObject({
    ...{ running: true, state: 'sending', pausedAt: expect.any(Number) },
  })
  const shown = await run('status', ISSUE)
  expect(shown.out).toMatch(/lima-summit {2}paused: /)
  expect(shown.out).toMatch(/paused +.*; go on: pressrun resume lima-summit/)
  expect((await run('resume', ISSUE)).out).toMatch(
    /resumed {2}2 readers still to be sent to; it goes on within seconds/,
  )
  await run('pause', ISSUE)
  await run('cancel', ISSUE)
  expect(await sending).toMatchObject({ code: 1, out: expect.stringMatching(/cancelled/) })
  expect(await asJson('status', ISSUE)).toMatchObject({ state: 'cancelled', pausedAt: null })
})

it('says with the status how far a warm-up is today', async () => {
  const root = sampleProject()
  const file = join(root, 'newsletter.yaml')
  const start = new Date(Date.now() - 48 * 3_600_000).toISOString().slice(0, 10)
  const warmUp = `{ start: ${start}, first-day: 100, growth: 2, target: 5000 }`
  const yaml = readFileSync(file, 'utf8').replace(/^timezone: .*\n/m, '')
  writeFileSync(
    file,
    `${yaml.replace(/^limits:\n/m, '')}`.replace(
      /^( {2}connections: )/m,
      `limits:\n  warm-up: ${warmUp}\n$1`,
    ),
  )
  writeFileSync(
    join(root, '.env'),
    'PRESSRUN_SECRET=a secret of sixteen and more\nPRESSRUN_SMTP_URL=outbox:out\n',
  )
  writeFileSync(join(root, 'list.csv'), 'email\nana@example.com\nben@example.com\n')
  const sent = await inside(root, [
    ...['send', ISSUE, '--list', 'list.csv', '--despite-errors', '--yes'],
  ])
  expect(sent).toMatchObject({ code: 0, out: expect.stringMatching(/sent {2}2 accepted/) })
  const { out } = await inside(root, ['status'])
  expect(out).toMatch(/^warm-up, day 3: 2 of 400 sent today$/m)
  const { warmUp: seen } = JSON.parse((await inside(root, ['status', ISSUE, '--json'])).out)
  expect(seen).toEqual([{ relay: null, day: 3, allowance: 400, used: 2 }])
})
