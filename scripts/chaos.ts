// npm run chaos: at least 500 kills of a sending process, under both ways to treat readers in doubt. Prints its
// figures; ends with 1 where one of them is not what it must be. `--kills 100 --seed 7` for other numbers. With
// `--postgres` 300 rounds of faults to several workers and their database instead; `--rounds 40` for fewer.

import { parseArgs } from 'node:util'
import { type ChaosFigures, chaos } from './chaos/chaos.ts'
import type { SendFigures } from './chaos/count.ts'
import { postgresChaos } from './chaos/postgres.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string' },
    rounds: { type: 'string' },
    seed: { type: 'string' },
    readers: { type: 'string' },
    postgres: { type: 'boolean' },
  },
})
const number = (text: string | undefined, otherwise: number) => Number(text ?? otherwise)
const kills = number(values.kills, 500)
const seed = number(values.seed, Date.now() % 1_000_000)
const readers = number(values.readers, 2_000)
const LANES = 5
const WORKERS = 3

let wrong = 0
function line(what: string, value: string | number, must?: boolean): void {
  if (must === false) wrong++
  console.log(
    `  ${what.padEnd(46)} ${String(value).padStart(8)}${must === undefined ? '' : must ? '  as it must be' : '  WRONG'}`,
  )
}

const tell = (count: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${count} `)
}

function print(title: string, figures: ChaosFigures, resend: boolean): void {
  console.log(`\n${title}`)
  line('kills', figures.kills)
  for (const [where, count] of Object.entries(figures.killedAt)) line(`  at ${where}`, count)
  line('stopped and continued', figures.stops)
  line('sends', figures.sends)
  line('readers', figures.readers)
  printCounts(figures, figures.kills * LANES, resend)
}

function printCounts(figures: SendFigures, most: number, resend: boolean): void {
  line('accepted, says the ledger', figures.accepted)
  line(`in doubt (at most ${most})`, figures.inDoubt, figures.inDoubt <= most)
  line('receipts, says the server', figures.receipts)
  line('missing', figures.missing, figures.missing === 0)
  if (resend) line(`duplicates (at most ${most})`, figures.duplicates, figures.duplicates <= most)
  else line('duplicates', figures.duplicates, figures.duplicates === 0)
  line(
    'receipts of readers not accepted or in doubt',
    figures.unknownReceipts,
    figures.unknownReceipts === 0,
  )
  line('sends with a wrong count', figures.wrongTallies, figures.wrongTallies === 0)
}

async function byKills(): Promise<void> {
  const half = Math.ceil(kills / 2)
  for (const onInDoubt of ['hold', 'resend'] as const) {
    const figures = await chaos({
      kills: half,
      readers,
      lanes: LANES,
      onInDoubt,
      seed,
      onKill: tell,
    })
    print(`readers in doubt: ${onInDoubt}`, figures, onInDoubt === 'resend')
  }
}

async function byFaults(): Promise<void> {
  const figures = await postgresChaos({
    ...{ rounds: number(values.rounds, 300), workers: WORKERS, lanes: LANES, seed },
    ...{ readers: number(values.readers, 5_000), onInDoubt: 'hold', onRound: tell },
  })
  console.log(`\n${WORKERS} workers on Postgres, readers in doubt: hold`)
  line('rounds', figures.rounds)
  for (const [fault, count] of Object.entries(figures.faults)) line(`  ${fault}`, count)
  line('sends', figures.sends)
  line('readers', figures.readers)
  printCounts(figures, figures.rounds * WORKERS * LANES, false)
}

console.log(`seed ${seed}`)
const start = performance.now()
await (values.postgres ? byFaults() : byKills())
console.log(
  `\nin ${Math.round((performance.now() - start) / 1_000)} seconds${wrong > 0 ? `; ${wrong} figures are WRONG` : ''}`,
)
process.exitCode = wrong > 0 ? 1 : 0
