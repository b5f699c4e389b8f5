// A plan as a person reads it before saying yes: who gets it, who does not and why, when, and how long it will take.

import { bestTime } from '../delivery/best-time.ts'
import type { Plan } from '../delivery/plan.ts'
import { warmUpAt } from '../delivery/warm-up.ts'
import { onOneLine } from '../problem.ts'
import type { Limits, Project, Rates, Relay } from '../project/project.ts'
import type { Exclusion } from '../store/exclusions.ts'
import { excludedTotal, excludedWords, readersWord, stateWords } from './count-words.ts'
import { counted, duration, grouped, size } from './format.ts'

export interface PlanText {
  readonly plan: Plan
  readonly project: Project
  readonly limits: Limits
  /** That messages go through. */
  readonly relays: readonly Pick<Relay, 'name' | 'weight' | 'limits'>[]
  /** Milliseconds since 1970. */
  readonly now: number
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
    lines.push(`  paused   since ${since}; nothing goes before: pressrun resume ${plan.issue}`)
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
  `by pressrun pause; go on: pressrun resume ${issue}`

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

function paceLine({ plan: { toSend }, limits, relays, now }: PlanText): string | undefined {
  if (toSend === 0) return undefined
  const all = ratesWords(limits, now)
  const each = relays.flatMap(({ name, limits: own }) => {
    const words = own ? ratesWords(own, now) : ''
    return words === '' ? [] : [`through ${name} ${words}`]
  })
  const words = [...(all === '' ? [] : [all]), ...each]
  if (words.length === 0) return undefined
  const best = bestTime(toSend, limits, relays, now)
  const takes = best === undefined ? 'more than ten years' : duration(best)
  return `at most ${words.join('; ')}: ${takes}`
}

/** `10 a second, 500 today (day 1 of the warm-up)` */
function ratesWords({ perSecond, perMinute, perHour, perDay, warmUp }: Rates, now: number): string {
  const today = warmUp && warmUpAt(warmUp, now)
  const rates: readonly [number | undefined, string][] = [
    [perSecond, 'a second'],
    [perMinute, 'a minute'],
    [perHour, 'an hour'],
    [perDay, 'a day'],
    [today?.allowance, `today (day ${Math.max(1, today?.number ?? 1)} of the warm-up)`],
  ]
  return rates
    .flatMap(([limit, name]) => (limit === undefined ? [] : [`${grouped(limit)} ${name}`]))
    .join(', ')
}
