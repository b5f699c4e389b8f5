// Kills a sending process again and again, at random moments and at each named step, lets it go on, and holds what
// the ledger says to what the mail server counted.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { check, randomFrom, type SendFigures, sumOf } from './count.ts'
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

export interface ChaosFigures extends SendFigures {
  readonly kills: number
  /** At each named step, and `random moment`. */
  readonly killedAt: Readonly<Record<string, number>>
  /** Times a process was stopped for a moment and went on (SIGSTOP, SIGCONT). */
  readonly stops: number
  readonly sends: number
  readonly readers: number
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
    found.push(await check({ ...place, store: place.root }, name, options.readers))
  }
  return {
    ...{ kills, killedAt, stops, sends: found.length, readers: found.length * options.readers },
    ...sumOf(found),
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
