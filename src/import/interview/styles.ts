// Where the turns of an interview begin and whose they are, in whichever way the source marks them: names before
// a colon, letters, marks, bold or italic questions, headings, or nothing but the alternation of question and
// answer. A voice is a key; who that is comes later (voices.ts).

import type { Block } from '../block.ts'
import { endsAsking } from './asks.ts'
import { byMarks } from './by-marks.ts'
import { byNames } from './by-names.ts'
import {
  ANSWERER,
  ASKER,
  type Cue,
  type Style,
  type StyleHints,
  speakable,
  withAnswers,
} from './cues.ts'

/** @param blocks of which nothing is furniture. */
export function findTurns(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  return (
    byNames(blocks, hints) ??
    byMarks(blocks, hints) ??
    byEmphasis(blocks, hints) ??
    byHeadings(blocks, hints) ??
    byAlternation(blocks, hints)
  )
}

function byEmphasis(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  for (const emphasis of ['strong', 'emphasis'] as const) {
    const set = blocks.flatMap((block, index) =>
      block.emphasis === emphasis && speakable(block) && block.form !== 'item' ? [index] : [],
    )
    const cues = questionRuns(blocks, set, hints)
    if (cues) return { way: 'bold or italic questions', cues }
  }
  return undefined
}

function byHeadings(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  if (!hints.evidence) return undefined
  const headings = blocks.flatMap(({ form, level }, index) =>
    form === 'heading' && (level ?? 1) > 1 ? [index] : [],
  )
  const asking = headings.filter((index) => endsAsking(blocks[index]?.text ?? ''))
  if (asking.length < 3 || asking.length < headings.length * 0.5) return undefined
  const cues = questionRuns(blocks, asking, hints)
  return cues && { way: 'questions as headings', cues }
}

/** Blocks that are set as questions, those next to each other as one; what stands between answers. */
function questionRuns(
  blocks: readonly Block[],
  set: readonly number[],
  hints: StyleHints,
): Cue[] | undefined {
  const own = new Set(set)
  const runs = set.filter((index) => !own.has(index - 1))
  const ends = (start: number) => {
    let end = start
    while (own.has(end + 1)) end++
    return end
  }
  const asking = runs.filter((start) => endsAsking(blocks[ends(start)]?.text ?? ''))
  const share = asking.length / Math.max(runs.length, 1)
  if (asking.length < (hints.evidence ? 2 : 3) || share < (hints.evidence ? 0.4 : 0.6))
    return undefined
  const first = asking[0] as number
  const used = runs.filter((start) => start >= first && ends(start) + 1 < blocks.length)
  return used.flatMap((start) => [
    { block: start, voice: ASKER },
    { block: ends(start) + 1, voice: ANSWERER },
  ])
}

/** Nothing marks the turns: short blocks that ask, each before one that does not. Only where something says so. */
function byAlternation(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  if (!hints.evidence) return undefined
  const asking = blocks.flatMap((block, index) =>
    block.form === 'text' && block.text.length <= 400 && endsAsking(block.text) ? [index] : [],
  )
  const own = new Set(asking)
  const questions = asking.filter((index) => index + 1 < blocks.length && !own.has(index + 1))
  if (questions.length < 3) return undefined
  return {
    way: 'questions and answers in turn',
    cues: withAnswers(
      blocks,
      questions.map((block) => ({ block, voice: ASKER })),
    ),
  }
}
