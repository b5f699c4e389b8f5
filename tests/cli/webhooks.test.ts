// What `pressrun webhooks` says.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { announcer } from '../../src/circulation/announce.ts'
import { leave } from '../../src/circulation/leaving.ts'
import { WEBHOOK_EVENTS } from '../../src/project/webhooks.ts'
import { openStore } from '../../src/store/open.ts'
import { dueCalls, putOffCall } from '../../src/store/webhook-calls.ts'
import { edit, sampleProject } from '../build/project.ts'
import { inside } from './inside.ts'

const URL = 'http://127.0.0.1:1/hook'
const NONE = { waiting: 0, givenUp: 0, problem: null }
const named = (root: string) =>
  edit(
    root,
    'newsletter.yaml',
    (text) => `${text}\nwebhooks:\n  - url: ${URL}\n    private: true\n`,
  )

it('says where none are named, and makes no store', async () => {
  const root = sampleProject()
  for (const args of [['webhooks'], ['webhooks', '--test']])
    expect(await inside(root, args)).toMatchObject({
      code: 0,
      out: 'newsletter.yaml names no webhooks\n',
    })
  expect((await inside(root, ['webhooks', '--again'])).out).toBe(
    '0 to be tried again, by pressrun serve\n',
  )
  expect(existsSync(join(root, '.pressrun/pressrun.db'))).toBe(false)
})

it('wants a secret before it calls, and says when nobody answers', async () => {
  const root = sampleProject()
  named(root)
  const unsigned = await inside(root, ['webhooks', '--test'])
  expect(unsigned).toMatchObject({
    code: 2,
    err: expect.stringContaining('PRESSRUN_WEBHOOK_SECRET'),
  })
  const called = await inside(root, ['webhooks', '--test'], {
    PRESSRUN_WEBHOOK_SECRET: 'a-webhook-secret-of-a-test-that-is-long',
  })
  expect(called).toMatchObject({ code: 1, out: `${URL}  ECONNREFUSED\n` })
})

it('says what waits and what was given up, also for one that is named no more, and tries it again', async () => {
  const root = sampleProject()
  named(root)
  const store = await openStore(root, 'write')
  const gone = 'https://gone.example/hook'
  const announce = announcer(
    store,
    [URL, gone].map((url) => ({ url, events: WEBHOOK_EVENTS, isPrivate: true })),
  )
  await leave(
    store,
    { email: 'ana@example.com', lists: ['main'], all: true },
    { source: { way: 'page', place: 'test' }, at: 1_000, announce },
  )
  for (const { id, url } of await dueCalls(store, 1_000, 10))
    if (url === gone) await putOffCall(store, id, null, 'answered 410')
  await store.close()
  const rows = JSON.parse((await inside(root, ['webhooks', '--json'])).out)
  expect(rows).toEqual([
    { ...NONE, url: URL, events: WEBHOOK_EVENTS, waiting: 1 },
    { ...NONE, url: gone, events: [], givenUp: 1, problem: 'answered 410' },
  ])
  expect((await inside(root, ['webhooks'])).out).toContain(
    `${gone}  in newsletter.yaml no more\n  0 waiting, 1 given up\n  the last try: answered 410\n`,
  )
  expect((await inside(root, ['webhooks', '--again'])).out).toMatch(/^1 to be tried again/)
})
