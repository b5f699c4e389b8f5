// An audience that the store itself can freeze: the list is in it, and who is meant can be said without running our
// code over each reader.

import type { AudienceInput } from './audience.ts'
import { most } from './selection.ts'
import { startTimes } from './start-time.ts'
import { stopped } from './stopped.ts'

/** @returns false where it has to be done here. @throws PressrunError `store`; `send` when it is stopped */
export async function frozenThere(sendId: number, input: AudienceInput): Promise<boolean> {
  const { store, forList, isStored, selection = {}, clock, signal, onProgress } = input
  const { segment, startAt, sample, seed = '', tags = [] } = selection
  // A segment is an expression over fields; a reader's own clock needs the rules of all zones.
  if (!store.freeze || !isStored || forList === undefined) return false
  if (segment !== undefined || startAt?.local) return false
  const start = startAt ? startTimes(startAt)(undefined) : 0
  const limit = most(selection)
  try {
    const read = await store.freeze({
      ...{ sendId, list: forList, tags, notBefore: start > clock.now() ? start : 0 },
      ...(limit === undefined ? {} : { most: limit }),
      ...(sample === undefined ? {} : { seed }),
      ...(signal ? { signal } : {}),
    })
    onProgress?.({ read, judged: read })
    return true
  } catch (error) {
    if (signal?.aborted) throw stopped()
    throw error
  }
}
