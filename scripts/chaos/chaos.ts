// Kills a sending process again and again, at random moments and at each named step, lets it go on, and holds what
// the ledger says to what the mail server counted.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { deliveriesIn } from '../../src/store/deliveries.ts'
import { openStore } from '../../src/store/open.ts'
import { findSend } from '../../src/store/sends.ts'
import { DELIVERY_STATES } from '../../src/store/tables.ts'
import { countsOf, recount } from '../../src/store/tallies.ts'
import type { SenderOrder } from './sender.ts'

export const STEPS = [
  ...['planning', 'planned', 'recovered', 'claimed', 'made'],
  ...['marking', 'marked', 'replied', 'settled', 'ended'],
] as const

export interface ChaosOptions {
  readonly kills: number
  /** Readers of each send; when one is through, the next begins. */
  readonly readers: number
  readonly lanes: number
  readonly onInDoubt: 'hold' | 'resend'
  /** The same seed kills at the same steps. */
  readonly seed: number
  readonly onKill?: (kills: number) => void
}

export interface ChaosFigures {
  readonly kills: number
  /** At each named step, and `random moment`. */
  readonly killedAt: Readonly<Record<string, number>>
  /** Times a process was stopped for a moment and went on (SIGSTOP, SIGCONT). */
  readonly stops: number
  readonly sends: number
  readonly readers: number
  readonly accepted: number
  readonly inDoubt: number
  readonly receipts: number
  /** Readers who are neither accepted nor in doubt, or accepted without a receipt. */
  readonly missing: number
  /** Receipts beyond the first of a reader. */
  readonly duplicates: number
  /** Receipts of readers that the ledger calls neither accepted nor in doubt. */
  readonly unknownReceipts: number
  /** Sends whose tallies do not agree with their rows. */
  readonly wrongTallies: number
}

interface Place {
  /** Of the store. */
  readonly root: string
  readonly receipts: string
  readonly port: number
}

/** @throws Error where a run that nobody killed did not come to its end */
export async function chaos(options: ChaosOptions): Promise<ChaosFigures> {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-chaos-'))
  const receipts = join(root, 'receipts.txt')
  const sink = spawn(process.execPath, [join(import.meta.dirname, 'sink.ts'), receipts], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const [said] = (await once(sink.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    return await allKills({ root, receipts, port: Number(said) }, options)
  } finally {
    const gone = once(sink, 'exit')
    sink.stdin?.end()
    await gone
    rmSync(root, { recursive: true, force: true })
  }
}

async function allKills(place: Place, options: ChaosOptions): Promise<ChaosFigures> {
  const random = randomFrom(options.seed)
  const killedAt: Record<string, number> = {}
  const found: SendFigures[] = []
  let kills = 0
  let stops = 0
  for (let issue = 1; kills < options.kills; issue++) {
    const name = `issue-${issue}`
    for (let ended = false; !ended; ) {
      const order = { ...place, ...options, issue: name } satisfies SenderOrder
      if (kills >= options.kills) {
        await run({ order })
        break
      }
      const plan = planKill(kills, random)
      const { killed, stopped } = await run({ order, ...plan })
      ended = !killed
      stops += stopped
      if (!killed) continue
      kills++
      const where = plan.die?.step ?? 'random moment'
      killedAt[where] = (killedAt[where] ?? 0) + 1
      options.onKill?.(kills)
    }
    found.push(await check(place, name, options.readers))
  }
  const sum = (of: (figures: SendFigures) => number) =>
    found.reduce((total, figures) => total + of(figures), 0)
  return {
    ...{ kills, killedAt, stops, sends: found.length, readers: found.length * options.readers },
    accepted: sum(({ accepted }) => accepted),
    inDoubt: sum(({ inDoubt }) => inDoubt),
    receipts: sum((figures) => figures.receipts),
    missing: sum(({ missing }) => missing),
    duplicates: sum(({ duplicates }) => duplicates),
    unknownReceipts: sum(({ unknownReceipts }) => unknownReceipts),
    wrongTallies: sum(({ wrongTallies }) => wrongTallies),
  }
}

interface Kill {
  readonly die?: NonNullable<SenderOrder['die']>
  /** Milliseconds after sending has begun, or after the start where that is `early`. */
  readonly afterMs?: number
  readonly early?: boolean
  /** Stopped for a moment first. */
  readonly stop?: boolean
}

/** Every other kill at a named step, each in turn; the others at a random moment. */
function planKill(kills: number, random: () => number): Kill {
  if (kills % 2 === 0) {
    const step = STEPS[(kills / 2) % STEPS.length] as string
    const often = ['claimed', 'made', 'marking', 'marked', 'replied', 'settled', 'planning']
    return { die: { step, time: often.includes(step) ? 1 + Math.floor(random() * 20) : 1 } }
  }
  return {
    afterMs: random() * 120,
    early: random() < 0.1,
    stop: random() < 0.1,
  }
}

/** One run of the sending process. @returns whether it was killed; else it came to its end */
async function run({
  order,
  die,
  afterMs,
  early = false,
  stop = false,
}: Kill & { readonly order: SenderOrder }): Promise<{ killed: boolean; stopped: number }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'sender.ts'), JSON.stringify({ ...order, ...(die ? { die } : {}) })],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: join(order.root, 'compiled') },
    },
  )
  let out = ''
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk
      if (out.includes('sending')) resolve()
    })
  })
  let stopped = 0
  if (afterMs !== undefined) {
    await Promise.race([early ? setTimeout(300) : begun, exited])
    await Promise.race([setTimeout(afterMs), exited])
    if (stop && child.exitCode === null) stopped = await pause(child)
    child.kill('SIGKILL')
  }
  const [code, signal] = await exited
  if (signal === 'SIGKILL') return { killed: true, stopped }
  if (code !== 0) throw new Error(`the sending process ended with ${code ?? signal}: ${out}`)
  return { killed: false, stopped }
}

async function pause(child: ChildProcess): Promise<number> {
  child.kill('SIGSTOP')
  await setTimeout(50)
  child.kill('SIGCONT')
  await setTimeout(20)
  return 1
}

type SendFigures = Omit<ChaosFigures, 'kills' | 'killedAt' | 'stops' | 'sends' | 'readers'>

async function check(place: Place, issue: string, readers: number): Promise<SendFigures> {
  const store = await openStore(place.root, 'read')
  try {
    const send = await findSend(store, issue)
    const id = send?.id as number
    const states = new Map<string, string>()
    for await (const row of deliveriesIn(store, id, DELIVERY_STATES))
      states.set(row.email, row.state)
    const received = receiptsOf(place)
    const known = [...states].filter(([, state]) => state === 'accepted' || state === 'in_doubt')
    const accepted = known.filter(([, state]) => state === 'accepted')
    const lacking = accepted.filter(([email]) => !received.has(email))
    const total = [...received.values()].reduce((sum, count) => sum + count, 0)
    const [tallies, counted] = [await countsOf(store, id), await recount(store, id)]
    return {
      accepted: accepted.length,
      inDoubt: known.length - accepted.length,
      receipts: total,
      missing: readers - known.length + lacking.length,
      duplicates: total - received.size,
      unknownReceipts: [...received.keys()].filter(
        (email) => !['accepted', 'in_doubt'].includes(states.get(email) ?? ''),
      ).length,
      wrongTallies: JSON.stringify(tallies.states) === JSON.stringify(counted.states) ? 0 : 1,
    }
  } finally {
    await store.close()
  }
}

/** How often each address was served since the last time; the next send begins with none. */
function receiptsOf({ receipts }: Place): ReadonlyMap<string, number> {
  const received = new Map<string, number>()
  if (!existsSync(receipts)) return received
  for (const email of readFileSync(receipts, 'utf8').split('\n').filter(Boolean)) {
    received.set(email, (received.get(email) ?? 0) + 1)
  }
  rmSync(receipts)
  return received
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
