import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectFiles } from '../../src/project/files.ts'
import { loadPhrases } from '../../src/render/phrases.ts'
import { REPOSITORY } from './samples.ts'

type Phrase = string | Record<string, string>
type Catalogue = Record<string, Phrase>

const folder = join(REPOSITORY, 'templates/phrases')
const languages = readdirSync(folder).map((name) => name.replace('.yaml', ''))
const read = (lang: string) =>
  parse(readFileSync(join(folder, `${lang}.yaml`), 'utf8')) as Catalogue
const english = read('en')
const files = projectFiles(REPOSITORY)
const phrases = (lang: string, fallback = 'en') => loadPhrases(files, lang, fallback)

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()
const whole = (phrase: Phrase | undefined) =>
  (typeof phrase === 'string' ? phrase : phrase?.other) ?? ''

it.each(['en', 'ko', 'ja', 'zh', 'es', 'fr', 'de', 'ar'])('there is a catalogue for %s', (lang) => {
  expect(languages).toContain(lang)
})

describe.each(languages)('the catalogue %s', (lang) => {
  const catalogue = read(lang)

  it('has every phrase that English has, and no other', () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(english).sort())
  })

  it('fills in what English fills in', () => {
    for (const [key, phrase] of Object.entries(catalogue))
      expect(placeholders(whole(phrase)), key).toEqual(placeholders(whole(english[key])))
  })

  it('has the forms that the plural of the language has', () => {
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions()
    for (const phrase of Object.values(catalogue)) {
      if (typeof phrase === 'string') continue
      expect(Object.keys(phrase).sort()).toEqual([...pluralCategories].sort())
    }
  })

  it('says something in its own language', () => {
    if (lang === 'en') return
    const same = Object.entries(catalogue).filter(
      ([key, phrase]) => whole(phrase) === whole(english[key]),
    )
    // A few words are the same in two languages: Interview, Q., A.
    expect(
      same.map(([key]) => key).filter((key) => !['interview', 'q', 'a'].includes(key)),
    ).toEqual([])
  })
})

describe('a phrase', () => {
  it.each([
    ['en', 1, '1-minute read'],
    ['de', 1, '1 Minute Lesezeit'],
    ['de', 7, '7 Minuten Lesezeit'],
    ['fr', 0, '0 minute de lecture'],
    ['ar', 2, 'دقيقتا قراءة'],
    ['ar', 5, '5 دقائق قراءة'],
    ['ar', 11, '11 دقيقة قراءة'],
    ['ja', 7, '7分で読めます'],
  ])('in %s counts %i as the language does', (lang, count, expected) => {
    expect(phrases(lang).t('minutes', { count })).toBe(expected)
  })

  it('comes from the nearest language that has a catalogue', () => {
    expect(phrases('de-AT').t('unsubscribe')).toBe('Abbestellen')
    expect(phrases('zh-TW').t('unsubscribe')).toBe('取消訂閱')
    expect(phrases('zh-SG').t('unsubscribe')).toBe('退订')
    expect(phrases('is', 'de').t('unsubscribe')).toBe('Abbestellen')
    expect(phrases('is').t('unsubscribe')).toBe('Unsubscribe')
  })

  it('keeps its own direction where the letter runs the other way', () => {
    expect(phrases('he').t('minutes', { count: 7 })).toBe('\u20667-minute read\u2069')
    expect(phrases('ar').t('unsubscribe')).toBe('إلغاء الاشتراك')
  })

  it('that nobody has is refused, with the nearest that there is', () => {
    expect(() => phrases('ko').t('unsubscibe')).toThrow(/there is no phrase "unsubscibe"/)
    expect(() => phrases('ko').t('constructor')).toThrow(/there is no phrase/)
  })
})

describe('dates and numbers', () => {
  it.each(['en-GB', 'en-US', 'ko', 'ja', 'zh', 'es', 'fr', 'de', 'ar', 'ar-EG'])(
    'of %s are what Intl says',
    (lang) => {
      const { date, number } = phrases(lang)
      const day = new Date('2024-11-18T00:00:00Z')
      for (const style of ['full', 'long', 'medium', 'short'] as const) {
        const format = new Intl.DateTimeFormat(lang, { dateStyle: style, timeZone: 'UTC' })
        expect(date('2024-11-18', style)).toBe(format.format(day))
      }
      expect(number(1234567.5)).toBe(new Intl.NumberFormat(lang).format(1234567.5))
    },
  )

  it('are the same day in every time zone', () => {
    expect(phrases('en-GB').date('2024-11-18', 'long')).toBe('18 November 2024')
  })
})
