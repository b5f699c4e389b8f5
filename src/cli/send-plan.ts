// The plan of a send from what was said on the command line, and its text.

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Plan, PlanInput } from '../delivery/plan.ts'
import type { Selection } from '../delivery/selection.ts'
import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import type { Exclusion } from '../store/exclusions.ts'
import { grouped } from './format.ts'
import { planText } from './plan-text.ts'
import type { Sending, SendingOptions } from './sending.ts'
import type { Terminal } from './terminal.ts'

export interface SendOptions extends SendingOptions {
  readonly list?: string
  readonly to?: string
  readonly yes?: boolean
  readonly planOnly?: boolean
  readonly acceptChanges?: boolean
  readonly at?: string
  readonly localTime?: boolean
  readonly on?: string
  readonly segment?: string
  readonly tag?: readonly string[]
  readonly limit?: number
  readonly sample?: number
  readonly onInDoubt: 'hold' | 'resend'
  readonly wait: boolean
  readonly workers?: boolean
  readonly despiteErrors?: boolean
}

/** So many of those who are left out are named. */
const SHOWN = 5

/**
 * The plan, made or found.
 * @throws PressrunError `usage`, `list`, `send`, `store`
 */
export async function planned(
  { slug, parts, sender, project, letter }: Sending,
  store: Engine,
  options: SendOptions,
  terminal: Terminal,
): Promise<Plan> {
  const { planSend, plannedWith } = await import('../delivery/plan.ts')
  const { steadyClock } = await import('../delivery/clock.ts')
  const { segment } = await import('../audience/segments.ts')
  const { sendAudience } = await import('./send-audience.ts')
  const before = await plannedWith(store, slug)
  const selection = await selectionOf(options, before, project)
  const known = { digest: before?.list, list: before?.send.list ?? letter.issue.list }
  const audience = await sendAudience(options, known, project, terminal)
  const meant =
    selection.segment === undefined
      ? undefined
      : segment(project.segments, selection.segment, Date.now())
  const stop = new AbortController()
  const release = terminal.onInterrupt(() => stop.abort())
  try {
    return await planSend({
      store,
      issue: slug,
      sender,
      parts: { ...parts, list: audience.digest },
      ...(audience.rows ? { list: audience.rows } : {}),
      forList: audience.list,
      isStored: audience.isStored ?? false,
      selection,
      ...(meant ? { segment: meant } : {}),
      acceptChanges: options.acceptChanges ?? false,
      clock: steadyClock(),
      onProgress: planProgress(terminal),
      signal: stop.signal,
    })
  } finally {
    release()
    if (terminal.interactive) terminal.redraw('')
  }
}

/** Run again without a word about whom, a send that was begun goes on with those it was for. */
async function selectionOf(
  { list, segment, tag, limit, sample, at, localTime }: SendOptions,
  before: Awaited<ReturnType<typeof import('../delivery/plan.ts').plannedWith>>,
  project: Project,
): Promise<Selection> {
  const { parseStartAt } = await import('../delivery/start-time.ts')
  const unfinished = before?.send.state === 'planned' || before?.send.state === 'sending'
  const begun = before?.send.started_at != null
  const chosen = segment ?? tag ?? limit ?? sample ?? at
  if (chosen === undefined && before && unfinished && (begun || list === undefined)) {
    return before.selection
  }
  const seed = before?.selection.seed || randomUUID()
  return {
    ...(tag ? { tags: tag } : {}),
    ...(segment === undefined ? {} : { segment }),
    ...(limit === undefined ? {} : { limit }),
    ...(sample === undefined ? {} : { sample, seed }),
    ...(at ? { startAt: parseStartAt(at, project.timezone, localTime ?? false) } : {}),
  }
}

function planProgress(terminal: Terminal): PlanInput['onProgress'] & {} {
  let shown = 0
  return ({ read, judged }) => {
    const now = performance.now()
    if (!terminal.interactive || now - shown < 100) return
    shown = now
    terminal.redraw(
      judged > 0
        ? `planning  ${grouped(judged)} of ${grouped(read)} rows`
        : `reading  ${grouped(read)} rows`,
    )
  }
}

/** It as a person reads it, line by line. */
export async function textOf(
  plan: Plan,
  { makerFor, project, title, limits, rehearsal }: Sending,
  store: Engine,
  { list }: SendOptions,
): Promise<readonly string[]> {
  const { firstReader } = await import('../delivery/plan.ts')
  const { exclusionsOf } = await import('../store/exclusions.ts')
  const { findSend } = await import('../store/sends.ts')
  const { sampleOf } = await import('../build/sample.ts')
  const reader = (await firstReader(store, plan.issue)) ?? sampleOf(project)
  const id = (await findSend(store, plan.issue))?.id as number
  const left: Exclusion[] = []
  for await (const one of exclusionsOf(store, id)) {
    if (one.reason !== 'filter' && one.reason !== 'limit') left.push(one)
    if (left.length === SHOWN) break
  }
  const maker = makerFor(plan.list)
  const { bytes } = await maker.make(reader, new Date())
  const subject = maker.subject(reader)
  const shown = list ?? 'the list'
  return [
    ...planText({
      ...{ plan, project, limits, title, subject, bytes: bytes.length, left, list: shown },
      ...{ relays: rehearsal === undefined ? project.relays : [], now: Date.now() },
    }),
    ...(await rejectsLine(project, list)),
  ]
}

/** Where the rows are that could not be read, if there were any. */
async function rejectsLine(project: Project, list: string | undefined): Promise<readonly string[]> {
  if (list === undefined) return []
  const { openRejects } = await import('../audience/rejects.ts')
  const { shown } = openRejects(project.root, list)
  return existsSync(join(project.root, shown)) ? [`  rejected  ${shown}: mend them there`] : []
}
