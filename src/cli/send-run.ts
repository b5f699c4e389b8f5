// A plan applied before a person's eyes: the bar while it goes, ctrl-C, and what to say at the end.

import { setImmediate } from 'node:timers/promises'
import type { Applied, Progress } from '../delivery/apply.ts'
import type { Plan } from '../delivery/plan.ts'
import type { Engine } from '../store/engine.ts'
import { stateWords } from './count-words.ts'
import { duration, grouped } from './format.ts'
import { momentIn, pausedWords } from './plan-text.ts'
import { progressBar } from './progress.ts'
import type { Sending } from './sending.ts'
import type { Terminal } from './terminal.ts'

export interface RunOptions {
  readonly onInDoubt?: 'hold' | 'resend'
  readonly wait?: boolean
  readonly json?: boolean
}

/** @throws PressrunError `send`, `store`, `config` */
export async function runSend(
  sending: Sending,
  plan: Plan,
  store: Engine,
  options: RunOptions,
  terminal: Terminal,
): Promise<Applied> {
  const { applyPlan } = await import('../delivery/apply.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const { announcer } = await import('../circulation/announce.ts')
  const announce = announcer(store, sending.project.webhooks)
  const { keepLinks } = await import('../store/links.ts')
  if (sending.links.length > 0) await store.write(keepLinks(store, sending.slug, sending.links))
  const relays = sending.relays()
  const maker = sending.makerFor(plan.list)
  const interrupts = interruptible(terminal, sending.slug)
  const screen = screenOf(plan, sending, terminal)
  try {
    const applied = await applyPlan({
      store,
      issue: sending.slug,
      agreed: plan,
      make: (subscriber) => maker.make(subscriber, new Date()),
      relays,
      limits: sending.limits,
      rules: { onInDoubt: options.onInDoubt ?? 'hold' },
      wait: options.wait ?? true,
      clock: steadyClock(),
      random: Math.random,
      stop: interrupts.stop,
      atOnce: interrupts.atOnce,
      onBounce: (reader, at) =>
        announce({
          ...{ ...reader, type: 'bounce', lists: [], all: true, at },
          ...{ way: 'bounce', place: plan.issue },
        }),
      onProgress: screen.show,
    })
    screen.end()
    return applied
  } finally {
    screen.end()
    interrupts.release()
    await Promise.all(relays.map(({ transport }) => transport.close()))
    await setImmediate()
  }
}

/** Once: claim no more and let those under way end. Twice: end at once. */
function interruptible(terminal: Terminal, slug: string) {
  const stop = new AbortController()
  const atOnce = new AbortController()
  const release = terminal.onInterrupt(() => {
    if (!stop.signal.aborted) {
      terminal.note('Stopping: what is under way may end. Once more stops at once.')
      stop.abort()
    } else if (!atOnce.signal.aborted) {
      terminal.note('Stopping at once: whoever was in the middle of it is in doubt.')
      atOnce.abort()
    } else {
      terminal.note(`What was under way is in doubt: pressrun status ${slug}`)
      process.exit(1)
    }
  })
  return { stop: stop.signal, atOnce: atOnce.signal, release }
}

function screenOf(plan: Plan, { project, slug }: Sending, terminal: Terminal) {
  const { accepted: before, failed: failedBefore } = plan.counts.states
  const bar = progressBar(terminal, plan.toSend, 'messages')
  let said = ''
  let ended = false
  return {
    show({ counts, excluded, phase }: Progress) {
      if (ended) return
      const done = counts.accepted - before + (counts.failed - failedBefore) + excluded
      const remarks = [
        counts.failed > 0 ? `${grouped(counts.failed)} failed` : '',
        counts.deferred > 0 ? `${grouped(counts.deferred)} put off` : '',
        counts.in_doubt > 0 ? `${grouped(counts.in_doubt)} in doubt` : '',
      ]
      const words = phaseWords(phase, slug, project.timezone)
      if (words !== said && words !== '') terminal.note(words)
      said = words
      bar.update(done, remarks.filter(Boolean).join(', '))
    },
    end() {
      if (!ended) bar.end()
      ended = true
    },
  }
}

function phaseWords(phase: Progress['phase'], slug: string, zone: string): string {
  const at = (until: number) => {
    const wait = until - Date.now()
    return wait > 3_600_000 ? momentIn(until, zone) : `in ${duration(Math.max(1_000, wait))}`
  }
  if (phase.kind === 'paused') return `paused  ${phase.problem}; next try ${at(phase.until)}`
  if (phase.kind === 'held') return `paused  ${pausedWords(slug)} (ctrl-C stops)`
  if (phase.kind !== 'waiting') return ''
  const what =
    phase.for === 'limits' ? 'the limits let no more go now' : 'for readers whose time has not come'
  return `waiting  ${what}; goes on ${at(phase.until)} (ctrl-C stops, and it can go on later)`
}

/** What came of it, and what can be done next. */
export function resultLines(
  { ending, counts, foundInDoubt, nextAt }: Applied,
  { slug, project, rehearsal }: Sending,
  elapsedMs: number,
  terminal: Terminal,
): readonly string[] {
  const { failed, in_doubt: doubtful, pending, deferred } = counts.states
  const all = failed + doubtful + pending + deferred === 0
  const words = {
    ...{ done: 'sent', stopped: 'stopped', cancelled: 'cancelled' },
    ...{ waiting: 'sent so far', paused: 'paused' },
  }
  const word = all ? terminal.paint('green', 'sent') : terminal.paint('yellow', words[ending])
  const lines = [`${word}  ${stateWords(counts.states)}, in ${duration(elapsedMs)}`]
  if (rehearsal !== undefined) return [...lines, `next: ${rehearsal}`]
  if (foundInDoubt > 0) {
    lines.push(
      `      ${grouped(foundInDoubt)} of those in doubt are from a run that ended in the middle of them`,
    )
  }
  if (doubtful > 0) {
    lines.push(
      `      nobody knows whether those in doubt have it; to send to them again: pressrun retry ${slug} --in-doubt`,
    )
  }
  if (failed > 0) lines.push(`      why they failed: pressrun export ${slug} --state failed`)
  if (ending === 'paused') {
    lines.push(`next: pressrun resume ${slug}, then  pressrun send ${slug}`)
  } else if (ending !== 'cancelled' && pending + deferred > 0) {
    const when = nextAt ? ` (next reader due ${momentIn(nextAt, project.timezone)})` : ''
    lines.push(`next: go on with  pressrun send ${slug}${when}`)
  } else lines.push(`next: pressrun report ${slug}`)
  return lines
}
