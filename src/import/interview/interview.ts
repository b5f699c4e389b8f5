// The interview of a source as data: title, introduction, speakers with their roles, turns as paragraphs without
// their labels, and the note after them.

import type { Block, Metadata, Taken } from '../block.ts'
import { readHeadLine } from '../judge/bylines.ts'
import { type Head, readHead } from '../judge/head.ts'
import { cutStart, withoutEmphasis } from '../text/cut.ts'
import type { Style } from './cues.ts'
import { askedBy, isInterviewHeading } from './evidence.ts'
import type { InterviewPart, RawTurn } from './part.ts'
import { castOf, type Speaker } from './voices.ts'

export interface ImportedTurn {
  /** Index in `speakers`. */
  readonly speaker: number
  readonly kind: 'question' | 'answer'
  readonly blocks: readonly Block[]
  /** Lines of the source that the turn stands on, its label's included. */
  readonly lines: readonly number[]
}

export interface ImportedInterview {
  readonly way: Style['way']
  readonly title?: string
  readonly kicker?: string
  readonly intro: readonly Block[]
  readonly speakers: readonly Speaker[]
  readonly turns: readonly ImportedTurn[]
  /** What follows the last turn: how the interview was made, who the guest is. */
  readonly closing: readonly Block[]
  /** Who wrote it, when, where: only where the source is an interview and nothing else. */
  readonly head?: Head
  readonly remarks: readonly string[]
}

export interface BuiltInterview {
  readonly interview: ImportedInterview
  readonly taken: ReadonlyMap<Block, { readonly taken: Taken; readonly why?: string }>
}

/**
 * @param alone the source holds no article: what stands above is the interview's own head.
 * @param byline who wrote the article beside it: who asked, where nobody else is named.
 */
export function buildInterview(
  part: InterviewPart,
  {
    alone,
    lang,
    metadata,
    byline: written,
  }: { alone: boolean; lang: string; metadata: Metadata; byline?: string },
): BuiltInterview {
  const taken = new Map<Block, { taken: Taken; why?: string }>()
  const above = alone ? headAlone(part, metadata, taken) : headBelow(part, taken)
  const byline = above.head?.byline ?? (alone ? metadata.byline : written)
  const cast = castOf(part, {
    lang,
    ...(byline ? { byline } : {}),
    ...(metadata.title && alone ? { title: metadata.title } : {}),
  })
  for (const block of above.intro) taken.set(block, { taken: 'intro' })
  for (const block of part.closing) taken.set(block, { taken: 'note' })
  const turns = part.turns.flatMap((turn): ImportedTurn[] => {
    const speaker = cast.speakerOf.get(turn.voice) ?? 0
    const kind = cast.speakers[speaker]?.role === 'interviewer' ? 'question' : 'answer'
    for (const block of turn.blocks) taken.set(block, { taken: kind })
    const blocks = spokenBlocks(turn, kind)
    const lines = turn.blocks.flatMap((block) => block.lines)
    return blocks.length > 0 ? [{ speaker, kind, blocks, lines }] : []
  })
  return {
    interview: {
      way: part.way,
      ...above.fields,
      intro: above.intro,
      speakers: cast.speakers,
      turns: merged(turns),
      closing: part.closing,
      ...(above.head ? { head: above.head } : {}),
      remarks: cast.remarks,
    },
    taken,
  }
}

interface Above {
  readonly fields: { readonly title?: string; readonly kicker?: string }
  readonly intro: readonly Block[]
  readonly head?: Head
}

/** The whole head of a piece: headline, byline, day, standfirst. */
function headAlone(part: InterviewPart, metadata: Metadata, taken: BuiltTaken): Above {
  const read = readHead([...part.headings, ...part.intro], metadata)
  for (const [block, verdict] of read.taken) taken.set(block, verdict)
  const { title, kicker } = read.head
  const rest = read.body.filter((block) => !isAskedBy(block, taken))
  const bare = rest.find(
    (block) =>
      block.form !== 'image' &&
      isInterviewHeading(block.text) &&
      block.text.length < 60 &&
      !/[.。]$/.test(block.text),
  )
  if (bare) taken.set(bare, { taken: 'interview heading' })
  return {
    fields: { ...(title ? { title } : {}), ...(kicker ? { kicker } : {}) },
    intro: rest.filter((block) => block !== bare),
    head: read.head,
  }
}

type BuiltTaken = Map<Block, { taken: Taken; why?: string }>

/** Headings between an article and the first turn. */
function headBelow(part: InterviewPart, taken: BuiltTaken): Above {
  const headings = part.headings.filter((block) => !isAskedBy(block, taken))
  const own = headings.filter(({ text }) => !isInterviewHeading(text))
  const named = headings.filter(({ text }) => isInterviewHeading(text))
  const [title = named.find(({ text }) => text.length > 24)] = own
  const kicker = named.find((block) => block !== title && block.text.length <= 32)
  for (const block of headings) {
    taken.set(block, { taken: block === title ? 'interview title' : 'interview heading' })
  }
  const left = own.filter((block) => block !== title)
  const intro = part.intro.filter((block) => {
    if (isAskedBy(block, taken)) return false
    const head = readHeadLine(block.text)
    if (!head) return true
    taken.set(block, {
      taken: 'left out',
      why: 'byline or time of the interview: its file has no place for it',
    })
    return false
  })
  for (const block of left) taken.set(block, { taken: 'intro' })
  return {
    fields: {
      ...(title ? { title: title.text } : {}),
      ...(kicker ? { kicker: kicker.text } : {}),
    },
    intro: [...left, ...intro],
  }
}

/** `聞き手：佐藤葵`, `Interviewer: Ana Ruiz`: it names who asks, and that is all it says. */
function isAskedBy(block: Block, taken: BuiltTaken): boolean {
  if (block.text.length > 60 || askedBy(block.text) === undefined || isInterviewHeading(block.text))
    return false
  taken.set(block, { taken: 'interview heading', why: 'it names who asks' })
  return true
}

/** The blocks of a turn without its label; questions that were set in bold or italics are set plain. */
function spokenBlocks({ label, blocks }: RawTurn, kind: 'question' | 'answer'): readonly Block[] {
  const [first, ...rest] = blocks as [Block, ...Block[]]
  const opening = label
    ? cutStart(first, label.rest)
    : first.form === 'heading' || first.form === 'item'
      ? cutStart(first, first.text)
      : first
  const spoken = [...(opening.text === '' && opening.form === 'text' ? [] : [opening]), ...rest]
  const paragraphs = spoken.map((block) =>
    block.form === 'heading' && kind === 'question' ? cutStart(block, block.text) : block,
  )
  const whole = paragraphs.every(({ emphasis, form }) => emphasis !== undefined && form === 'text')
  return whole ? paragraphs.map(withoutEmphasis) : paragraphs
}

/** Turns of one speaker that follow each other are one. */
function merged(turns: readonly ImportedTurn[]): readonly ImportedTurn[] {
  const result: ImportedTurn[] = []
  for (const turn of turns) {
    const last = result.at(-1)
    if (last && last.speaker === turn.speaker) {
      result[result.length - 1] = {
        ...last,
        blocks: [...last.blocks, ...turn.blocks],
        lines: [...last.lines, ...turn.lines],
      }
    } else result.push(turn)
  }
  return result
}
