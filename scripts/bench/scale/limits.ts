// Limits over four workers, each a process: how much of a limit is used, and what begins in the most crowded second.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import type { AudienceRow } from '../../../src/delivery/audience.ts'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { handOut } from '../../../src/delivery/hand-out.ts'
import { planSend } from '../../../src/delivery/plan.ts'
import type { Limits } from '../../../src/project/project.ts'
import type { Engine } from '../../../src/store/engine.ts'
import type { Row } from '../table.ts'

const WORKERS = 4
const READERS = 8_000
const MEASURED_MS = 4_000
/** Until all of them are at it. */
const BEGIN_MS = 1_000
const ASKED = { least: 0.9, most: 1.05 }
const DOMAIN = 'big.example'
const CASES: readonly (readonly [string, number, Partial<Limits>])[] = [
  ['500 a second in all', 500, { perSecond: 500 }],
  ['100 a second to a domain', 100, { domains: { [DOMAIN]: { perSecond: 100 } } }],
]

export async function limitRows(store: Engine, url: string): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const [what, rate, limits] of CASES) {
    const times = await begun(store, url, `limits-${rate}`, limits)
    const from = (times[0] as number) + BEGIN_MS
    const steady = times.filter((at) => at >= from && at < from + MEASURED_MS)
    const used = steady.length / (MEASURED_MS / 1_000) / rate
    const most = mostInASecond(steady) / rate
    rows.push({
      what,
      value: `${percent(used)} used, ${percent(most)} in the most crowded second`,
      asked: `at least ${percent(ASKED.least)}, at most ${percent(ASKED.most)}`,
      met: used >= ASKED.least && most <= ASKED.most,
    })
  }
  return rows
}

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`

/** Sends for a while. @returns when each message began, in milliseconds, in order */
async function begun(
  store: Engine,
  url: string,
  issue: string,
  limits: Partial<Limits>,
): Promise<readonly number[]> {
  const clock = steadyClock()
  const parts = { subject: issue, preheader: '', html: '', text: '', images: '', list: 'list' }
  const agreed = await planSend({
    ...{ store, issue, sender: 'letters@longmeridian.example', clock, parts, list: readers() },
  })
  const crew = Array.from({ length: WORKERS }, () =>
    spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), url, JSON.stringify(limits)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  )
  const lines = crew.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]())
  for (const line of lines) await line.next()
  await handOut({ store, issue, agreed, letter: {}, proof: '', onInDoubt: 'hold', clock })
  await setTimeout(BEGIN_MS + MEASURED_MS + 500)
  const times: number[] = []
  for (const [i, worker] of crew.entries()) {
    worker.stdin.end()
    times.push(...(JSON.parse((await lines[i]?.next())?.value as string) as number[]))
    if (worker.exitCode === null) await once(worker, 'exit')
  }
  const { cancelSend } = await import('../../../src/delivery/cancel.ts')
  await cancelSend(store, issue, clock)
  return times.sort((a, b) => a - b)
}

/** @param times in order. */
export function mostInASecond(times: readonly number[]): number {
  let [most, first] = [0, 0]
  for (const [i, at] of times.entries()) {
    while (at - (times[first] as number) >= 1_000) first++
    most = Math.max(most, i - first + 1)
  }
  return most
}

async function* readers(): AsyncGenerator<AudienceRow> {
  for (let line = 1; line <= READERS; line++) {
    const email = `limited-${line}@${DOMAIN}`
    const subscriber = { email, name: '', firstName: '', lang: '', tags: [], fields: {} }
    yield { kind: 'subscriber', line, subscriber }
  }
}
