// How far warm-ups are today, for whoever only looks.

import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import { takenOn } from '../store/quotas.ts'
import { limitNames } from './allowance.ts'
import { warmUpAt } from './warm-up.ts'

export interface WarmingUp {
  /** Null: the sender as a whole. */
  readonly relay: string | null
  /** 1 on the day that it started; less before. */
  readonly day: number
  /** Messages today. */
  readonly allowance: number
  /** Sent today, or about to be. */
  readonly used: number
}

/** Those that are not over. @throws PressrunError `store` */
export async function warmingUp(
  store: Engine,
  { limits, relays }: Pick<Project, 'limits' | 'relays'>,
  now: number,
): Promise<readonly WarmingUp[]> {
  const plans = [
    { relay: undefined, plan: limits.warmUp },
    ...relays.map(({ name, limits: own }) => ({ relay: name, plan: own?.warmUp })),
  ]
  const found: WarmingUp[] = []
  for (const { relay, plan } of plans) {
    const today = plan && warmUpAt(plan, now)
    if (!today) continue
    const { day, number, allowance } = today
    const used = await takenOn(store, limitNames(relay).warmUp, day)
    found.push({ relay: relay ?? null, day: number, allowance, used })
  }
  return found
}
