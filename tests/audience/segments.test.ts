import { describe, expect, it } from 'vitest'
import { segment } from '../../src/audience/segments.ts'
import type { Subscriber } from '../../src/audience/subscriber.ts'
import { parseExpression } from '../../src/project/expression.ts'

const ana: Subscriber = {
  email: 'ana@letters.example.com',
  name: 'Ana Ruiz',
  firstName: 'Ana',
  lang: 'ko-KR',
  tags: ['member', 'Long time'],
  fields: {
    city: 'Cádiz',
    age: '41',
    paid: true,
    since: '2024-03-01T10:00:00Z',
    empty: '',
    plan: { name: 'yearly', price: 12 },
    topics: ['News', 'Music'],
    구독: '예',
  },
}
const NOW = Date.UTC(2024, 10, 18, 6)
const is = (text: string, segments: Record<string, string> = {}) =>
  segment(segments, text, NOW).isIn(ana)

describe('a segment', () => {
  it.each([
    'member',
    'MEMBER',
    '"long time"',
    'member and lang = "ko"',
    'lang = "ko-KR"',
    'not founder',
    'founder or member',
    'founder or member and not founder',
    '(founder or member) and not (founder or guest)',
    'city = "cádiz"',
    "city = 'C\u0061\u0301diz'",
    'city != "Sevilla"',
    'city in ("Sevilla", "Cádiz")',
    'city not in ("Sevilla")',
    'city starts with "cá" and city ends with "diz" and city contains "ádi"',
    'age > 40 and age <= 41 and age = 41 and age != 42',
    'paid = true',
    'since > 2024-01-01 and since <= 2024-03-01',
    'since < 30 days ago and since > 1 year ago',
    'since < today',
    'empty is empty and nothing is empty and city is set and city is not empty',
    'nothing != "x"',
    'plan.name = "yearly" and plan.price >= 12',
    'topics = "music" and topics != "sport"',
    'tags contains "mem"',
    'domain ends with "example.com" and email starts with "ana@"',
    'first_name = "ana" and name = "ana ruiz"',
    'field.city = "Cádiz"',
    '구독 = "예"',
    '@koreans and @both',
  ])('%s: has her', (text) => {
    expect(is(text, { koreans: 'lang = "ko"', both: '@koreans and member' })).toBe(true)
  })

  it.each([
    'not member',
    'lang = "k"',
    'lang = "ko-KP"',
    'lang != "ko"',
    'founder',
    'city = "Cad"',
    'nothing = ""',
    'nothing < 5',
    'empty >= 0',
    'city > 5',
    'age < 9',
    'since < 2024-03-01',
    'city < 2024-01-01',
    'plan = "yearly"',
    'plan.constructor = "x"',
    'constructor is set',
    '__proto__ is set',
    'paid = false',
    'paid = 1',
    'topics != "music"',
  ])('%s: has her not', (text) => {
    expect(is(text)).toBe(false)
  })

  it('counts what it counts as numbers, not as letters', () => {
    expect(is('age > 9')).toBe(true)
  })

  it.each([
    ['', 'it ends where a tag or a condition is expected', 0],
    ['member and', 'it ends where a tag', 10],
    ['member lang', '"lang" stands where "and" or "or" is expected', 7],
    ['(member', 'a bracket is opened and not closed', 0],
    ['member)', '")" stands where', 6],
    ['lang = ko', '"ko" is no value: write it in quotes', 7],
    ['lang = "ko', 'a quote is opened and not closed', 7],
    ['lang in "ko"', '"in" goes with a list', 8],
    ['since > 2024-02-31', '2024-02-31 is no day', 8],
    ['city contains 5', '"contains" goes with a text', 14],
    ['city is nice', '"is" goes with "empty" or "set"', 5],
    ['process.exit(1)', '"(" stands where', 12],
    ['member; drop', '";" has no place', 6],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 'it is nested too deeply', 50],
    ['a or '.repeat(2000), 'it is longer than 5000 characters', 0],
  ])('that nobody can read says why and where: %s', (text, problem, at) => {
    const parsed = parseExpression(text)
    expect(parsed).toMatchObject({ at })
    expect((parsed as { problem: string }).problem).toContain(problem)
  })

  it('that is misspelt, is not there, or is made of itself is refused', () => {
    const segments = { members: 'member', a: '@b', b: 'member or @a' }
    expect(() => is('membrs', segments)).toThrow('Did you mean "members"?')
    expect(() => is('@none', segments)).toThrow('there is no segment "none"')
    expect(() => is('a', segments)).toThrow('the segment "a" is made of itself')
  })

  it.each<[string, readonly string[], readonly string[]]>([
    ['member or lang = "ko"', ['tags', 'lang'], []],
    ['not (email contains "x" and first_name is empty)', ['email', 'first_name'], []],
    ['domain in ("a.example") or name != "x"', ['domain', 'name'], []],
    ['plan.price > 3 and field.plan.name is set and fields.lang is empty', [], ['plan', 'lang']],
    ['@some and tags contains "m"', ['lang', 'tags'], ['city', '구독']],
    ['some', ['lang'], ['city', '구독']],
  ])('says what it looks at: %s', (text, columns, fields) => {
    const { looksAt } = segment(SOME, text, NOW)
    expect([...looksAt.columns].sort()).toEqual([...columns].sort())
    expect([...looksAt.fields].sort()).toEqual([...fields].sort())
  })
})

const SOME = {
  some: 'lang = "ko" and not @others',
  others: 'city starts with "x" or 구독 is empty',
}
