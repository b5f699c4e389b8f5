// A plan given out to workers, and watched until it is done. Whoever stops watching stops none of them.

import { setTimeout } from 'node:timers/promises'
import type { Plan } from '../delivery/plan.ts'
import type { SendStatus } from '../delivery/status.ts'
import type { Engine } from '../store/engine.ts'
import { stateWords } from './count-words.ts'
import { counted, duration } from './format.ts'
import { pausedWords } from './plan-text.ts'
import { progressBar } from './progress.ts'
import type { Sending } from './sending.ts'
import type { Terminal } from './terminal.ts'
import { workerRates } from './worker-rates.ts'

interface Options {
  readonly onInDoubt: 'hold' | 'resend'
  readonly json?: boolean
  readonly wait?: boolean
}

const LOOK_MS = 1_000

/** @throws PressrunError `send`, `store`, `usage` */
export async function giveOut(
  { letter, slug, project, links }: Sending,
  plan: Plan,
  store: Engine,
  { onInDoubt, json = false, wait = true }: Options,
  terminal: Terminal,
): Promise<void> {
  const { handOut, proofOf } = await import('../delivery/hand-out.ts')
  const { keepLinks } = await import('../store/links.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const clock = steadyClock()
  await handOut({
    ...{ store, issue: slug, agreed: plan, clock, onInDoubt },
    letter: letter.rendered,
    proof: proofOf(letter.press.keys, project, slug),
    also: keepLinks(store, slug, links),
  })
  const start = performance.now()
  const status = await watched(slug, plan, store, wait, json, terminal)
  const { failed, in_doubt: doubtful, pending, deferred } = status.counts.states
  const left = failed + doubtful + pending + deferred
  if (json) terminal.print(JSON.stringify(status, null, 2))
  else {
    const word = status.state === 'done' ? 'sent' : 'so far'
    const took = duration(performance.now() - start)
    terminal.print(`${word}  ${stateWords(status.counts.states)}, in ${took}`)
    terminal.print(`next: ${nextWords(status, slug)}`)
  }
  // Whoever did not want to wait has got what they asked for.
  if (left > 0 && (wait || status.state !== 'sending')) process.exitCode = 1
}

function nextWords({ state, pausedAt }: SendStatus, slug: string): string {
  if (pausedAt !== null) return `it is paused ${pausedWords(slug)}`
  if (state !== 'sending') return `pressrun report ${slug}`
  return `workers go on with it; see how far they are: pressrun status ${slug} --watch. Stop them: pressrun cancel ${slug}`
}

/** @param wait false: looks once. */
async function watched(
  slug: string,
  plan: Plan,
  store: Engine,
  wait: boolean,
  json: boolean,
  terminal: Terminal,
): Promise<SendStatus> {
  const { statusOf } = await import('../delivery/status.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const clock = steadyClock()
  const stop = new AbortController()
  const release = terminal.onInterrupt(() => stop.abort())
  const bar = progressBar(terminal, plan.toSend, 'messages')
  const rates = workerRates()
  let said: number | undefined
  let paused = false
  try {
    for (;;) {
      const status = await statusOf(store, slug, clock)
      const { workers = [], counts } = status
      if (workers.length !== said && status.state === 'sending' && !json)
        terminal.note(
          workers.length === 0
            ? 'no worker is there yet: start one with pressrun worker, on any machine'
            : `${counted(workers.length, 'worker')} at it`,
        )
      said = workers.length
      if (!paused && status.pausedAt !== null && !json)
        terminal.note(`paused  ${pausedWords(slug)}`)
      paused = status.pausedAt !== null
      const done = counts.states.accepted - plan.counts.states.accepted + counts.states.failed
      if (!json) bar.update(done, rates.words(workers, performance.now()))
      if (status.state !== 'sending' || !wait || stop.signal.aborted) return status
      await setTimeout(LOOK_MS, undefined, { signal: stop.signal }).catch(() => {})
    }
  } finally {
    bar.end()
    release()
  }
}
