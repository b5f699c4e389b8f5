// Where turns begin, as data: what every way of finding them hands on; and the other side of a conversation in which
// only one is set off.

import type { Block } from '../block.ts'
import { endsAsking } from './asks.ts'
import type { Label } from './labels.ts'

/** Keys of voices that nobody names. */
export const ASKER = '?'
export const ANSWERER = '!'

export interface Cue {
  /** Index of the block with which the turn begins. */
  readonly block: number
  /** What the voice is counted by. */
  readonly voice: string
  /** The label the source gave, if it gave one. */
  readonly label?: Label
  /** What a person said the voice does. */
  readonly role?: 'interviewer' | 'guest'
}

export interface Style {
  readonly way:
    | 'names'
    | 'one name'
    | 'marks'
    | 'bold or italic questions'
    | 'questions as headings'
    | 'questions and answers in turn'
  readonly cues: readonly Cue[]
}

export interface StyleHints {
  /** Something says that this is an interview, or the person did. */
  readonly evidence: boolean
  /** Of the page. */
  readonly title: string
}

/** A line that could begin a turn. */
export interface Candidate {
  readonly block: number
  readonly label: Label
  readonly key: string
}

/** A list item can be a turn (`- Why?`), a table or code cannot. */
export const speakable = ({ form, outside }: Block) =>
  outside === undefined && (form === 'text' || form === 'item' || form === 'heading')

/** After each question the next block is the answer, unless it is a question's cue again. */
export function withAnswers(blocks: readonly Block[], questions: readonly Cue[]): Cue[] {
  const own = new Set(questions.map(({ block }) => block))
  const cues: Cue[] = []
  for (const cue of questions) {
    cues.push(cue)
    // A label alone on its line: the question is what follows.
    const from = cue.label?.rest === '' ? cue.block + 2 : cue.block + 1
    if (from < blocks.length && !own.has(from)) cues.push({ block: from, voice: ANSWERER })
  }
  return cues
}

/** Before each answer, the block that asks. */
export function withQuestions(blocks: readonly Block[], answers: readonly Cue[]): Cue[] {
  const own = new Set(answers.map(({ block }) => block))
  const cues: Cue[] = []
  for (const [index, cue] of answers.entries()) {
    const before = blocks[cue.block - 1]
    const previous = answers[index - 1]?.block ?? -1
    if (
      before &&
      !own.has(cue.block - 1) &&
      cue.block - 1 > previous &&
      before.form !== 'heading'
    ) {
      if (endsAsking(before.text) || (index > 0 && before.text.length < 200))
        cues.push({ block: cue.block - 1, voice: ASKER })
    }
    cues.push(cue)
  }
  return cues
}
