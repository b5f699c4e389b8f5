import { describe, expect, it, onTestFinished } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { groupCommits } from '../../src/store/group-commit.ts'
import { ENGINES } from './engines.ts'

async function counted(): Promise<{ store: Engine; grouped: Engine; transactions: () => number }> {
  const fixture = await ENGINES.sqlite()
  onTestFinished(() => fixture.remove())
  const store = await fixture.open()
  let count = 0
  const grouped = groupCommits({
    ...store,
    write(queries) {
      count++
      return store.write(queries)
    },
  })
  return { store, grouped, transactions: () => count }
}
const insert = ({ db }: Engine, name: string) => db.insertInto('relays').values({ name }).compile()
const names = async ({ db }: Engine) =>
  (await db.selectFrom('relays').select('name').orderBy('id').execute()).map(({ name }) => name)

describe('writes that come at the same time', () => {
  it('are one transaction, in order, each with its own counts', async () => {
    const { store, grouped, transactions } = await counted()
    const all = await Promise.all([
      grouped.write([insert(store, 'a')]),
      grouped.write([insert(store, 'b'), insert(store, 'c')]),
      grouped.write([
        store.db.updateTable('relays').set({ name: 'd' }).where('name', '=', 'none').compile(),
      ]),
    ])
    expect(all).toEqual([[1], [1, 1], [0]])
    expect(transactions()).toBe(1)
    expect(await names(store)).toEqual(['a', 'b', 'c'])
  })

  it('fail alone: the others are kept, and what failed is undone whole', async () => {
    const { store, grouped } = await counted()
    await grouped.write([insert(store, 'a')])
    const settled = await Promise.allSettled([
      grouped.write([insert(store, 'b')]),
      grouped.write([insert(store, 'c'), insert(store, 'a')]),
      grouped.write([insert(store, 'd')]),
    ])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await names(store)).toEqual(['a', 'b', 'd'])
  })

  it('that come later are later', async () => {
    const { store, grouped, transactions } = await counted()
    await grouped.write([insert(store, 'a')])
    await grouped.write([insert(store, 'b')])
    expect(transactions()).toBe(2)
  })
})
