// A send given out to workers in this process, each with a store of its own, as on machines of their own.

import { onTestFinished } from 'vitest'
import type { AudienceRow } from '../../../src/delivery/audience.ts'
import { steadyClock } from '../../../src/delivery/clock.ts'
import { letterParts } from '../../../src/delivery/content.ts'
import { handOut } from '../../../src/delivery/hand-out.ts'
import { type Plan, type PlanInput, planSend } from '../../../src/delivery/plan.ts'
import type { Transport } from '../../../src/delivery/transport.ts'
import { runWorker } from '../../../src/delivery/worker.ts'
import type { WorkerInput } from '../../../src/delivery/worker-input.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { openStore, type Publication } from '../../../src/store/open.ts'
import { findSend, type Send } from '../../../src/store/sends.ts'
import { madeDatabase } from '../../store/engines.ts'
import { listOf } from './fixture.ts'
import { letterTo } from './scripted.ts'

export const ISSUE = 'a-letter'
export const LETTER = {
  subject: ['Hello'],
  preheader: [],
  html: ['<p>'],
  text: ['x'],
  images: [{ bytes: Buffer.from('\0\xff', 'latin1') }],
}

export interface Shared {
  readonly place: Publication
  readonly store: Engine
  send(): Promise<Send>
  plan(rows: readonly AudienceRow[], more?: Partial<PlanInput>): Promise<Plan>
  give(onInDoubt?: 'hold' | 'resend', proof?: string): Promise<void>
  /** Begins at once. @returns what it said, how to end it, and when it has */
  worker(transport: Transport, more?: Partial<WorkerInput>): Promise<Working>
  /** Resolves when the send is over. */
  over(): Promise<Send>
}

export interface Working {
  readonly words: string[]
  stop(): void
  readonly ended: Promise<{ readonly accepted: number }>
}

export async function shared(): Promise<Shared> {
  const place = await madeDatabase()
  const clock = steadyClock()
  const opened = async () => {
    const engine = await openStore(place, 'write')
    onTestFinished(() => engine.close())
    return engine
  }
  const store = await opened()
  const send = async () => (await findSend(store, ISSUE)) as Send
  return {
    ...{ place, store, send },
    plan: (rows, more = {}) =>
      planSend({
        ...{ store, clock, issue: ISSUE, sender: 'letters@longmeridian.example' },
        ...{ parts: { ...letterParts(LETTER), list: 'list' }, list: listOf(rows), ...more },
      }),
    async give(onInDoubt = 'hold', proof = 'x') {
      const { digest, planned_at: plannedAt } = await send()
      const agreed = { digest, plannedAt: plannedAt ?? 0 }
      await handOut({ store, issue: ISSUE, agreed, letter: LETTER, proof, onInDoubt, clock })
    },
    async worker(transport, more = {}) {
      const own = await opened()
      const stop = new AbortController()
      const words: string[] = []
      const ended = runWorker({
        ...{ store: own, name: transport.name, version: '0', clock, random: () => 0.5 },
        makerFor: async () => letterTo,
        relays: [{ transport, weight: 1 }],
        limits: { connections: transport.lanes, messagesPerConnection: 100 },
        ...{ beatMs: 100, leaseMs: 2_000, stop: stop.signal, onWord: (word) => words.push(word) },
        ...more,
      })
      ended.catch(() => {})
      onTestFinished(async () => {
        stop.abort()
        await ended.catch(() => {})
      })
      return { words, ended, stop: () => stop.abort() }
    },
    async over() {
      for (;;) {
        const { state } = await send()
        if (state === 'done' || state === 'cancelled') return send()
      }
    },
  }
}
