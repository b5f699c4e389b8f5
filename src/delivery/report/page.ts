// A report as one page of HTML that needs nothing else: no script, no font, no picture from anywhere.

import { escapeFor } from '../../message/escape.ts'
import type { DeliveryState, ExclusionReason } from '../../store/tables.ts'
import { curve } from './curve.ts'
import type { Report } from './report.ts'
import { STYLE } from './style.ts'

const text = (words: string) => escapeFor('html', words)
const grouped = (count: number) => count.toLocaleString('en-US')

export function reportPage(report: Report): string {
  const { publication, title } = report
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}: how the send went</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">${text(publication)}</p>
<h1>${text(title)}</h1>
<p class="soft">${summary(report)}</p>
</header>
${[figures(report), overTime(report), byDomain(report), byReason(report), clicks(report), inDoubt(report), leftOut(report), course(report)].join('\n')}
<footer>${text(report.status.issue)}, from ${text(report.status.sender)}. This page was made ${text(moment(report, report.madeAt))}, times in ${text(report.zone)}. It names readers: keep it to yourself.</footer>
</main>
</body>
</html>
`
}

const moment = ({ zone }: Report, at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at)

const timeOfDay = ({ zone, curve: { lengthMs } }: Report, at: number): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    ...(lengthMs >= 3_600_000 ? { day: 'numeric', month: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    ...(lengthMs < 60_000 ? { second: '2-digit' } : {}),
  }).format(at)

function summary(report: Report): string {
  const { startedAt, endedAt, state, running, counts } = report.status
  const left = counts.states.pending + counts.states.deferred
  const begun = startedAt === null ? 'Not begun yet.' : `Begun ${moment(report, startedAt)}.`
  const now = running
    ? 'Being sent now.'
    : state === 'cancelled'
      ? 'Cancelled.'
      : state === 'done' && endedAt !== null
        ? `Ended ${moment(report, endedAt)}.`
        : left > 0
          ? `${grouped(left)} readers are still to be sent to.`
          : ''
  return text(`${begun} ${now}`.trim())
}

function figures({ status: { counts } }: Report): string {
  const { accepted, failed, deferred, in_doubt: doubtful, pending, sending } = counts.states
  const all = accepted + failed + deferred + doubtful + pending + sending
  const shown: readonly [string, number][] = [
    ['Readers', all],
    ['Accepted', accepted],
    ['Failed', failed],
    ['Put off', deferred],
    ['In doubt', doubtful + sending],
    ['Not sent yet', pending],
  ]
  const items = shown.map(
    ([name, count]) =>
      `<div${count === 0 ? ' class="none"' : ''}><dt>${name}</dt><dd>${grouped(count)}</dd></div>`,
  )
  const share =
    all > 0
      ? `<p class="soft" style="margin-top:16px">${((accepted / all) * 100).toFixed(accepted === all ? 0 : 1)} % of all readers’ mail servers took it. What they did with it, whether it was read, is not known here.</p>`
      : ''
  return `<dl class="figures">${items.join('')}</dl>${share}`
}

const section = (title: string, body: string) =>
  body === '' ? '' : `<section>\n<h2>${title}</h2>\n${body}\n</section>`

function overTime(report: Report): string {
  const { stretches, lengthMs } = report.curve
  const drawing = curve(stretches, lengthMs, (at) => timeOfDay(report, at))
  return section(`Accepted, by ${stretchName(lengthMs)}`, drawing)
}

function stretchName(lengthMs: number): string {
  const units: readonly [number, string][] = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1_000, 'second'],
  ]
  const [length, name] = units.find(([unit]) => lengthMs % unit === 0) ?? [1_000, 'second']
  const count = Math.round(lengthMs / length)
  return count === 1 ? name : `${count} ${name}s`
}

const STATES: readonly (readonly [DeliveryState, string])[] = [
  ['accepted', 'Accepted'],
  ['failed', 'Failed'],
  ['deferred', 'Put off'],
  ['in_doubt', 'In doubt'],
  ['pending', 'Not sent'],
]

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = head.map(
    (name) =>
      `<th scope="col"${name.startsWith('#') ? ' class="n"' : ''}>${name.replace('#', '')}</th>`,
  )
  return `<div class="scroll"><table>\n<thead><tr>${cells.join('')}</tr></thead>\n<tbody>\n${rows.map((row) => `<tr>${row.join('')}</tr>`).join('\n')}\n</tbody></table></div>`
}

const number = (count: number) =>
  `<td class="n${count === 0 ? ' zero' : ''}">${count === 0 ? '–' : grouped(count)}</td>`
const words = (said: string) => `<td class="words">${text(said)}</td>`
const plain = (said: string) => `<td>${text(said)}</td>`

function byDomain({ domains, otherDomains }: Report): string {
  if (domains.length === 0) return ''
  const rows = domains.map(({ domain, counts }) => [
    words(domain),
    ...STATES.map(([state]) => number(counts[state] ?? 0)),
  ])
  const more =
    otherDomains > 0 ? `<p class="soft">and ${grouped(otherDomains)} more domains</p>` : ''
  const head = ['Domain', ...STATES.map(([, name]) => `#${name}`)]
  return section('By receiving domain', table(head, rows) + more)
}

/** What the ledger's words mean. */
const REASONS: Readonly<Record<string, string>> = {
  mailbox: 'no such mailbox; the address is not written to again',
  refused: 'refused by the mail server',
  expired: 'put off too often',
  unsendable: 'cannot be sent to this address',
  message: 'the letter could not be made for this reader',
  put_off: 'the mail server said: not now',
  retried: 'to be sent to again',
  in_doubt: 'to be sent to again, may have it already',
  lost: 'the connection was lost after the letter',
  ended: 'the sending process ended in the middle of it',
  suppressed: 'left before it could be tried again',
}

const reasonWords = (reason: string | null) => (reason === null ? '' : (REASONS[reason] ?? reason))

function byReason({ reasons }: Report): string {
  if (reasons.length === 0) return ''
  const name = (state: DeliveryState) => STATES.find(([one]) => one === state)?.[1] ?? state
  const rows = reasons.map(({ state, reason, reply, count }) => [
    plain(name(state)),
    words(reasonWords(reason)),
    words(reply ?? ''),
    number(count),
  ])
  return section('Reasons', table(['State', 'Reason', 'For example', '#Readers'], rows))
}

function clicks({ clicks }: Report): string {
  if (clicks.length === 0) return ''
  const rows = clicks.map(({ url, clicks }) => [words(url), number(clicks)])
  return section(
    'Clicks',
    `<p>How often each link was followed, by all readers together. Programs that look at mail before people do follow links too, so the readers are fewer.</p>${table(['Link', '#Clicks'], rows)}`,
  )
}

function inDoubt(report: Report): string {
  const { doubtful, status } = report
  const total = status.counts.states.in_doubt
  if (total === 0) return ''
  const rows = doubtful.map(({ email, since, reason, reply }) => [
    words(email),
    plain(since === null ? '' : moment(report, since)),
    words(reply ?? reasonWords(reason)),
  ])
  const more =
    total > doubtful.length
      ? ` These are the first ${grouped(doubtful.length)} of ${grouped(total)}.`
      : ''
  return section(
    'In doubt',
    `<p>Nobody knows whether these readers have the letter, so nobody was sent it twice.${more}</p>${table(['Reader', 'Since', 'What was seen'], rows)}`,
  )
}

const EXCLUDED: Readonly<Record<ExclusionReason, string>> = {
  unsubscribed: 'unsubscribed',
  suppressed: 'not written to any more',
  address: 'no usable address',
  duplicate: 'on the list twice',
  already: 'in this send already',
  filter: 'outside the selection',
  limit: 'beyond the number asked for',
}

function leftOut({ status: { counts } }: Report): string {
  const left = (Object.entries(counts.excluded) as [ExclusionReason, number][]).filter(
    ([, count]) => count > 0,
  )
  if (left.length === 0) return ''
  const rows = left.map(([reason, count]) => [words(EXCLUDED[reason]), number(count)])
  return section('Left out', table(['Reason', '#Rows'], rows))
}

/** What the ledger's words mean. */
const EVENTS: Readonly<Record<string, string>> = {
  planned: 'planned',
  begun: 'sending begun',
  done: 'everybody was sent to',
  stopped: 'stopped, and can go on',
  waiting: 'ended; some readers’ time has not come',
  gave_up: 'given up in trouble, and can go on',
  paused: 'paused by somebody',
  resumed: 'resumed',
  cancelled: 'cancelled',
  retried: 'some are to be sent to again',
}

function course(report: Report): string {
  if (report.events.length === 0) return ''
  const rows = report.events.map(({ at, kind, detail }) => [
    plain(moment(report, at)),
    words([EVENTS[kind] ?? kind, detail].filter(Boolean).join(': ')),
  ])
  return section('Course', table(['When', 'What'], rows))
}
