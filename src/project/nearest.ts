// The word that was meant, for "Did you mean": a misspelling, never a word that merely is as short.

import { closestMatch } from 'leven'

/** @returns the nearest of `known` that at most half of the word's letters, and no more than three, tell apart. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const maxDistance = Math.min(3, Math.floor(word.length / 2))
  if (maxDistance === 0) return undefined
  const lower = new Map(known.map((name) => [name.toLowerCase(), name]))
  return lower.get(closestMatch(word.toLowerCase(), [...lower.keys()], { maxDistance }) ?? '')
}
