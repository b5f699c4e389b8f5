// pressrun status: how far sends are, read from the store while they run.

import { setTimeout } from 'node:timers/promises'
import type { SendStatus, WorkerSeen } from '../delivery/status.ts'
import type { WarmingUp } from '../delivery/warming-up.ts'
import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import {
  type CommonOptions,
  command,
  findProjectRoot,
  issueSlugs,
  openProject,
  type Register,
} from './command.ts'
import { excludedTotal, excludedWords, stateWords } from './count-words.ts'
import { counted, duration, grouped } from './format.ts'
import { momentIn } from './plan-text.ts'
import type { Terminal } from './terminal.ts'
import { workerRates } from './worker-rates.ts'

interface Options extends CommonOptions {
  readonly watch?: boolean
}

const WATCH_MS = 1_000
const PLAIN_MS = 10_000

export const statusCommand: Register = (program, terminal) => {
  command(program, 'status [issue]', 'how far a send is; without an issue, all of them')
    .option('--watch', 'look again each second until it is over')
    .action(async (name: string | undefined, options: Options) => {
      const { project } = await openProject(options, terminal)
      const { openStore } = await import('../store/open.ts')
      const slug = name === undefined ? undefined : await slugOf(name, options, terminal)
      const store = await openStore(project, 'read')
      try {
        if (options.watch) await watch(store, slug, options, terminal)
        const found = await read(store, slug)
        const { warmingUp } = await import('../delivery/warming-up.ts')
        const warmUp = await warmingUp(store, project, Date.now())
        if (options.json) {
          terminal.print(
            JSON.stringify(
              slug === undefined ? { sends: found, warmUp } : { ...found[0], warmUp },
              null,
              2,
            ),
          )
        } else {
          print(found, slug !== undefined, project.timezone, terminal)
          for (const one of warmUp) terminal.print(warmUpLine(one))
        }
      } finally {
        await store.close()
      }
    })
}

/** An issue may be gone and its send still be known. */
async function slugOf(name: string, options: Options, terminal: Terminal): Promise<string> {
  try {
    const [slug] = await issueSlugs(await findProjectRoot(options, terminal), [name])
    return slug as string
  } catch (error) {
    if (error instanceof PressrunError) return name
    throw error
  }
}

async function read(store: Engine, slug: string | undefined): Promise<readonly SendStatus[]> {
  const { statusOf, allStatus } = await import('../delivery/status.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const clock = steadyClock()
  return slug === undefined ? allStatus(store, clock) : [await statusOf(store, slug, clock)]
}

async function watch(
  store: Engine,
  slug: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const stop = new AbortController()
  const release = terminal.onInterrupt(() => stop.abort())
  let last: { at: number; done: number } | undefined
  let shown = Number.NEGATIVE_INFINITY
  const rates = workerRates()
  while (!stop.signal.aborted) {
    const running = (await read(store, slug)).filter((send) => send.running)
    if (running.length === 0) break
    const now = performance.now()
    const [send] = running as [SendStatus]
    const done = running.reduce((sum, { counts }) => sum + counts.states.accepted, 0)
    const rate = last ? ((done - last.done) / (now - last.at)) * 1_000 : undefined
    last = { at: now, done }
    const each = rates.words(send.workers ?? [], now)
    const line = `${send.issue}  ${send.pausedAt === null ? '' : 'paused; '}${stateWords(send.counts.states)}${rate === undefined ? '' : `, ${grouped(Math.round(rate))} a second`}${each === '' ? '' : `: ${each}`}`
    if (!options.json && terminal.interactive) terminal.redraw(line.slice(0, terminal.columns - 1))
    else if (!options.json && now - shown >= PLAIN_MS) {
      terminal.note(line)
      shown = now
    }
    await setTimeout(WATCH_MS, undefined, { signal: stop.signal }).catch(() => {})
  }
  release()
  if (terminal.interactive) terminal.redraw('')
}

const STATES = {
  planning: 'being planned',
  planned: 'planned',
  sending: 'begun, and nobody is sending it now',
  done: 'done',
  cancelled: 'cancelled',
} as const

function print(
  sends: readonly SendStatus[],
  alone: boolean,
  zone: string,
  terminal: Terminal,
): void {
  if (sends.length === 0) terminal.print('nothing was planned or sent yet.')
  const width = Math.max(...sends.map(({ issue }) => issue.length), 0)
  for (const send of sends) {
    const word = wordFor(send, terminal)
    terminal.print(`${send.issue.padEnd(width)}  ${word}: ${stateWords(send.counts.states)}`)
    if (alone) for (const line of detailLines(send, zone)) terminal.print(`  ${line}`)
  }
}

/** Versions while they differ, in the middle of an upgrade. */
function workerWords(
  { name, relay, version, accepted }: WorkerSeen,
  { workers = [] }: SendStatus,
): string {
  const differ = workers.some((other) => other.version !== version)
  const which = `${relay ? `, relay ${relay}` : ''}${differ ? `, pressrun ${version}` : ''}`
  return `${name}${which}: ${grouped(accepted)} accepted`
}

/** `warm-up of relay main, day 2: 120 of 750 sent today` */
const warmUpLine = ({ relay, day, allowance, used }: WarmingUp): string =>
  `warm-up${relay === null ? '' : ` of relay ${relay}`}, ${day < 1 ? 'not begun' : `day ${day}`}: ${grouped(used)} of ${grouped(allowance)} sent today`

function wordFor({ running, state, pausedAt }: SendStatus, terminal: Terminal): string {
  if (pausedAt !== null)
    return terminal.paint('yellow', running ? 'paused' : 'paused, and nobody is sending it now')
  return running ? terminal.paint('green', 'sending now') : STATES[state]
}

function detailLines(send: SendStatus, zone: string): readonly string[] {
  const { plannedAt, startedAt, endedAt, counts, nextAt, running, issue, runner, pausedAt } = send
  const lines: string[] = []
  if (plannedAt) lines.push(`planned  ${momentIn(plannedAt, zone)}`)
  if (startedAt) lines.push(`begun    ${momentIn(startedAt, zone)}`)
  for (const worker of send.workers ?? []) lines.push(`by       ${workerWords(worker, send)}`)
  if (running && runner) lines.push(`by       process ${runner.pid} on ${runner.host}`)
  if (pausedAt) lines.push(`paused   ${momentIn(pausedAt, zone)}; go on: pressrun resume ${issue}`)
  if (endedAt && startedAt) {
    lines.push(`ended    ${momentIn(endedAt, zone)}, after ${duration(endedAt - startedAt)}`)
  }
  const left = excludedTotal(counts.excluded)
  if (left > 0) lines.push(`without  ${counted(left, 'row')}: ${excludedWords(counts.excluded)}`)
  if (nextAt !== undefined && nextAt > Date.now()) {
    lines.push(`waits    the next reader is due ${momentIn(nextAt, zone)}`)
  }
  const { failed, in_doubt: doubtful, pending, deferred } = counts.states
  if (failed > 0) lines.push(`failed   see why: pressrun export ${issue} --state failed`)
  if (doubtful > 0) lines.push(`in doubt send to them again: pressrun retry ${issue} --in-doubt`)
  if (send.workers?.length === 0)
    lines.push('next     start a worker, on any machine: pressrun worker')
  else if (!running && pending + deferred > 0 && send.state !== 'cancelled') {
    lines.push(`next     go on with: pressrun send ${issue}`)
  }
  return lines
}
