// Two texts line by line: which lines stand beside each other, and which differ.

import { diffArrays, diffLines } from 'diff'

export interface Piece {
  readonly text: string
  readonly differs: boolean
}

export interface Line {
  /** 1-based. */
  readonly number: number
  readonly pieces: readonly Piece[]
  readonly differs: boolean
}

export interface Pair {
  readonly left: Line | null
  readonly right: Line | null
}

export interface Aligned {
  readonly pairs: readonly Pair[]
  /** Runs of lines that differ. */
  readonly places: number
}

const TIMEOUT_MS = 800
const WORDS_TIMEOUT_MS = 30

export function align(left: string, right: string): Aligned {
  const changes = diffLines(left, right, { timeout: TIMEOUT_MS }) ?? [
    { value: left, removed: true, added: false, count: 0 },
    { value: right, removed: false, added: true, count: 0 },
  ]
  const pairs: Pair[] = []
  const numbers = { left: 0, right: 0 }
  const plain = (side: 'left' | 'right', text: string): Line => ({
    number: ++numbers[side],
    pieces: [{ text, differs: false }],
    differs: false,
  })
  let places = 0
  for (let index = 0; index < changes.length; index++) {
    const change = changes[index]
    if (!change) continue
    if (!change.added && !change.removed) {
      for (const text of linesOf(change.value))
        pairs.push({ left: plain('left', text), right: plain('right', text) })
      continue
    }
    places++
    const next = changes[index + 1]
    const follows = change.removed && next?.added ? next : undefined
    if (follows) index++
    const gone = change.removed ? linesOf(change.value) : []
    const come = change.added ? linesOf(change.value) : follows ? linesOf(follows.value) : []
    for (let line = 0; line < Math.max(gone.length, come.length); line++) {
      pairs.push(differing(gone[line], come[line], numbers))
    }
  }
  return { pairs, places }
}

function differing(
  before: string | undefined,
  after: string | undefined,
  numbers: { left: number; right: number },
): Pair {
  const words =
    before === undefined || after === undefined
      ? undefined
      : diffArrays(wordsOf(before), wordsOf(after), { timeout: WORDS_TIMEOUT_MS })
  const side = (which: 'left' | 'right', text: string | undefined): Line | null => {
    if (text === undefined) return null
    const pieces = words
      ?.filter(({ added, removed }) => !(which === 'left' ? added : removed))

      .map(({ value, added, removed }) => ({ text: value.join(''), differs: added || removed }))
    return { number: ++numbers[which], pieces: pieces ?? [{ text, differs: true }], differs: true }
  }
  return { left: side('left', before), right: side('right', after) }
}

/** An address is one word. */
const wordsOf = (line: string): string[] => line.match(/\s+|\S+/g) ?? []

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')
