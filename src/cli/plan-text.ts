// A plan as a person reads it before saying yes: who gets it, who does not and why, when, and how long it will take.

import type { Plan } from '../delivery/plan.ts'
import { onOneLine } from '../problem.ts'
import type { Limits, Project } from '../project/project.ts'
import type { Exclusion } from '../store/exclusions.ts'
import { excludedTotal, excludedWords, readersWord, stateWords } from './count-words.ts'
import { counted, duration, grouped, size } from './format.ts'

export interface PlanText {
  readonly plan: Plan
  readonly project: Project
  readonly limits: Limits
  readonly title: string
  /** Subject as the first reader gets it. */
  readonly subject: string
  /** Of one message. */
  readonly bytes: number
  /** Some of those who are left out. */
  readonly left: readonly Exclusion[]
  /** The list as the user knows it. */
  readonly list: string
}

const NAMES_WIDTH = 60

/** Lines without a line break. */
export function planText(text: PlanText): readonly string[] {
  const { plan, title, subject, bytes, left, list } = text
  const { counts, toSend, some, sender, started } = plan
  const total = excludedTotal(counts.excluded)
  const lines = [
    `"${title}" from ${sender}`,
    `  to       ${readersWord(toSend)}${started ? `; so far ${stateWords({ ...counts.states, pending: 0, deferred: 0 })}` : ''}`,
  ]
  if (toSend > 0) {
    lines.push(`           ${shortened(some, toSend)}`)
    lines.push(`  subject  ${subject}`)
    lines.push(`  size     about ${size(bytes)} each`)
  }
  if (total > 0) {
    lines.push(`  without  ${counted(total, 'row')}: ${excludedWords(counts.excluded)}`)
    for (const one of left) lines.push(`           ${exclusionLine(one, list)}`)
    if (total > left.length && left.length > 0) {
      lines.push(`           … all of them: pressrun export ${plan.issue} --state excluded`)
    }
  }
  const when = startLine(text)
  if (when) lines.push(`  when     ${when}`)
  if (plan.pausedAt) {
    const since = momentIn(plan.pausedAt, text.project.timezone)
    lines.push(`  paused   since ${since}, and waits: ${pausedWords(plan.issue)}`)
  }
  const pace = paceLine(text)
  if (pace) lines.push(`  pace     ${pace}`)
  return lines
}

/** As many as fit on a line. */
function shortened(names: readonly string[], total: number): string {
  let line = names[0] ?? ''
  let shown = Math.min(1, names.length)
  for (const name of names.slice(1)) {
    if (line.length + name.length + 2 > NAMES_WIDTH) break
    line += `, ${name}`
    shown++
  }
  return total > shown ? `${line} and ${grouped(total - shown)} more` : line
}

function exclusionLine({ line, email, reason, detail }: Exclusion, list: string): string {
  const words = detail ?? (reason === 'unsubscribed' ? 'has unsubscribed' : reason)
  const shown = email.length > 60 ? `${email.slice(0, 60)}…` : email
  return onOneLine(`${line === null ? '' : `${list}:${line}  `}${shown}  ${words}`)
}

function startLine({ plan: { starts, selection }, project }: PlanText): string | undefined {
  if (!starts) return undefined
  const zone = selection.startAt?.zone ?? project.timezone
  if (starts.first === starts.last) return `${momentIn(starts.first, zone)}, ${zone}`
  return `${selection.startAt?.time.replace('T', ' ')} where each reader lives: from ${momentIn(starts.first, zone)} to ${momentIn(starts.last, zone)}, ${zone}`
}

export const pausedWords = (issue: string): string =>
  `paused by pressrun pause; go on: pressrun resume ${issue}`

/** `1 Dec 2026, 07:00` */
export const momentIn = (at: number, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)

function paceLine({ plan: { toSend }, limits }: PlanText): string | undefined {
  const { perSecond, perMinute, perHour, perDay } = limits
  const rates: [number | undefined, string, number][] = [
    [perSecond, 'a second', 1],
    [perMinute, 'a minute', 60],
    [perHour, 'an hour', 3_600],
    [perDay, 'a day', 86_400],
  ]
  const set = rates.filter(([limit]) => limit !== undefined) as [number, string, number][]
  if (set.length === 0 || toSend === 0) return undefined
  const seconds = Math.max(
    ...set.map(([limit, , length]) =>
      // What an hour or a day allows may go at its beginning.
      length > 60 ? (Math.ceil(toSend / limit) - 1) * length : (toSend / limit) * length,
    ),
  )
  const words = set.map(([limit, name]) => `${grouped(limit)} ${name}`).join(', ')
  return `at most ${words}: ${duration(seconds * 1_000)}`
}
