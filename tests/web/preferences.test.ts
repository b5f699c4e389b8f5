import { expect, it } from 'vitest'
import { leave } from '../../src/circulation/leaving.ts'
import { join } from '../../src/circulation/readers.ts'
import { heldOn } from '../../src/circulation/record.ts'
import { leaveToken, NOW, type Site, site } from './site.ts'

const path = `/preferences/${leaveToken()}`
const occasion = { source: { way: 'command', place: 'test' }, at: NOW } as const

async function withLists(): Promise<Site> {
  const there = await site(({ project }) => ({
    project: {
      ...project,
      lists: [
        { slug: 'weekly', name: 'The week' },
        { slug: 'daily', name: 'Every morning', description: 'Short' },
      ],
    },
  }))
  const subscriber = {
    email: 'ana@example.com',
    name: 'Ana',
    firstName: 'Ana',
    lang: '',
    tags: ['member'],
    fields: { city: 'Cádiz' },
  }
  for (const list of ['weekly', 'daily'])
    await join(
      there.store,
      { list, subscriber, state: 'active', rule: 'update', again: false },
      occasion,
    )
  return there
}
const standing = async ({ store }: Site) =>
  Object.fromEntries(
    (await heldOn(store, 'ana@example.com'))?.history.map(({ list, state }) => [list, state]) ?? [],
  )

it('a reader leaves one list and stays on the other, and comes back', async () => {
  const there = await withLists()
  const page = await (await there.ask(path)).text()
  expect(page.match(/ checked/g)).toHaveLength(2)
  const saved = await there.post(path, { name: 'Ana', list: 'weekly' })
  expect(await saved.text()).toContain('Saved.')
  expect(await standing(there)).toEqual({ weekly: 'active', daily: 'unsubscribed' })
  expect((await heldOn(there.store, 'ana@example.com'))?.suppression).toBeUndefined()
  await there.ask(path, {
    method: 'POST',
    body: new URLSearchParams([
      ['name', 'Ana'],
      ['list', 'weekly'],
      ['list', 'daily'],
      ['list', 'no-such'],
    ]),
  })
  expect(await standing(there)).toEqual({ weekly: 'active', daily: 'active' })
})

it('a reader is called otherwise, and nothing else of theirs changes', async () => {
  const there = await withLists()
  await there.post(path, { name: 'Ana María Ruiz', list: 'weekly' })
  expect((await heldOn(there.store, 'ana@example.com'))?.subscriber).toMatchObject({
    name: 'Ana María Ruiz',
    firstName: 'Ana',
    tags: ['member'],
    fields: { city: 'Cádiz' },
  })
  expect((await there.post(path, { name: 'Ana\r\nBcc: eve' })).status).toBe(400)
})

it('looking changes nothing, and a reader who left all, or whom nobody knows, is shown the page for leaving', async () => {
  const there = await withLists()
  await there.ask(path)
  await there.ask(path, { method: 'HEAD' })
  expect(await standing(there)).toEqual({ weekly: 'active', daily: 'active' })
  const bo = await there.ask(`/preferences/${leaveToken('bo@example.com')}`)
  expect([bo.status, bo.headers.get('location')]).toEqual([
    303,
    `/unsubscribe/${leaveToken('bo@example.com')}`,
  ])
  await leave(there.store, { email: 'ana@example.com', lists: [], all: true }, occasion)
  expect((await there.ask(path)).status).toBe(303)
  expect((await there.post(path, { list: 'weekly' })).status).toBe(303)
  expect(await standing(there)).toEqual({ weekly: 'unsubscribed', daily: 'unsubscribed' })
  expect((await there.ask('/preferences/forged')).status).toBe(404)
})
