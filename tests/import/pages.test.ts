// Pages in the layouts that sites have: what belongs to the piece ends up in the issue, what does not stays out.

import { describe, expect, it } from 'vitest'
import { lost, overall, readByPressrun, scorePage, truePages } from './pages.ts'

const pages = truePages()
const scored = await Promise.all(
  pages.map(async (page) => {
    const imported = await readByPressrun(page)
    return { page, imported, score: scorePage(page, imported) }
  }),
)

describe('over all pages', () => {
  it('keeps the piece and nothing else: precision and recall of 0.97 in lines', () => {
    const { recall, precision } = overall(scored.map(({ score }) => score))
    expect(recall).toBeGreaterThanOrEqual(0.97)
    expect(precision).toBeGreaterThanOrEqual(0.97)
  })
})

it.each(scored.map(({ page, score }) => [page.name, score] as const))('%s', (_, score) => {
  const wrong = { missing: score.missing, extra: score.extra }
  expect(score.recall, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.9)
  expect(score.precision, JSON.stringify(wrong)).toBeGreaterThanOrEqual(0.9)
})

it.each(scored.map((entry) => [entry.page.name, entry] as const))(
  '%s: what is not in the issue is named in import.md',
  (_, { page, imported }) => {
    expect(lost(page, imported)).toEqual([])
  },
)

describe('the measure itself', () => {
  const page = {
    name: 'own',
    about: '',
    html: '',
    piece: ['A line that is long enough to stand anywhere', 'Yes.'],
    furniture: ['More', 'Our other line that is as long as the first'],
  }

  it('counts what is missing and what is too much', () => {
    const score = scorePage(page, {
      head: '',
      body: 'Ana Ruiz: Yes.\nOur other line that is as long as the first\nMore is said than this was asked for.',
    })
    expect(score).toMatchObject({ missing: [page.piece[0]], extra: [page.furniture[1]] })
    expect(score).toMatchObject({ recall: 0.5, precision: 0.5 })
  })

  it('finds a title in the head, and no furniture there', () => {
    const score = scorePage(page, { head: `title: ${page.piece[0]}\nsource: More`, body: 'Yes.' })
    expect(score).toMatchObject({ missing: [], extra: [], recall: 1, precision: 1 })
  })
})
