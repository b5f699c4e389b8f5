// pressrun store: where what was sent, and who reads, is kept; and that in another place.

import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import type { StorePlace } from '../store/open.ts'
import type { Relocated } from '../store/relocate.ts'
import { type CommonOptions, command, openProject, type Register } from './command.ts'
import { counted, grouped } from './format.ts'
import { progressBar } from './progress.ts'
import type { Terminal } from './terminal.ts'

interface Options extends CommonOptions {
  readonly from?: string
  readonly to?: string
}

const FILE = 'sqlite'

export const storeCommand: Register = (program, terminal) => {
  const store = program
    .command('store')
    .description('the store of the publication: copy it from SQLite to Postgres, and back')
  command(store, 'copy', 'copy the whole store to another place, and check that all is there')
    .option('--to <place>', 'from the publication’s store to postgres://…, or to: sqlite')
    .option('--from <place>', 'from postgres://…, or from: sqlite, to the publication’s store')
    .action(async (options: Options) => copy(options, terminal))
}

async function copy(options: Options, terminal: Terminal): Promise<void> {
  const { project } = await openProject(options, terminal)
  const { from, to } = endsOf(options, project)
  const { storeShown } = await import('../store/open.ts')
  const { relocateStore } = await import('../store/relocate.ts')
  await refuseRunning(from)
  const bar = progressBar(terminal, 0, 'rows')
  let rows = 0
  let done: Relocated
  try {
    done = await relocateStore(from, to, (_, count) => {
      rows += count
      bar.update(rows)
    })
  } finally {
    bar.end()
  }
  const [left, arrived] = [storeShown(from), storeShown(to)]
  if (options.json) {
    terminal.print(JSON.stringify({ from: left, to: arrived, ...done }, null, 2))
    return
  }
  for (const { table, rows: count } of done.tables)
    if (count > 0) terminal.print(`${grouped(count).padStart(12)}  ${table.replaceAll('_', ' ')}`)
  terminal.print(`copied  ${counted(rows, 'row')} to ${arrived}; every table is there as it was`)
  terminal.print(`next: ${nextStep(to, project)} Send from one of them alone: the other forgets.`)
}

/** @throws PressrunError `usage` */
function endsOf({ from, to }: Options, project: Project) {
  if ((from === undefined) === (to === undefined))
    throw new PressrunError({
      code: 'usage',
      message: 'nobody knows from where to where',
      mend: 'Name the other place with --to or --from: postgres://user:password@host/database, or sqlite.',
    })
  const other = placeOf((from ?? to) as string, project)
  return from === undefined ? { from: project, to: other } : { from: other, to: project }
}

const placeOf = (text: string, { root }: Project): StorePlace =>
  text === FILE ? root : { root, secrets: { databaseUrl: text } }

/** What is copied while it changes is neither of the two. @throws PressrunError `send`, `store` */
async function refuseRunning(from: StorePlace): Promise<void> {
  const { openStore, storeExists } = await import('../store/open.ts')
  if (!(await storeExists(from))) return
  const { allStatus } = await import('../delivery/status.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const store = await openStore(from, 'read')
  try {
    const running = (await allStatus(store, steadyClock())).find((send) => send.running)
    if (!running) return
    throw new PressrunError(
      {
        code: 'send',
        message: `${running.issue} is being sent, so nothing was copied`,
        mend: 'Let it end, or stop it; it goes on in the copy.',
      },
      { exitCode: 1 },
    )
  } finally {
    await store.close()
  }
}

function nextStep(to: StorePlace, project: Project): string {
  if (to === project) return 'Put the other one aside.'
  return typeof to === 'string'
    ? 'Take PRESSRUN_DATABASE out of .env.'
    : 'Put that address into .env as PRESSRUN_DATABASE.'
}
