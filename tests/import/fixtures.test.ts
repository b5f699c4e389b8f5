// The fixtures: what an import makes of sources in six languages and every style, held to the figures.

import { describe, expect, it } from 'vitest'
import { fixtures, importFixture, scoreFixture } from './fixtures.ts'

const all = fixtures()
const scored = all.map((fixture) => {
  const result = importFixture(fixture)
  return { fixture, result, score: scoreFixture(fixture, result) }
})
const sum = (key: 'both' | 'found' | 'expected') =>
  scored.reduce((total, { score }) => total + score.furniture[key], 0)
const share = (count: number) => count / all.length

describe('over all fixtures', () => {
  it('has every turn right, with its speaker and role, in 95 of 100', () => {
    expect(share(scored.filter(({ score }) => score.turnsRight).length)).toBeGreaterThanOrEqual(
      0.95,
    )
  })

  it('has every paragraph of the article right in 95 of 100', () => {
    const right = scored.filter(({ score }) => score.paragraphsRight).length
    expect(share(right)).toBeGreaterThanOrEqual(0.95)
  })

  it('leaves out furniture and nothing else: precision and recall of 0.97 in lines', () => {
    expect(sum('both') / sum('found')).toBeGreaterThanOrEqual(0.97)
    expect(sum('both') / sum('expected')).toBeGreaterThanOrEqual(0.97)
  })
})

describe.each(scored.map((entry) => [entry.fixture.name, entry] as const))('%s', (_, entry) => {
  const { fixture, result } = entry
  const lines = fixture.source.trimEnd().split('\n')

  it('has a verdict for every line', () => {
    const verdicts = result.verdicts[0] ?? []
    expect(verdicts.slice(0, lines.length).map(({ line }) => line)).toEqual(
      lines.map((_, at) => at + 1),
    )
    expect(verdicts.filter(({ taken, text }) => taken === 'blank' && text.trim() !== '')).toEqual(
      [],
    )
  })

  it('names every line that it leaves out in import.md, whole', () => {
    for (const { taken, text } of result.verdicts[0] ?? [])
      if (taken === 'left out') expect(result.report).toContain(text.trim().replace(/\s+/g, ' '))
  })
})
