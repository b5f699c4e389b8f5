import { expect, it } from 'vitest'
import { FAULTS, postgresChaos } from '../../../scripts/chaos/postgres.ts'

const LANES = 5

it('loses nobody and sends nothing twice, whatever is taken from several workers', async () => {
  const rounds = FAULTS.length
  const figures = await postgresChaos({
    ...{ rounds, workers: 3, readers: 800, lanes: LANES, onInDoubt: 'hold', seed: 3 },
  })
  expect(figures).toMatchObject({
    ...{ rounds, missing: 0, duplicates: 0, unknownReceipts: 0, wrongTallies: 0 },
    faults: { kill: 1, stop: 1, restart: 1, cut: 1 },
    accepted: figures.readers - figures.inDoubt,
  })
  // A restart and a cut leave all of them in the middle of something.
  expect(figures.inDoubt).toBeLessThanOrEqual(rounds * 3 * LANES)
}, 120_000)
