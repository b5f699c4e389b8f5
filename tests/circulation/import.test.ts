import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { leave } from '../../src/circulation/leaving.ts'
import { erase, heldOn } from '../../src/circulation/record.ts'
import { allSuppressions } from '../../src/store/suppressions.ts'
import { REPOSITORY } from '../build/project.ts'
import { AT, everybody, folder, importText, states, storeIn } from './store.ts'

const web = { source: { way: 'one-click', place: 'the letter' }, at: AT } as const

describe('an import', () => {
  it('adds readers with what the file says of them, and says what became of each row', async () => {
    const store = await storeIn(folder())
    const { tally, rejected } = await importText(
      store,
      'email,name,lang,tags,city\nana@example.com,Ana Ruiz,es,member;founder,Cádiz\nno-at,,,,\n',
    )
    expect(tally).toMatchObject({ read: 2, added: 1, changed: 0, unchanged: 0, refused: 1 })
    expect(rejected).toMatchObject([{ line: 3, reason: 'the address has no @' }])
    expect(await everybody(store)).toMatchObject([
      {
        email: 'ana@example.com',
        name: 'Ana Ruiz',
        first_name: 'Ana',
        lang: 'es',
        tags: '["member","founder"]',
        fields: '{"city":"Cádiz"}',
        state: 'active',
        since: AT,
      },
    ])
  })

  it('a second time changes nothing', async () => {
    const store = await storeIn(folder())
    const text = 'email,name,city\nana@example.com,Ana,Cádiz\nbo@example.com,,\n'
    await importText(store, text)
    const before = await everybody(store)
    const { tally } = await importText(store, text, { now: () => AT + 1000 })
    expect(tally).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
    expect(await everybody(store)).toEqual(before)
  })

  it('of many enters each as themselves, once, whatever order they are entered in', async () => {
    const store = await storeIn(folder())
    const rows = Array.from({ length: 3_000 }, (_, i) => `r${i}@example.com,Reader ${i}`)
    const text = `email,name\n${rows.join('\n')}\nr7@example.com,Twice\n`
    const { tally } = await importText(store, text, { chunk: 1_400 })
    expect(tally).toMatchObject({ read: 3_001, added: 3_000 })
    const there = (await everybody(store)).map(({ email, name }) => `${email},${name}`)
    expect(there.sort()).toEqual(rows.sort())
    expect((await importText(store, text, { chunk: 1_400, place: 'b' })).tally.unchanged).toBe(
      3_000,
    )
  })

  it('knows a reader whatever the case of the address', async () => {
    const store = await storeIn(folder())
    await importText(store, 'email\nana@example.com\n')
    expect((await importText(store, 'email\nANA@Example.COM\n')).tally.unchanged).toBe(1)
  })

  it.each([
    ['update', { name: 'Ana Ruiz', city: 'Sevilla', plan: 'yearly', tags: ['member', 'new'] }],
    ['fill', { name: 'Ana', city: 'Cádiz', plan: 'yearly', tags: ['member', 'new'] }],
    ['replace', { name: 'Ana Ruiz', city: 'Sevilla', plan: undefined, tags: ['new'] }],
  ] as const)('with the rule %s changes what the rule says', async (rule, expected) => {
    const store = await storeIn(folder())
    await importText(store, 'email,name,tags,city,plan\nana@example.com,Ana,member,Cádiz,yearly\n')
    const { tally } = await importText(
      store,
      'email,name,tags,city\nana@example.com,Ana Ruiz,new,Sevilla\n',
      { rule },
    )
    expect(tally.changed).toBe(1)
    const [row] = await everybody(store)
    const { city, plan } = JSON.parse(row?.fields ?? '') as Record<string, string>
    expect({ name: row?.name, city, plan, tags: JSON.parse(row?.tags ?? '') }).toEqual(expected)
  })

  it('does not empty what the file leaves empty', async () => {
    const store = await storeIn(folder())
    await importText(store, 'email,name,lang,city\nana@example.com,Ana,es,Cádiz\n')
    const { tally } = await importText(store, 'email,name,lang,city\nana@example.com,,,\n')
    expect(tally).toMatchObject({ changed: 0, unchanged: 1 })
  })

  it('never brings back who left, bounced, complained or was erased', async () => {
    const store = await storeIn(folder())
    const text =
      'email\nleft@example.com\nbounced@example.com\ncomplained@example.com\nerased@example.com\nstays@example.com\n'
    await importText(store, text)
    const from = (email: string) => ({ email, lists: ['main'], all: true })
    await leave(store, from('left@example.com'), web)
    await leave(store, { ...from('bounced@example.com'), as: 'bounced', because: 'mailbox' }, web)
    await leave(
      store,
      { ...from('complained@example.com'), as: 'complained', because: 'complained' },
      web,
    )
    await erase(store, 'erased@example.com', { at: AT, source: 'test' })
    const before = await states(store)
    for (const rule of ['update', 'fill', 'replace'] as const) {
      const { tally } = await importText(
        store,
        text.replace('email', 'email,name').replaceAll('.com', '.com,X'),
        { rule },
      )
      expect(tally.left).toEqual({
        unsubscribed: 1,
        bounced: 1,
        complained: 1,
        erased: 1,
        removed: 0,
      })
    }
    expect(await states(store)).toEqual(before)
    expect(before).toEqual({
      'left@example.com': 'unsubscribed',
      'bounced@example.com': 'bounced',
      'complained@example.com': 'complained',
      'stays@example.com': 'active',
    })
  })

  it('does not confirm for readers who have not', async () => {
    const store = await storeIn(folder())
    await importText(store, '{"email":"ana@example.com","pressrun_state":"pending"}\n', {
      name: 'a.jsonl',
    })
    await importText(store, 'email,name\nana@example.com,Ana\n')
    expect(await states(store)).toEqual({ 'ana@example.com': 'pending' })
    expect((await everybody(store))[0]?.name).toBe('Ana')
  })

  it('puts a reader on a second list without undoing that they left the first', async () => {
    const store = await storeIn(folder())
    const twoLists = { isOnlyList: false }
    await importText(store, 'email\nana@example.com\n', { ...twoLists, list: 'weekly' })
    await leave(store, { email: 'ana@example.com', lists: ['weekly'], all: false }, web)
    const { tally } = await importText(store, 'email\nana@example.com\n', {
      ...twoLists,
      list: 'daily',
    })
    expect(tally.changed).toBe(1)
    expect(await states(store, 'weekly')).toEqual({ 'ana@example.com': 'unsubscribed' })
    expect(await states(store, 'daily')).toEqual({ 'ana@example.com': 'active' })
  })

  it('tried dry changes nothing, and needs no store', async () => {
    const root = folder()
    const text = 'email\nana@example.com\nbad\n'
    expect((await importText(undefined, text, { dryRun: true })).tally).toMatchObject({
      added: 1,
      refused: 1,
    })
    expect(existsSync(join(root, '.pressrun'))).toBe(false)
    const store = await storeIn(root)
    await importText(store, 'email\nana@example.com\n')
    const { tally } = await importText(
      store,
      'email,name\nana@example.com,Ana\nbo@example.com,Bo\n',
      { dryRun: true },
    )
    expect(tally).toMatchObject({ added: 1, changed: 1 })
    expect(await states(store)).toEqual({ 'ana@example.com': 'active' })
  })
})

describe('an export of another program', () => {
  it('of Mailchimp is recognised: who left, when, and the proof that they had joined', async () => {
    const store = await storeIn(folder())
    const head =
      'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION'
    const rest = 'LAST_CHANGED,LEID,EUID,NOTES,TAGS'
    const joined =
      '3,"2021-05-01 10:00:00",192.0.2.7,"2021-05-01 10:05:00",192.0.2.7,,,,,Europe/Madrid,ES,AN'
    const subscribed = `${head},${rest}\nana@example.com,Ana,Ruiz,${joined},"2021-05-01 10:05:00",1001,abc,,"""member"",""long, tag"""\n`
    const left = `${head},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,${rest}\nbo@example.com,Bo,,${joined},"2022-01-01 08:00:00",A letter,1,NORMAL,,"2022-01-01 08:00:00",1002,abd,,\n`
    const cleaned = `${head},CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,${rest}\ncy@example.com,Cy,,${joined},"2022-02-01 08:00:00",A letter,1,"2022-02-01 08:00:00",1003,abe,,\n`
    for (const text of [subscribed, left, cleaned])
      expect((await importText(store, text)).tally).toMatchObject({
        added: 1,
        programs: { mailchimp: 1 },
      })
    expect(await states(store)).toEqual({
      'ana@example.com': 'active',
      'bo@example.com': 'unsubscribed',
      'cy@example.com': 'bounced',
    })
    const ana = await heldOn(store, 'ana@example.com')
    expect(ana?.subscriber).toMatchObject({
      name: 'Ana Ruiz',
      tags: ['member', 'long, tag'],
      fields: { timezone: 'Europe/Madrid', cc: 'ES', last_name: 'Ruiz' },
    })
    expect(ana?.subscriber?.fields).not.toHaveProperty('leid')
    expect(ana?.history).toMatchObject([
      {
        state: 'active',
        since: Date.UTC(2021, 4, 1, 10, 5),
        way: 'import',
        proof: expect.stringContaining('192.0.2.7'),
      },
    ])
    const suppressed = await Array.fromAsync(allSuppressions(store))
    expect(suppressed.map(({ email, reason }) => [email, reason]).sort()).toEqual([
      ['bo@example.com', 'unsubscribed'],
      ['cy@example.com', 'mailbox'],
    ])
  })

  it('of listmonk is recognised, with its attributes as fields', async () => {
    const store = await storeIn(folder())
    const { tally, rejected } = await importText(
      store,
      [
        'uuid,email,name,attributes,status,created_at,updated_at',
        `u1,ana@example.com,Ana,"{""city"": ""Cádiz"", ""lang"": ""Korean"", ""n"": 3}",enabled,2021-05-01T10:00:00Z,2021-05-01T10:00:00Z`,
        'u2,bo@example.com,Bo,{},blocklisted,2021-05-01T10:00:00Z,2021-05-01T10:00:00Z',
        'u3,cy@example.com,Cy,{oops,enabled,2021-05-01T10:00:00Z,2021-05-01T10:00:00Z',
        'u4,di@example.com,Di,{},asleep,2021-05-01T10:00:00Z,2021-05-01T10:00:00Z',
      ].join('\n'),
    )
    expect(tally).toMatchObject({ added: 2, refused: 2, programs: { listmonk: 2 } })
    expect(rejected.map(({ line, reason, raw }) => [line, reason, raw[1]])).toEqual([
      [4, '"attributes" is not JSON', 'cy@example.com'],
      [5, '"status" is none of enabled, disabled, blocklisted', 'di@example.com'],
    ])
    expect(await states(store)).toEqual({
      'ana@example.com': 'active',
      'bo@example.com': 'unsubscribed',
    })
    expect((await everybody(store))[0]).toMatchObject({
      lang: 'ko',
      fields: '{"city":"Cádiz","n":3}',
    })
  })
})

const rowsOf = (count: number) =>
  `email,name\n${Array.from({ length: count }, (_, at) => `reader-${at}@example.com,Reader ${at}\n`).join('')}`

describe('an import that is cut off', () => {
  it('by whoever started it goes on where it was, with one tally for both runs', async () => {
    const store = await storeIn(folder())
    const stop = new AbortController()
    const text = rowsOf(2_250)
    const first = await importText(store, text, {
      chunk: 1_000,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    expect(first).toMatchObject({ whole: false, tally: { added: 1_000 } })
    const second = await importText(store, text)
    expect(second).toMatchObject({
      whole: true,
      resumedAt: 1_000,
      tally: { read: 2_250, added: 2_250, unchanged: 0 },
    })
    expect(await everybody(store)).toHaveLength(2_250)
    // It has ended: the next one begins anew.
    expect((await importText(store, text)).tally).toMatchObject({ added: 0, unchanged: 2_250 })
  })

  it('by a kill keeps whole chunks, and goes on', async () => {
    const root = folder()
    const script = join(root, 'killed.mjs')
    writeFileSync(join(root, 'many.csv'), rowsOf(2_500))
    const from = (name: string) => JSON.stringify(join(REPOSITORY, 'src', name))
    writeFileSync(
      script,
      `import { importList } from ${from('circulation/import.ts')}
       import { readList } from ${from('audience/list.ts')}
       import { openStore } from ${from('store/open.ts')}
       const store = await openStore(${JSON.stringify(root)}, 'write')
       let row = 0
       await importList({ store, list: 'main', isOnlyList: true, place: 'many.csv', stamp: 's', note: '',
         rule: 'update', tags: [], dryRun: false, chunk: 1_000, now: Date.now, onRejected() {},
         rows: (async function* () {
           for await (const one of readList(${JSON.stringify(join(root, 'many.csv'))})) {
             if (++row === 2_350) process.kill(process.pid, 'SIGKILL')
             yield one
           }
         })() })`,
    )
    expect(spawnSync(process.execPath, [script]).signal).toBe('SIGKILL')
    const store = await storeIn(root)
    expect(await everybody(store)).toHaveLength(2_000)
    const { resumedAt, tally } = await importText(store, rowsOf(2_500), { stamp: 's' })
    expect({ resumedAt, added: tally.added }).toEqual({ resumedAt: 2_000, added: 2_500 })
    expect(await everybody(store)).toHaveLength(2_500)
  })
})
