import { readFileSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addressHash } from '../../src/audience/address.ts'
import type { Subscriber } from '../../src/audience/subscriber.ts'
import { exportLines } from '../../src/circulation/export.ts'
import { fieldNames, figuresOf } from '../../src/circulation/figures.ts'
import { leave } from '../../src/circulation/leaving.ts'
import { join } from '../../src/circulation/readers.ts'
import { erase, heldOn } from '../../src/circulation/record.ts'
import { listedSubscriber, storedList, subscriberOfRow } from '../../src/circulation/stored.ts'
import { importSuppressions, suppressionLines } from '../../src/circulation/suppressions.ts'
import { tagReaders } from '../../src/circulation/tags.ts'
import type { Engine } from '../../src/store/engine.ts'
import { createSend } from '../../src/store/sends.ts'
import { allSuppressions, suppressionsAmong } from '../../src/store/suppressions.ts'
import { AT, everybody, folder, importText, states, storeIn } from './store.ts'

const reader = (parts: Partial<Subscriber> = {}): Subscriber => ({
  email: 'ana@example.com',
  name: 'Ana Ruiz',
  firstName: 'Ana',
  lang: 'es',
  tags: ['member'],
  fields: { city: 'Cádiz' },
  ...parts,
})
const form = (at = AT) =>
  ({
    source: { way: 'form', place: '/subscribe' },
    at,
    proof: { network: '192.0.2.0/24' },
  }) as const
const joining = (parts: object = {}) =>
  ({
    list: 'main',
    subscriber: reader(),
    state: 'active',
    rule: 'update',
    again: true,
    ...parts,
  }) as const
const leaving = { email: 'ana@example.com', lists: ['main'], all: true } as const

describe('a reader', () => {
  it('asks to join, confirms, leaves and comes back: each step is kept with its proof', async () => {
    const store = await storeIn(folder())
    expect(await join(store, joining({ state: 'pending' }), form())).toEqual({ kind: 'added' })
    expect(await states(store)).toEqual({ 'ana@example.com': 'pending' })
    const confirm = { source: { way: 'confirm', place: '/confirm' }, at: AT + 1000 } as const
    expect(await join(store, joining(), confirm)).toEqual({ kind: 'changed' })
    expect(await join(store, joining(), confirm)).toEqual({ kind: 'unchanged' })
    const oneClick = { source: { way: 'one-click', place: 'lima' }, at: AT + 2000 } as const
    expect(await leave(store, leaving, oneClick)).toBe(true)
    expect(await leave(store, leaving, oneClick)).toBe(false)
    expect(await join(store, joining(), form(AT + 3000))).toEqual({ kind: 'back' })
    const held = await heldOn(store, 'ANA@example.com')
    expect(held?.history.map(({ state, since, way }) => [state, since - AT, way])).toEqual([
      ['pending', 0, 'form'],
      ['active', 1000, 'confirm'],
      ['unsubscribed', 2000, 'one-click'],
      ['active', 3000, 'form'],
    ])
    expect(held?.history[0]?.proof).toBe('{"network":"192.0.2.0/24"}')
    expect(held?.suppression).toBeUndefined()
  })

  it('who left is not brought back by asking alone, only by confirming', async () => {
    const store = await storeIn(folder())
    await join(store, joining(), form())
    await leave(store, leaving, form())
    await join(store, joining({ state: 'pending' }), form())
    expect(await states(store)).toEqual({ 'ana@example.com': 'pending' })
    const hash = addressHash('ana@example.com')
    expect((await suppressionsAmong(store, [hash])).get(hash)).toBe('unsubscribed')
  })

  it('who is active is not made to wait by asking again', async () => {
    const store = await storeIn(folder())
    await join(store, joining(), form())
    expect(await join(store, joining({ state: 'pending' }), form())).toEqual({ kind: 'unchanged' })
    expect(await states(store)).toEqual({ 'ana@example.com': 'active' })
  })

  it('who complained is never written to again, whatever is asked', async () => {
    const store = await storeIn(folder())
    await join(store, joining(), form())
    await leave(store, { ...leaving, as: 'complained', because: 'complained' }, form())
    expect(await join(store, joining(), form())).toEqual({ kind: 'refused', because: 'complained' })
  })

  it('whom nobody knows can leave: a list in a file had them', async () => {
    const store = await storeIn(folder())
    expect(await leave(store, leaving, form())).toBe(true)
    expect((await Array.fromAsync(allSuppressions(store))).map(({ email }) => email)).toEqual([
      'ana@example.com',
    ])
  })

  it('who leaves one list stays on the others', async () => {
    const store = await storeIn(folder())
    for (const list of ['weekly', 'daily']) await join(store, joining({ list }), form())
    await leave(store, { ...leaving, lists: ['daily'], all: false }, form())
    expect(await states(store, 'daily')).toEqual({ 'ana@example.com': 'unsubscribed' })
    expect(await states(store, 'weekly')).toEqual({ 'ana@example.com': 'active' })
    expect(await Array.fromAsync(allSuppressions(store))).toEqual([])
    await leave(store, { ...leaving, lists: [], all: true }, form())
    expect(await states(store, 'weekly')).toEqual({ 'ana@example.com': 'unsubscribed' })
  })
})

/** Every text in every table. */
async function allText({ db }: Engine): Promise<string> {
  const tables = [
    'subscribers',
    'memberships',
    'consents',
    'sources',
    'suppressions',
    'deliveries',
    'exclusions',
    'sends',
    'events',
    'imports',
  ] as const
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}

describe('a reader who is erased', () => {
  it('is nowhere in the store, and is not written to again', async () => {
    const store = await storeIn(folder())
    await join(store, joining(), form())
    await leave(store, { ...leaving, lists: ['main'], all: false }, form())
    await join(
      store,
      joining({ subscriber: reader({ email: 'bo@example.com', name: 'Bo', firstName: 'Bo' }) }),
      form(),
    )
    const { id } = await createSend(store, {
      issue: 'lima',
      state: 'sending',
      sender: 'letters@example.com',
      digest: 'd',
      parts: '{}',
      selection: '{}',
      created_at: 1,
    })
    const hash = addressHash('ana@example.com')
    await store.ledger.insert(id, [
      {
        addressHash: hash,
        email: 'ana@example.com',
        domain: 'example.com',
        subscriber: '{"name":"Ana Ruiz"}',
        notBefore: 0,
      },
    ])
    await store.ledger.exclude(id, [
      { line: 3, email: 'ANA@example.com', reason: 'duplicate', detail: 'Ana Ruiz' },
    ])
    expect(await erase(store, 'Ana@example.com', { at: AT, source: 'list erase' })).toBe(true)
    const text = await allText(store)
    expect(text).not.toMatch(/ana/i)
    expect(text).toContain('bo@example.com')
    expect(text).toContain(hash)
    const { rows, excluded } = await store.ledger.claim({
      sendId: id,
      band: 'fresh',
      now: AT,
      leaseUntil: AT + 1,
      limit: 10,
    })
    expect({ rows, excluded }).toEqual({ rows: [], excluded: 1 })
    expect(await erase(store, 'ana@example.com', { at: AT, source: 'list erase' })).toBe(true)
    expect((await importText(store, 'email\nana@example.com\n')).tally.left.erased).toBe(1)
  })
})

describe('an export', () => {
  const hard = [
    reader({
      email: '=cmd@example.com',
      name: '=HYPERLINK("http://evil.example")',
      firstName: '+1',
      tags: ['a;b', 'c'],
      fields: { city: "'=1", note: '-2,"x"\nnext', n: '12' },
    }),
    reader({
      email: '유나@example.com',
      name: '유나',
      firstName: '유나',
      fields: { city: '서울', at_sign: '@SUM(A1)' },
    }),
    reader({ email: 'empty@example.com', name: '', firstName: '', lang: '', tags: [], fields: {} }),
  ]
  const exported = async (store: Engine, format: 'csv' | 'jsonl') => {
    const readers = (await everybody(store)).map((row) => ({
      subscriber: subscriberOfRow(row),
      state: row.state as string,
      since: row.since as number,
    }))
    const lines = exportLines(readers, format, await fieldNames(store, 'main'))
    return (await Array.fromAsync(lines)).join('')
  }

  it.each(['csv', 'jsonl'] as const)(
    'as %s can be imported again and changes nothing, nor runs in a spreadsheet',
    async (format) => {
      const store = await storeIn(folder())
      for (const subscriber of hard) await join(store, joining({ subscriber }), form())
      await leave(store, { ...leaving, email: 'empty@example.com' }, form())
      const text = await exported(store, format)
      const name = `out.${format}`
      const again = await importText(store, text, { name })
      expect(again.tally).toMatchObject({
        read: 3,
        unchanged: 2,
        changed: 0,
        refused: 0,
        left: { unsubscribed: 1 },
      })
      // And into an empty store it makes the same readers, standing as they stood.
      const other = await storeIn(folder())
      await importText(other, text, { name })
      expect(await states(other)).toEqual(await states(store))
      const named = async (engine: Engine) =>
        (await everybody(engine)).map(({ email, name: said, first_name, lang, tags }) => [
          email,
          said,
          first_name,
          lang,
          tags,
        ])
      expect(await named(other)).toEqual(await named(store))
      if (format === 'csv') expect(text).not.toMatch(/(^|[,\n"])[=+@-]/m)
    },
  )
})

describe('tags, figures and the rows of a send', () => {
  it('are of the readers who are meant', async () => {
    const store = await storeIn(folder())
    await importText(
      store,
      'email,lang,tags,joined\na@example.com,ko,member,\nb@example.org,ko,,2020-01-01\nc@example.com,en,,\n',
    )
    await leave(store, { ...leaving, email: 'c@example.com' }, form())
    const rows = (await everybody(store)).map((row) => ({
      id: row.id,
      subscriber: subscriberOfRow(row),
    }))
    const those = async function* () {
      yield* rows.slice(0, 2)
    }
    const tagged = { tag: 'member', remove: false, at: AT }
    expect(await tagReaders(store, those(), tagged)).toEqual({ found: 2, changed: 1 })
    expect(await tagReaders(store, those(), { ...tagged, remove: true })).toEqual({
      found: 2,
      changed: 1,
    })
    const figures = await figuresOf(store, 'main')
    expect(figures).toMatchObject({
      states: [
        { name: 'active', count: 2 },
        { name: 'unsubscribed', count: 1 },
      ],
      languages: [{ name: 'ko', count: 2 }],
      domains: [
        { name: 'example.com', count: 1 },
        { name: 'example.org', count: 1 },
      ],
      joined: [{ name: '2024-11', count: 2 }],
      suppressions: [{ name: 'unsubscribed', count: 1 }],
    })
    const sent = await Array.fromAsync(storedList(store, 'main'))
    expect(sent.map(({ line, subscriber }) => [line, subscriber.email])).toEqual([
      [1, 'a@example.com'],
      [2, 'b@example.org'],
    ])
    // Since when they are there is a field like any other; one of the list's own goes first.
    expect(sent[1]?.subscriber.fields.joined).toBe('2020-01-01')
    expect(
      listedSubscriber({ ...(await everybody(store))[2], since: AT } as never).fields.joined,
    ).toBe('')
  })
})

describe('suppressions', () => {
  it('go out and come in again, with those of whom nobody knows the address any more', async () => {
    const store = await storeIn(folder())
    await leave(store, { ...leaving, email: 'left@example.com' }, form())
    await erase(store, 'erased@example.com', { at: AT, source: 'list erase' })
    const text = (await Array.fromAsync(suppressionLines(store))).join('')
    expect(text).not.toContain('erased@example.com')
    const root = folder()
    writeFileSync(
      joinPath(root, 's.csv'),
      `${text}bad,removed,,,\r\nx@example.com,never heard,,,\r\n`,
    )
    const other = await storeIn(root)
    const rejected: string[] = []
    const done = await importSuppressions(other, joinPath(root, 's.csv'), {
      shown: 's.csv',
      reason: 'removed',
      at: AT,
      onRejected: ({ line, reason }) => rejected.push(`${line}: ${reason}`),
    })
    expect(done).toEqual({ read: 2, added: 2 })
    expect(rejected).toEqual([
      '4: the address has no @',
      '5: "suppression_reason" is none of unsubscribed, mailbox, complained, removed, erased',
    ])
    const found = await suppressionsAmong(
      other,
      ['left@example.com', 'erased@example.com'].map(addressHash),
    )
    expect([...found.values()].sort()).toEqual(['erased', 'unsubscribed'])
    expect(readFileSync(joinPath(root, 's.csv'), 'utf8')).toContain('@erased.invalid')
  })
})
