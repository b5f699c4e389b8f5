// An audience that the store itself can freeze: the list is in it. What a segment or a reader's own clock makes of readers
// is said by the same code as here, once for all who have the same of what it looks at.

import type { ProfileRequest } from '../store/freeze.ts'
import type { AudienceInput } from './audience.ts'
import { subscriberOf } from './frozen-reader.ts'
import { most, outsideSegment } from './selection.ts'
import { beginnings } from './start-time.ts'
import { stopped } from './stopped.ts'

/** @returns false where it has to be done here. @throws PressrunError `store`; `send` when it is stopped */
export async function frozenThere(sendId: number, input: AudienceInput): Promise<boolean> {
  const { store, forList, isStored, selection = {}, clock, signal, onProgress } = input
  const { startAt, sample, seed = '', tags = [] } = selection
  if (!store.freeze || !isStored || forList === undefined) return false
  const notBefore = beginnings(startAt, clock.now())
  const profiles = profilesOf(input, notBefore)
  const limit = most(selection)
  try {
    const read = await store.freeze({
      ...{ sendId, list: forList, tags, notBefore: notBefore(undefined) },
      ...(profiles ? { profiles } : {}),
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

/** @returns undefined where all who have the tags are meant, and at one moment. */
function profilesOf(
  { selection: { segment: named, startAt } = {}, segment }: AudienceInput,
  notBefore: (readerZone: unknown) => number,
): ProfileRequest | undefined {
  const asked = named === undefined ? undefined : segment
  if (!asked && !startAt?.local) return undefined
  return {
    columns: [...(asked?.looksAt.columns ?? [])],
    fields: [
      ...new Set([...(asked?.looksAt.fields ?? []), ...(startAt?.local ? ['timezone'] : [])]),
    ],
    judge: (profile) => {
      const reader = subscriberOf('', profile)
      return {
        isMeant: asked?.isIn(reader) ?? true,
        notBefore: notBefore(reader.fields.timezone),
      }
    },
    detail: outsideSegment(named ?? ''),
  }
}
