import { expect, it } from 'vitest'
import { chaos, STEPS } from '../../../scripts/chaos/chaos.ts'

const LANES = 5

it('loses nobody and sends nothing twice, killed 30 times at random moments and at each step', async () => {
  const kills = 30
  const figures = await chaos({ kills, readers: 400, lanes: LANES, onInDoubt: 'hold', seed: 11 })
  expect(figures).toMatchObject({
    ...{ kills, missing: 0, duplicates: 0, unknownReceipts: 0, wrongTallies: 0 },
    accepted: figures.readers - figures.inDoubt,
  })
  expect(Object.keys(figures.killedAt).sort()).toEqual([...STEPS, 'random moment'].sort())
  expect(figures.inDoubt).toBeLessThanOrEqual(kills * LANES)
  expect(figures.receipts).toBeLessThanOrEqual(figures.readers)
}, 240_000)
