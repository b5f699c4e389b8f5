// What a person said of single lines, put in where it is decided: what is left out, where turns begin, what a line
// of the article is. It overrules everything that was found.

import type { Block, Correction } from './block.ts'
import type { Cue, Style } from './interview/cues.ts'
import { labelsOf } from './interview/labels.ts'

export type Corrections = ReadonlyMap<number, Correction>

const correctionOf = (block: Block, corrections: Corrections) =>
  block.lines.map((line) => corrections.get(line)).find((found) => found !== undefined)

/** What a line is said to be, as the markup of a page would say it. */
export function correctHints(blocks: readonly Block[], corrections: Corrections): readonly Block[] {
  if (corrections.size === 0) return blocks
  return blocks.map((block): Block => {
    const as = correctionOf(block, corrections)?.as
    if (as === undefined || as === 'left out') return block
    const { hint: _, outside: __, ...plain } = block
    if (as === 'subhead') return { ...plain, form: 'heading', level: 2 }
    if (as === 'question' || as === 'answer') return plain
    const { level: ___, ...text } = plain
    return { ...text, form: block.form === 'heading' ? 'text' : block.form, hint: as }
  })
}

/** @param why for each block why it is left out. */
export function correctWhy(
  blocks: readonly Block[],
  why: readonly (string | undefined)[],
  corrections: Corrections,
): readonly (string | undefined)[] {
  if (corrections.size === 0) return why
  return blocks.map((block, at) => {
    const correction = correctionOf(block, corrections)
    if (!correction) return why[at]
    return correction.as === 'left out' ? 'you left it out' : undefined
  })
}

/** Turns that were said to begin, or not to. */
export function correctCues(
  blocks: readonly Block[],
  style: Style | undefined,
  corrections: Corrections,
): Style | undefined {
  const cues = new Map((style?.cues ?? []).map((cue) => [cue.block, cue]))
  let changed = false
  for (const [at, block] of blocks.entries()) {
    const correction = correctionOf(block, corrections)
    if (!correction) continue
    changed = true
    const spoken = correction.as === 'question' || correction.as === 'answer'
    if (!spoken || correction.speaker === undefined) cues.delete(at)
    else cues.set(at, cueFor(block, at, correction, cues))
  }
  if (!changed) return style
  if (cues.size === 0) return undefined
  return {
    way: style?.way ?? 'names',
    cues: [...cues.values()].sort((a, b) => a.block - b.block),
  }
}

function cueFor(
  block: Block,
  at: number,
  { as, speaker = '' }: Correction,
  cues: ReadonlyMap<number, Cue>,
): Cue {
  const label = labelsOf(block.text, block.markdown).find(({ kind }) => kind === 'colon')
  const same = [...cues.values()].find(
    (cue) => cue.label?.name === speaker || cue.voice === speaker,
  )
  const role = as === 'question' ? ('interviewer' as const) : ('guest' as const)
  const voice = same?.voice ?? speaker
  return { block: at, voice, role, ...(label && label.name === speaker ? { label } : {}) }
}
