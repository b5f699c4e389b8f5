// npm run chaos: at least 500 kills of a sending process, under both ways to treat readers in doubt. Prints its
// figures; ends with 1 where one of them is not what it must be. `--kills 100 --seed 7` for other numbers.

import { parseArgs } from 'node:util'
import { type ChaosFigures, chaos } from './chaos/chaos.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string' }, seed: { type: 'string' }, readers: { type: 'string' } },
})
const number = (text: string | undefined, otherwise: number) => Number(text ?? otherwise)
const kills = number(values.kills, 500)
const seed = number(values.seed, Date.now() % 1_000_000)
const readers = number(values.readers, 2_000)
const LANES = 5

let wrong = 0
function line(what: string, value: string | number, must?: boolean): void {
  if (must === false) wrong++
  console.log(
    `  ${what.padEnd(46)} ${String(value).padStart(8)}${must === undefined ? '' : must ? '  as it must be' : '  WRONG'}`,
  )
}

function print(title: string, figures: ChaosFigures, resend: boolean): void {
  const most = figures.kills * LANES
  console.log(`\n${title}`)
  line('kills', figures.kills)
  for (const [where, count] of Object.entries(figures.killedAt)) line(`  at ${where}`, count)
  line('stopped and continued', figures.stops)
  line('sends', figures.sends)
  line('readers', figures.readers)
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

console.log(`seed ${seed}`)
const start = performance.now()
const onKill = (count: number) => {
  if (process.stderr.isTTY) process.stderr.write(`\r${count} kills `)
}
const half = Math.ceil(kills / 2)
for (const onInDoubt of ['hold', 'resend'] as const) {
  const figures = await chaos({ kills: half, readers, lanes: LANES, onInDoubt, seed, onKill })
  print(`readers in doubt: ${onInDoubt}`, figures, onInDoubt === 'resend')
}
console.log(
  `\nin ${Math.round((performance.now() - start) / 1_000)} seconds${wrong > 0 ? `; ${wrong} figures are WRONG` : ''}`,
)
process.exitCode = wrong > 0 ? 1 : 0
