import { expect, it } from 'vitest'
import { addressHash } from '../../../src/audience/address.ts'
import { newSource } from '../../../src/store/sources.ts'
import { place, plan, readers } from './fixture.ts'
import { apply, scripted } from './scripted.ts'

it('a reader of the list whose mailbox is gone stands as bounced, with the reply as proof', async () => {
  const here = await place()
  const { store } = here
  const sourceId = await newSource(store, { way: 'import', place: 'test' }, 1)
  const rows = [1, 2].map((line) => ({
    ...{ addressHash: addressHash(`reader-${line}@example.com`), tags: '[]', fields: '{}' },
    ...{ email: `reader-${line}@example.com`, name: '', firstName: '', lang: '', proof: null },
    ...{ state: 'active' as const, since: 1 },
  }))
  await store.roll.enter({ list: 'main', sourceId, at: 1, rows, also: [] })
  await plan(here, readers(2))
  const told: string[] = []
  await apply(
    here,
    scripted((to) => (to.startsWith('reader-2') ? '550 5.1.1 no such user' : 'accept')),
    {
      onBounce: ({ email }) => {
        told.push(email)
        return []
      },
    },
  )
  expect(told).toEqual(['reader-2@example.com'])
  const found = await store.db
    .selectFrom('memberships')
    .innerJoin('subscribers', 'subscribers.id', 'memberships.subscriber_id')
    .innerJoin('sources', 'sources.id', 'memberships.source_id')
    .select(['email', 'state', 'memberships.proof', 'way'])
    .orderBy('email')
    .execute()
  expect(found).toEqual([
    { email: 'reader-1@example.com', state: 'active', proof: null, way: 'import' },
    {
      ...{ email: 'reader-2@example.com', state: 'bounced', way: 'bounce' },
      proof: '{"reply":"550 5.1.1 no such user"}',
    },
  ])
  expect(await store.db.selectFrom('consents').select('state').execute()).toEqual([
    { state: 'active' },
  ])
})
