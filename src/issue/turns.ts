// Where the turns of an interview begin. A turn begins with its speaker: `Name:` or `**Name:**` at the start of
// a paragraph. Not every colon is one: a name counts when it is known, when it recurs, or when it is set apart.

import { outsideFences } from './fences.ts'
import { isDefinition } from './footnotes.ts'
import {
  isPhrase,
  isRemark,
  isShortOf,
  type KnownSpeaker,
  readTurnStart,
  type TurnStart,
} from './speaker-names.ts'

/** Some lines of the text that was split, and footnotes that they refer to. */
export interface Stretch {
  /** Markdown. */
  readonly text: string
  /** Of each line of `text`: which line it was in the text that was split, 0-based. */
  readonly lines: readonly number[]
}

export interface Passage extends Stretch {
  /** `text` comes without the name. */
  readonly speaker: string
  /** Line on which the turn begins, 0-based. */
  readonly line: number
}

export interface SplitInterview {
  /** What stands before the first turn. */
  readonly intro: Stretch
  readonly turns: readonly Passage[]
}

interface Candidate extends TurnStart {
  readonly line: number
  /** At the start of a paragraph. */
  readonly opens: boolean
}

export function splitTurns(markdown: string, known: readonly KnownSpeaker[]): SplitInterview {
  const { lines, notes } = withoutFootnotes(markdown.split('\n'), known)
  const candidates = findCandidates(lines, known)
  const speakers = findSpeakers(candidates, known)
  const starts = candidates.flatMap(({ name, rest, line, opens }) => {
    const speaker = speakers.get(keyOf(name))
    return speaker && (opens || speaker.anywhere) ? [{ speaker: speaker.name, rest, line }] : []
  })
  const stretch = (from: number, to: number, first?: string): Stretch => {
    const own = Array.from({ length: to - from }, (_, index) => from + index)
    const text = own.map((line) => (line === from && first !== undefined ? first : lines[line]))
    if (!text.some((words) => words?.includes('[^')) || notes.length === 0)
      return { text: text.join('\n'), lines: own }
    const ends = [to - 1, ...notes.map(({ line }) => line)]
    return {
      text: [...text, '', ...notes.map((note) => note.text)].join('\n'),
      lines: [...own, ...ends],
    }
  }
  const until = (index: number) => starts[index]?.line ?? lines.length
  return {
    intro: stretch(0, until(0)),
    turns: starts.map(({ speaker, rest, line }, index) => ({
      speaker,
      line,
      ...stretch(line, until(index + 1), rest),
    })),
  }
}

const keyOf = (name: string) => name.toLowerCase()

function findCandidates(lines: readonly string[], known: readonly KnownSpeaker[]): Candidate[] {
  const candidates: Candidate[] = []
  for (const [line, text] of outsideFences(lines)) {
    const start = readTurnStart(text, known)
    const before = lines[line - 1]?.trim() ?? ''
    const opens = before === '' || before.startsWith('#')
    if (start) candidates.push({ ...start, line, opens })
  }
  return candidates
}

interface Speaker {
  readonly name: string
  /** Begins a turn on any line, not only where a paragraph begins. */
  readonly anywhere: boolean
}

/** Speakers by the key of each name that they go by. */
function findSpeakers(
  candidates: readonly Candidate[],
  known: readonly KnownSpeaker[],
): Map<string, Speaker> {
  const speakers = new Map<string, Speaker>(
    known.map(({ name }) => [keyOf(name), { name, anywhere: true }]),
  )
  const times = new Map<string, number>()
  for (const { name } of candidates) times.set(keyOf(name), (times.get(keyOf(name)) ?? 0) + 1)
  const add = ({ name }: Candidate, anywhere: boolean) => {
    if (!speakers.has(keyOf(name))) speakers.set(keyOf(name), { name, anywhere })
  }
  const possible = candidates.filter(({ name }) => !isRemark(name))
  // Where speakers are set in bold, what is not set so is no speaker, however often it comes.
  const style = possible.filter(({ marked, name }) => marked && times.get(keyOf(name)) !== 1)
  const inBold = new Set(style.map(({ name }) => keyOf(name))).size > 1
  // Where the speakers are known, others recur like them only across their turns: within one they are quoted.
  const allKnown = new Set(known.map(({ name }) => name)).size > 1
  for (const candidate of possible) {
    const { name, marked, opens } = candidate
    if (speakers.has(keyOf(name))) continue
    const recurs = (times.get(keyOf(name)) as number) > (isPhrase(name) ? 2 : 1)
    if (recurs && (marked || !inBold)) {
      if (!allKnown || isAcrossTurns(name, candidates)) add(candidate, true)
    } else if (marked && opens && !allKnown && !isPhrase(name)) add(candidate, false)
  }
  if (speakers.size < 2) {
    // One question and one answer: nobody recurs, so that whoever stands before a colon is taken.
    for (const candidate of possible) if (!isPhrase(candidate.name)) add(candidate, true)
  }
  return joinNames(speakers, possible, known)
}

/** Somebody who is known speaks between two of the places where `name` stands. */
function isAcrossTurns(name: string, candidates: readonly Candidate[]): boolean {
  const own = candidates.flatMap((other, index) =>
    keyOf(other.name) === keyOf(name) ? [index] : [],
  )
  const [first = 0] = own
  return candidates.slice(first, own.at(-1)).some(({ known }) => known)
}

/** One person under one name: who is introduced in full may be called by a part of the name after that. */
function joinNames(
  speakers: Map<string, Speaker>,
  candidates: readonly Candidate[],
  known: readonly KnownSpeaker[],
): Map<string, Speaker> {
  const said = new Set(known.map(({ name }) => keyOf(name)))
  for (const [key, short] of [...speakers]) {
    const longer = new Map(
      candidates
        .filter(({ name }) => !isPhrase(name) && isShortOf(short.name, name))
        .map(({ name }) => [keyOf(name), name]),
    )
    const [full] = longer
    if (longer.size !== 1 || !full || said.has(full[0])) continue
    const speaker = { name: said.has(key) ? short.name : full[1], anywhere: true }
    speakers.set(key, speaker)
    speakers.set(full[0], speaker)
  }
  return speakers
}

interface Note {
  readonly text: string
  readonly line: number
}

/** Footnotes stand where the author likes; each turn that refers to one needs it. */
function withoutFootnotes(
  lines: readonly string[],
  known: readonly KnownSpeaker[],
): { lines: string[]; notes: Note[] } {
  const notes: Note[] = []
  const kept = [...lines]
  const outside = new Set([...outsideFences(lines)].map(([index]) => index))
  let inside = false
  for (const [line, text] of lines.entries()) {
    const indented = /^\s/.test(text) || text.trim() === ''
    if (outside.has(line) && isDefinition(text)) inside = true
    else if (inside && !indented) {
      const start = readTurnStart(text, known)
      if (notes.at(-1)?.text.trim() === '' || start?.marked) inside = false
    }
    if (!inside) continue
    notes.push({ text, line })
    kept[line] = ''
  }
  return { lines: kept, notes }
}
