// A transport whose answers a test decides, for what no mail server can be made to show on cue. It keeps count of
// what it carried by itself.

import { ok } from 'node:assert'
import type { Subscriber } from '../../../src/audience/subscriber.ts'
import { type Applied, type ApplyInput, applyPlan } from '../../../src/delivery/apply.ts'
import type { Lane, Outcome, Transport } from '../../../src/delivery/transport.ts'
import { type Message, messageOf } from '../../../src/message/message.ts'
import { findSend } from '../../../src/store/sends.ts'
import { ISSUE, type Place } from './fixture.ts'

export type Answer =
  /** 250, once the body was taken. */
  | 'accept'
  /** No reply after the body. */
  | 'lose'
  /** `550 5.1.1 no`: before the body. */
  | `${number} ${string}`
  /** The sender's trouble, before the body. */
  | 'trouble'
  | 'unsendable'

export interface Scripted extends Transport {
  /** Addresses whose body was taken, in order. */
  readonly bodies: string[]
  /** Addresses that anything was said for. */
  readonly tried: string[]
  /** The most that were under way at once. */
  most(): number
}

export function scripted(
  answer: (to: string, time: number) => Answer | Promise<Answer> = () => 'accept',
  { name = 'relay', lanes = 3 } = {},
): Scripted {
  const bodies: string[] = []
  const tried: string[] = []
  let now = 0
  let most = 0
  const lane: Lane = {
    async send({ envelope: { to } }, beforeBody) {
      most = Math.max(most, ++now)
      try {
        tried.push(to)
        const said = await answer(to, tried.filter((one) => one === to).length)
        if (said === 'trouble')
          return { kind: 'sender', problem: 'connection refused', relay: name }
        if (said === 'unsendable')
          return { kind: 'unsendable', problem: 'no SMTPUTF8', relay: name }
        if (said !== 'accept' && said !== 'lose') return refusal(said, name)
        if (!(await beforeBody())) return { kind: 'withheld' }
        bodies.push(to)
        await new Promise((resolve) => setImmediate(resolve))
        if (said === 'lose') return { kind: 'lost', problem: 'connection lost', relay: name }
        return { kind: 'accepted', reply: { code: 250, text: 'ok' }, relay: name }
      } finally {
        now--
      }
    },
    close: async () => {},
  }
  return {
    ...{ name, lanes, bodies, tried, most: () => most, open: () => lane },
    verify: async () => ({ ok: true, detail: '' }),
    close: async () => {},
  }
}

function refusal(said: string, relay: string): Outcome {
  const [, digits, enhanced, text] = /^(\d+)(?: (\d\.\d+\.\d+))? ?(.*)$/.exec(said) ?? []
  ok(digits)
  const reply = { code: Number(digits), ...(enhanced ? { enhanced } : {}), text: text ?? '' }
  if (reply.code === 421 || reply.code === 535)
    return { kind: 'sender', problem: said, reply, relay }
  return { kind: reply.code < 500 ? 'put_off' : 'refused', reply, relay }
}

export const letterTo = async ({ email }: Subscriber): Promise<Message> =>
  messageOf({
    id: `<${email}>`,
    envelope: { from: 'letters@longmeridian.example', to: email },
    pieces: [Buffer.from('Subject: A letter\r\n\r\nHello.\r\n')],
    needsSmtpUtf8: false,
  })

/** Applies the plan that there is. */
export async function apply(
  { store, clock }: Place,
  transport: Transport,
  more: Partial<ApplyInput> = {},
): Promise<Applied> {
  const send = await findSend(store, ISSUE)
  return applyPlan({
    store,
    clock,
    issue: ISSUE,
    agreed: { digest: send?.digest ?? '', plannedAt: send?.planned_at ?? 0 },
    make: letterTo,
    relays: [{ transport, weight: 1 }],
    limits: { connections: transport.lanes, messagesPerConnection: 100 },
    random: () => 0.5,
    // The turned clock runs fast.
    beatMs: 21_600_000,
    lazyMs: 1,
    stop: new AbortController().signal,
    ...more,
  })
}
