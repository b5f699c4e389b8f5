// What workers have to have in common: the letter, from the store, and the settings, each their own.

import { afterAll, describe, expect, it } from 'vitest'
import { termsOf } from '../../../src/delivery/hand-out.ts'
import { plannedLetter } from '../../../src/delivery/kept-letter.ts'
import { PressrunError } from '../../../src/problem.ts'
import { keepLetter } from '../../../src/store/letters.ts'
import { createSend, type Send } from '../../../src/store/sends.ts'
import { endServer } from '../../store/engines.ts'
import { readers } from './fixture.ts'
import { letterTo, scripted } from './scripted.ts'
import { LETTER, shared } from './workers.ts'

afterAll(endServer)
const READERS = 500

describe('a letter that workers send', () => {
  it('is taken by no worker that cannot make its letters, and is left to the others', async () => {
    const here = await shared()
    await here.plan(readers(10))
    await here.give()
    const lame = scripted(undefined, { name: 'lame' })
    const { words } = await here.worker(lame, {
      makerFor: async () => {
        throw new PressrunError({
          code: 'config',
          message: 'the key is missing',
          mend: 'Bring it.',
        })
      },
    })
    while (words.length === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(words).toEqual([
      'nothing more of a-letter is sent from here: the key is missing. Bring it.',
    ])
    await here.worker(scripted())
    await here.over()
    expect(lame.tried).toEqual([])
  })

  it('is let go by those whose settings are not the ones that it is given out anew with', async () => {
    const here = await shared()
    await here.plan(readers(READERS))
    await here.give('hold', 'old')
    const withSettings = (own: string) => ({
      makerFor: async (send: Send) => {
        if (termsOf(send)?.proof === own) return letterTo
        throw new PressrunError({ code: 'config', message: 'other settings', mend: '' })
      },
    })
    const relay = scripted(async () => {
      if (relay.tried.length === 50) await here.give('hold', 'new')
      await new Promise((resolve) => setTimeout(resolve, 5))
      return 'accept' as const
    })
    const { words } = await here.worker(relay, withSettings('old'))
    while (!words.join().includes('other settings'))
      await new Promise((resolve) => setImmediate(resolve))
    const before = relay.bodies.length
    const other = scripted()
    await here.worker(other, withSettings('new'))
    await here.over()
    expect(before).toBeLessThan(READERS)
    expect(relay.bodies).toHaveLength(before)
    expect(new Set([...relay.bodies, ...other.bodies]).size).toBe(READERS)
  })

  it('finds its letter in the store, and refuses another', async () => {
    const here = await shared()
    await here.plan(readers(1))
    await here.give()
    const send = await here.send()
    expect(await plannedLetter(here.store, send)).toEqual(LETTER)
    const { db } = here.store
    const other = JSON.stringify({ ...LETTER, html: ['<b>'], images: [] })
    await here.store.write([db.updateTable('letters').set({ body: other }).compile()])
    await expect(plannedLetter(here.store, send)).rejects.toThrow(/is not the one that was planned/)
    await here.store.write([db.deleteFrom('letters').compile()])
    await expect(plannedLetter(here.store, send)).rejects.toThrow(/is not in the store/)
  })

  it('keeps letters for as long as they are sent, and a day', async () => {
    const here = await shared()
    const day = 86_400_000
    const now = Date.now()
    const kept = async (digest: string, days: number) =>
      here.store.write([keepLetter(here.store, digest, '{}', now - days * day)])
    await kept('of no send', 2)
    await kept('of a send that was just cancelled', 0.5)
    await kept('of a long send', 9)
    await createSend(here.store, {
      ...{ issue: 'long', state: 'sending', sender: 'a@b.example', digest: 'of a long send' },
      ...{ parts: '{}', selection: '{}', created_at: 1 },
    })
    await here.plan(readers(1))
    await here.give()
    const found = await here.store.db.selectFrom('letters').select('digest').execute()
    expect(found.map(({ digest }) => digest).sort()).toEqual(
      [(await here.send()).digest, 'of a long send', 'of a send that was just cancelled'].sort(),
    )
  })
})
