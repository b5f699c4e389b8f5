// A segment, or readers' own time, where the database freezes the list: the same as where each reader is judged here,
// and yet no reader is.

import { afterAll, describe, expect, it } from 'vitest'
import { segment } from '../../../src/audience/segments.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { endServer, sendOf } from '../../store/engines.ts'
import { AT, counted, frozen, frozenAlike, listOf, type Readers, takenThere } from './there.ts'

afterAll(endServer)

const DAY_MS = 86_400_000
/** More than are fetched at once, and how many of them are on the list still. */
const MANY = 5_500
const ACTIVE = 4_950

const FIELDS: readonly object[] = [
  {},
  { city: 'Cádiz "the old"', n: 3 },
  { city: 'Ca\u0301diz', n: '41' },
  { city: 'STRASSE', n: 1e21 },
  { city: 'Straße', n: -0.5 },
  { city: 'İstanbul' },
  { city: 'istanbul' },
  { city: 'ÜBER ALLES' },
  { city: 'back\\slash, \\u0000 in words' },
  { city: '' },
  { city: null },
  { city: ['a', '', null, ['Cádiz']] },
  { city: { name: 'Cádiz' } },
  { city: '😀 漢' },
  { joined: 'long ago' },
  { joined: null },
  { joined: '' },
  { joined: '2020-01-01' },
  { plan: { name: 'yearly', price: 12, deep: { a: [1, 'x'] } } },
  { plan: { name: 'Monthly', price: '7' } },
  { plan: 'yearly' },
  { topics: ['News', 'Music'], paid: true },
  { topics: [], paid: 'true' },
  { paid: false },
  { visited: '2024-11-01T10:00:00Z' },
  { visited: '2024-10-01', 구독: '예' },
  { email: 'Other@x.example', lang: 'of a field', tags: ['of a field'], name: 'of a field' },
  // Signs that Postgres does not keep, in what is asked for and beside it.
  { odd: 'NUL \0', city: 'Sevilla' },
  { odd: 'half \ud83d', city: 'Sevilla', joined: '2021-01-01' },
  { odd: 'half \udc00', city: 'NUL \0' },
  { 'odd \0': 1, city: 'Sevilla', plan: { name: 'yearly', price: 1 } },
  JSON.parse('{"__proto__":{"x":"y"},"constructor":"z"}') as object,
]

const READERS: Readers = {
  fields: FIELDS,
  langs: ['', 'ko', 'ko-KR', 'EN', 'en-gb'],
  tags: [
    [],
    ['member'],
    ['MEMBER', 'vip'],
    ['a "quoted" one', 'back\\slash'],
    ['İl', 'straße', 'x,"member'],
    ['한글', 'Ünlü'],
    ['of a tag'],
  ],
  since: (i) => AT - (i % 40) * DAY_MS + i,
}
/** Each of the fields meets each of the languages, and each of the tags. */
const COUNT = FIELDS.length * 7

const SEGMENTS = {
  koreans: 'lang = "ko"',
  andalusia: 'city in ("Sevilla", "Cádiz")',
  both: '@koreans and not @andalusia',
}

const EXPRESSIONS = [
  'member',
  '"a \\"quoted\\" one"',
  "'back\\\\slash'",
  '"İl" or "i̇l"',
  'STRASSE or Straße',
  'ünlü and 한글',
  'not member',
  'not (member or vip) and lang is set',
  'tags contains "mem" or tags is empty',
  'lang = "ko"',
  'lang != "EN"',
  'lang is empty',
  'email starts with "reader1" and domain ends with "a.example"',
  'domain = "a.example"',
  'domain != "a.example" and email contains "7"',
  'first_name = "r"',
  'name is empty or name contains "ré \\"1"',
  'city = "cádiz"',
  'city != "cádiz"',
  'city = "straße"',
  'city = "strasse"',
  'city starts with "i̇" or city ends with "ALLES"',
  'city = "istanbul"',
  'city contains "\\\\u0000"',
  'city contains "😀"',
  'city in ("Sevilla", "ISTANBUL") and lang not in ("ko", "en")',
  'city is empty',
  'city.name = "cádiz"',
  'city < "d"',
  'field.city >= "s" and fields.n is empty',
  'n > 2',
  'n <= 41 and n != 3',
  'n = 1000000000000000000000',
  'joined > 2024-11-01',
  'joined <= 30 days ago',
  'joined = "long ago" or joined is empty',
  'joined = today and member',
  'plan.name = "YEARLY"',
  'plan.price >= 7 and plan.name is set',
  'plan.deep.a = "x" and plan.deep.a = 1',
  'plan = "yearly"',
  'plan is empty and plan.deep.a is not empty',
  'topics = "music"',
  'paid = true',
  'paid != true',
  'visited < 14 days ago',
  'visited >= 2024-11-01',
  '구독 = "예"',
  'field.email = "other@x.example"',
  'field.lang is set or field.tags = "of a field"',
  'odd contains "half"',
  'constructor = "z" or __proto__.x = "y"',
  '@koreans',
  '@both and (member or @andalusia)',
  'both',
]

describe('a segment of a list that the database freezes', () => {
  it('has the same readers as one that is judged here, and leaves out the others in the same words', async () => {
    const store = await listOf(COUNT, READERS)
    for (const text of EXPRESSIONS) {
      const selection = { segment: text }
      const { rows, counts } = await frozenAlike(store, {
        ...{ selection, segment: segment(SEGMENTS, text, AT) },
      })
      // Neither all nor nobody: else the test would say nothing.
      expect([text, rows.length > 0, (counts.excluded.filter ?? 0) > 0]).toEqual([text, true, true])
    }
  })

  it('is asked once for all who have the same, and not at all for whoever lacks a tag', async () => {
    const store = await listOf(5_000, { langs: ['en', 'ko', 'fr', 'de'] })
    const languages = counted('lang in ("ko", "fr")')
    const { rows } = await there(store, languages, { segment: 'some' })
    expect(rows.length).toBeGreaterThan(2_000)
    expect(languages.asked()).toBe(4)
    const domains = counted('domain = "a.example" and lang is set')
    await there(store, domains, { segment: 'some' })
    expect(domains.asked()).toBe(8)
    const nobody = counted('email is set')
    await there(store, nobody, { segment: 'some', tags: ['nobody has this'] })
    expect(nobody.asked()).toBe(0)
  })

  it('is right where each reader is another', async () => {
    const store = await listOf(MANY)
    const text = 'email contains "7" or joined > today'
    await frozenAlike(store, {
      ...{ selection: { segment: text }, segment: segment({}, text, AT) },
    })
    const each = counted(text)
    await there(store, each, { segment: text })
    expect(each.asked()).toBe(ACTIVE)
  })
})

async function there(
  store: Engine,
  { segment: asked }: ReturnType<typeof counted>,
  selection: Parameters<typeof takenThere>[2]['selection'],
) {
  const send = await sendOf(store, 0, crypto.randomUUID())
  await takenThere(store, send, { selection, segment: asked })
  return frozen(store, send)
}

const ZONES = [
  {},
  { timezone: 'Asia/Seoul' },
  { timezone: 'America/Lima', city: 'Lima' },
  { timezone: ' Europe/Madrid ', city: 'Cádiz' },
  { timezone: 'Nowhere/At All' },
  { timezone: '' },
  { timezone: null },
  { timezone: 7 },
  { timezone: ['Asia/Seoul'] },
  { timezone: 'america/lima', city: 'Lima' },
  { timezone: 'Pacific/Kiritimati', city: 'Lima', odd: '\0' },
]

describe("readers' own time on a list that the database freezes", () => {
  const at = (time: string) => ({ time, zone: 'Asia/Seoul', local: true })

  it('is what their zones make of it', async () => {
    const store = await listOf(200, { fields: ZONES })
    const { rows } = await frozenAlike(store, { selection: { startAt: at('2024-12-01T07:00') } })
    const moments = [...new Set(rows.map((row) => row.at))].sort()
    const hour = (day: number, hours: number) => Date.UTC(2024, 10, day, hours)
    expect(moments).toEqual([hour(30, 17), hour(30, 22), hour(31, 6), hour(31, 12)])
    // Past for some, and not for others.
    const some = await frozenAlike(store, { selection: { startAt: at('2024-11-19T01:30') } })
    expect(new Set(some.rows.map((row) => row.at))).toContain(0)
    expect(new Set(some.rows.map((row) => row.at)).size).toBe(3)
  })

  it('goes with a segment, tags, a limit and a random few', async () => {
    const store = await listOf(200, { fields: ZONES, langs: ['', 'ko', 'ko-KR'] })
    const startAt = at('2024-12-01T07:00')
    const text = 'city is set and lang = "ko"'
    const wanted = segment({}, text, AT)
    const base = { segment: text, startAt }
    for (const selection of [
      base,
      { ...base, tags: ['member'] },
      { ...base, limit: 5 },
      { ...base, sample: 4, seed: 'a seed' },
      { ...base, tags: ['member', 'vip'], limit: 3, sample: 2, seed: 'x' },
      { segment: text, startAt: { ...startAt, local: false } },
    ]) {
      const { rows } = await frozenAlike(store, { selection, segment: wanted })
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.every((row) => (row.at ?? 0) > AT)).toBe(true)
    }
  })
})

describe('stopped while profiles are judged', () => {
  it.each([1, 1_900, ACTIVE - 1])('after %i of them, it leaves nothing behind', async (after) => {
    const store = await listOf(MANY)
    const send = await sendOf(store, 0)
    const before = await frozen(store, send)
    const stop = new AbortController()
    const each = counted('email is set')
    const stopping = {
      looksAt: each.segment.looksAt,
      isIn: (reader: Parameters<typeof each.segment.isIn>[0]) => {
        if (each.asked() === after) stop.abort()
        return each.segment.isIn(reader)
      },
    }
    const selection = { segment: 'all' }
    await expect(
      takenThere(store, send, { selection, segment: stopping }, stop.signal),
    ).rejects.toThrow(/stopped before the plan was whole/)
    expect(await frozen(store, send)).toEqual(before)
    // And the connection is as good as new.
    await takenThere(store, send, { selection, segment: each.segment })
    expect((await frozen(store, send)).rows.length).toBeGreaterThan(4_900)
  })
})
