// What the checks found in the issue on the table. Asked for once its letter is there, so that nobody waits for it;
// what was found before stays until the new is there.

import { computed, effect, signal } from '@preact/signals'
import type { FindingsAnswer } from '../wire.ts'
import { place } from './address.ts'
import { ask, Refused } from './server.ts'
import { shown } from './store.ts'

const answered = signal<{ readonly slug: string; readonly answer: FindingsAnswer } | null>(null)

/** The issue on the table; empty where a caught message lies there. */
const slug = computed(() => (place.value.section === 'issues' ? place.value.id : ''))
/** Another letter, or the same made again. */
const made = computed(() => shown.value?.revision ?? -1)

export const findings = computed<FindingsAnswer | null>(() =>
  answered.value?.slug === slug.value ? answered.value.answer : null,
)

const PAUSE_MS = 200

export function followFindings(): void {
  let asking: AbortController | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  effect(() => {
    asking?.abort()
    clearTimeout(waiting)
    if (slug.value === '' || made.value < 0) return
    const of = slug.value
    const mine = new AbortController()
    asking = mine
    // The letter has the machine to itself until it is seen; who saves again at once is not checked in between.
    waiting = setTimeout(() => void fetchFindings(of, mine.signal), PAUSE_MS)
  })
}

async function fetchFindings(of: string, signal: AbortSignal): Promise<void> {
  try {
    const path = `/api/letters/${encodeURIComponent(of)}/findings`
    const answer = await ask<FindingsAnswer>(path, { signal })
    if (!signal.aborted) answered.value = { slug: of, answer }
  } catch (error) {
    if ((error as Error).name !== 'AbortError' && !(error instanceof Refused)) throw error
  }
}
