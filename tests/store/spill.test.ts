import { describe, expect, it } from 'vitest'
import { openSpill } from '../../src/store/spill.ts'

const keys = ['-_', '_-', 'aa', 'zZ', '09', 'A_', 'Az', '--', 'zz']

describe('a list put aside on disk', () => {
  it('comes back whole, in the order of its keys, as often as it is asked for', () => {
    const spill = openSpill()
    const texts: string[] = []
    for (let i = 0; i < 3_000; i++) {
      const key = `${keys[i % keys.length]}${i}`
      const text = `${key} ${'é'.repeat(i % 50)}`
      texts.push(text)
      spill.add(key, text)
    }
    for (let time = 0; time < 2; time++) {
      const parts = [...spill.parts()]
      const firsts = parts.map(([first]) => (first as string).slice(0, 2))
      expect(firsts).toEqual([...firsts].sort())
      expect(parts.flat().sort()).toEqual([...texts].sort())
    }
    spill.close()
  })

  it('keeps texts of one key together, in the order they came, however long they are', () => {
    const spill = openSpill()
    const texts = Array.from({ length: 40 }, (_, i) => `ab ${i} ${'한'.repeat(i * 400)}`)
    for (const text of texts) spill.add('ab', text)
    expect([...spill.parts()]).toEqual([texts])
    spill.close()
  })

  it('is empty where nothing was put aside', () => {
    const spill = openSpill()
    expect([...spill.parts()]).toEqual([])
    spill.close()
  })
})
