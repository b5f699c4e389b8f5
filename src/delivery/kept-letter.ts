// A letter as text, for the store: workers on other machines have no file of it. What comes back is held to what was
// planned, part by part.

import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { findLetter } from '../store/letters.ts'
import type { Send } from '../store/sends.ts'
import { type ContentParts, changedParts, contentDigest, letterParts } from './content.ts'

/** JSON; bytes stand in it as `{"base64": …}`. */
export function letterText(letter: object): string {
  return JSON.stringify(letter, function (this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key]
    return raw instanceof Uint8Array ? { base64: Buffer.from(raw).toString('base64') } : value
  })
}

export const letterOf = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => {
    const { base64, ...rest } = Object(value) as { base64?: unknown }
    return typeof base64 === 'string' && Object.keys(rest).length === 0
      ? Buffer.from(base64, 'base64')
      : value
  })

/** @returns the letter that was planned. @throws PressrunError `send` where it is not there, or another */
export async function plannedLetter<Letter>(store: Engine, send: Send): Promise<Letter> {
  const text = await findLetter(store, send.digest)
  if (text === undefined) throw wrong(`the letter of ${send.issue} is not in the store`)
  const letter = letterOf(text) as Parameters<typeof letterParts>[0]
  const planned = JSON.parse(send.parts) as ContentParts
  const found: ContentParts = { ...letterParts(letter), list: planned.list, sender: planned.sender }
  const changes = changedParts(planned, found)
  if (changes.length > 0 || contentDigest(planned) !== send.digest)
    throw wrong(`the letter of ${send.issue} in the store is not the one that was planned`)
  return letter as Letter
}

const wrong = (message: string) =>
  new PressrunError(
    { code: 'send', message, mend: 'Cancel the send, and plan it again.' },
    { exitCode: 1 },
  )
