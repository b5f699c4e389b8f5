import { describe, expect, it } from 'vitest'
import { valuesOf } from '../../src/message/evaluate.ts'
import { fill } from '../../src/message/fill.ts'
import type { Expression, Merge, Place } from '../../src/render/rendered.ts'
import { slot, subscriber } from './letter.ts'

const LINKS = { unsubscribe: 'https://l.example/u/abc', browser: 'https://l.example/a/' }
const fields = {
  city: 'Cádiz',
  evil: `"><script>alert('x')</script>{{evil}}</mj-text>&amp;\u0000\ufdd0`,
  list: [{ title: 'One' }, { title: 'Two' }],
  group: { a: 1, b: 2 },
  zero: 0,
  digits: '7',
  broken: 'a\r\nBcc: b',
}
const of = (merge: Merge) => fill(merge, valuesOf(subscriber({ fields }), LINKS))
const path = (...keys: string[]): Expression => ({ kind: 'path', root: 'subscriber', keys })
const item = (root: number, ...keys: string[]): Expression => ({ kind: 'path', root, keys })
const value = (expression: Expression, place: Place = 'plain') =>
  ({ kind: 'value', value: expression, place }) as const
const call = (name: 'or' | 'and' | 'not' | 'eq' | 'ne', ...args: Expression[]): Expression => ({
  kind: 'call',
  name,
  args,
})
const text = (words: string): Expression => ({ kind: 'constant', value: words })

describe('a value', () => {
  it('comes from the list by name, and is nothing where the list has none', () => {
    expect(
      of([slot('plain', 'first_name'), '|', slot('plain', 'city'), '|', slot('plain', 'no')]),
    ).toBe('Ana|Cádiz|')
  })

  it('is only what the list holds: no prototype, no method', () => {
    for (const key of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(of([slot('plain', key), slot('plain', 'city', key), slot('plain', 'tags', key)])).toBe(
        'false',
      )
  })

  it('answers whether a tag is there', () => {
    const test = (tag: string): Merge => [
      { kind: 'if', test: path('tags', tag), body: ['in'], otherwise: ['out'] },
    ]
    expect(of(test('member'))).toBe('in')
    expect(of(test('founder'))).toBe('out')
  })

  it('is false where Handlebars says so', () => {
    const truth = (test: Expression) => of([{ kind: 'if', test, body: ['t'], otherwise: ['f'] }])
    expect(truth(path('zero'))).toBe('f')
    expect(truth(path('nothing'))).toBe('f')
    expect(truth(path('list'))).toBe('t')
    expect(truth(call('not', path('list')))).toBe('f')
    expect(truth(call('and', path('city'), path('nothing')))).toBe('f')
    expect(truth(call('and', path('nothing'), path('city')))).toBe('f')
    expect(truth(call('and', path('city'), path('digits')))).toBe('t')
    expect(truth(call('eq', path('digits'), { kind: 'constant', value: 7 }))).toBe('t')
    expect(truth(call('ne', path('city'), text('Cádiz')))).toBe('f')
    expect(truth(call('eq', path('nothing'), text('')))).toBe('t')
  })

  it('falls back', () => {
    expect(of([value(call('or', path('nothing'), text('friend')))])).toBe('friend')
    expect(of([value(call('or', path('nothing'), path('city')))])).toBe('Cádiz')
  })

  it('is each item of a list, of a group of keys, or of what is otherwise', () => {
    const each = (list: Expression, body: Merge): Merge => [
      { kind: 'each', list, body, otherwise: ['none'] },
    ]
    const data = (name: string) => value(item(0, name))
    expect(
      of(
        each(path('list'), [
          data('@index'),
          value(item(0, 'title')),
          data('@first'),
          data('@last'),
          ' ',
        ]),
      ),
    ).toBe('0Onetruefalse 1Twofalsetrue ')
    expect(of(each(path('group'), [data('@key'), value(item(0)), ' ']))).toBe('a1 b2 ')
    expect(of(each(path('city'), ['x']))).toBe('none')
    expect(
      of(each(path('list'), each(path('tags'), [value(item(1, 'title')), value(item(0)), ' ']))),
    ).toBe('Onemember Twomember ')
  })
})

describe('a value is made safe for its place', () => {
  it('as text and attribute: no markup, no control characters', () => {
    for (const place of ['html', 'attribute', 'link'] as const) {
      const shown = of([slot(place, 'evil')])
      expect(shown).toBe(
        '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;{{evil}}&lt;/mj-text&gt;&amp;amp;\ufffd\ufffd',
      )
    }
  })

  it('in a URL: one component, in HTML and in plain text', () => {
    for (const place of ['url', 'plain-url'] as const) {
      const shown = of([slot(place, 'evil')])
      expect(shown).toMatch(/^[A-Za-z0-9._~%-]+$/)
      expect(decodeURIComponent(shown)).toBe(fields.evil)
    }
    expect(of(['https://a.example/', slot('url', 'broken')])).toBe(
      'https://a.example/a%0D%0ABcc%3A%20b',
    )
  })

  it('in plain text: on one line', () => {
    expect(of([slot('plain', 'broken')])).toBe('a Bcc: b')
  })

  it('in a header: refused where it holds a line break', () => {
    expect(() => of([slot('header', 'broken')])).toThrow(/line break/)
    expect(of([slot('header', 'city')])).toBe('Cádiz')
  })

  it('with half a surrogate pair', () => {
    const half = { half: 'a\ud83d' }
    const shown = (place: Place) =>
      fill([slot(place, 'half')], valuesOf(subscriber({ fields: half }), LINKS))
    expect(shown('html')).toBe('a\ufffd')
    expect(shown('url')).toBe('a%EF%BF%BD')
    expect(shown('header')).toBe('a\ufffd')
  })
})
