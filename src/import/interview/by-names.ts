// Turns that begin with names or letters: `Ana Ruiz:`, `AR:`, `Q.`, `**Ana**`, a name on a line of its own. A label
// counts over the whole text: by how often it comes, by what stands before, by who else speaks.

import type { Block } from '../block.ts'
import { readHeadLine } from '../judge/bylines.ts'
import { endsAsking, shareAsking } from './asks.ts'
import {
  type Candidate,
  type Cue,
  type Style,
  type StyleHints,
  speakable,
  withAnswers,
  withQuestions,
} from './cues.ts'
import { askedBy } from './evidence.ts'
import { type Label, type LabelKind, labelKey, labelsOf } from './labels.ts'
import { standsFor } from './people.ts'
import { withoutQuoted } from './quoted.ts'

const KINDS: readonly LabelKind[] = ['colon', 'bold', 'equals', 'space', 'dash', 'bare']
/** How many turns a way of writing must have before it counts without other evidence. */
const ENOUGH: Readonly<Record<LabelKind, number>> = {
  colon: 3,
  bold: 4,
  equals: 4,
  space: 4,
  dash: 5,
  bare: 4,
  mark: 4,
}

export function byNames(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  const all = blocks.map((block) => (speakable(block) ? labelsOf(block.text, block.markdown) : []))
  for (const kind of KINDS) {
    const candidates = all.flatMap((labels, block): Candidate[] => {
      const label = labels.find((found) => found.kind === kind)
      return label ? [{ block, label, key: labelKey(label.name) }] : []
    })
    const style = namesOfKind(blocks, candidates, kind, hints)
    if (style) return style
  }
  return undefined
}

/** In so many blocks at the top names are looked for: a voice heard only once counts when it is among them. */
const MENTIONING_BLOCKS = 12
/** More people than this speak in no interview. */
const MOST_NAMES = 120
/** More words before a colon than this are a list of something. */
const MOST_LABELS = 3_000

function namesOfKind(
  blocks: readonly Block[],
  found: readonly Candidate[],
  kind: LabelKind,
  hints: StyleHints,
): Style | undefined {
  const candidates = (kind === 'bare' ? withSpeech(blocks, found) : found).filter(
    ({ block, label }) =>
      !namesAsker(blocks[block]?.text ?? '') && !isHeadline(blocks, block, label),
  )
  const own = new Set(candidates.map(({ block }) => block))
  const before = blocks.slice(0, MENTIONING_BLOCKS).filter((_, at) => !own.has(at))
  const mentions = [hints.title, ...before.map(({ text }) => text)].join('\n')
  const counts = countsOf(candidates)
  if (counts.size > MOST_LABELS) return undefined
  const voices = new Set(counts.keys().filter((key) => (counts.get(key) as number) > 1))
  for (const { key, label } of candidates) if (kind === 'colon' && label.strong) voices.add(key)
  for (const key of loneVoices(candidates, voices, counts, kind, { ...hints, mentions }))
    voices.add(key)
  const spoken = withoutQuoted(
    blocks,
    candidates.filter(({ key }) => voices.has(key)),
    mentions,
  )
  const names = new Set(spoken.map(({ key }) => key))
  if (names.size > MOST_NAMES) return undefined
  if (names.size >= 2) {
    const enough = hints.evidence ? 2 : ENOUGH[kind]
    return spoken.length >= enough ? { way: 'names', cues: spoken.map(toCue) } : undefined
  }
  const least = hints.evidence ? 1 : 2
  if (names.size === 1 && kind === 'colon' && spoken.length >= least)
    return halfNamed(blocks, spoken, hints)
  return undefined
}

/** How often each voice is heard; `Joss:` counts for `Joss Keane:` too where nobody else could be meant. */
function countsOf(candidates: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { key } of candidates) counts.set(key, (counts.get(key) ?? 0) + 1)
  const names = new Map(candidates.map(({ key, label }) => [key, label.name]))
  if (names.size > MOST_NAMES) return counts
  const own = new Map(counts)
  for (const [key, name] of names) {
    const fuller = [...names].filter(([other, full]) => other !== key && standsFor(name, full))
    const [only] = fuller
    if (fuller.length !== 1 || !only) continue
    counts.set(key, (counts.get(key) as number) + (own.get(only[0]) as number))
    counts.set(only[0], (counts.get(only[0]) as number) + (own.get(key) as number))
  }
  return counts
}

/** Voices heard once: a second voice where there is one question and one answer, or a name that was mentioned. */
function loneVoices(
  candidates: readonly Candidate[],
  voices: ReadonlySet<string>,
  counts: ReadonlyMap<string, number>,
  kind: LabelKind,
  hints: StyleHints & { readonly mentions: string },
): string[] {
  if (kind !== 'colon') return []
  const once = candidates.filter(({ key }) => counts.get(key) === 1 && !voices.has(key))
  const first = candidates.find(({ key }) => voices.has(key))?.block ?? 0
  const mentioned = once.filter(({ label }) => isMentioned(label.name, hints.mentions))
  const within = mentioned.filter(({ block }) => voices.size > 0 && block >= first - 1)
  if (voices.size + within.length >= 2) return within.map(({ key }) => key)
  const asking = once.find(({ label }) => endsAsking(label.rest))
  const pair = once.length >= 2 && voices.size === 0 && (hints.evidence || asking !== undefined)
  if (pair || (voices.size === 1 && hints.evidence)) return once.map(({ key }) => key)
  return within.map(({ key }) => key)
}

function isMentioned(name: string, mentions: string): boolean {
  const last = name.split(/[,(（]/)[0]?.trim() ?? ''
  return last.length >= 2 && mentions.toLowerCase().includes(last.toLowerCase())
}

const MAX_HEADLINE_BLOCK = 3
const QUOTED = /^[“"„«「『‘][^“”"„«»「」『』]*[”"“»」』’]$/u

/** `Ana Ruiz : « Une carte est un mensonge »` above a piece is its headline, not its first turn. */
function isHeadline(blocks: readonly Block[], at: number, { kind, rest }: Label): boolean {
  if (kind !== 'colon' || at > MAX_HEADLINE_BLOCK || !QUOTED.test(rest)) return false
  const next = blocks[at + 1]
  return next !== undefined && (namesAsker(next.text) || readHeadLine(next.text) !== undefined)
}

/** `聞き手：佐藤葵`: a line that says who asks, and no turn. */
const namesAsker = (text: string) => text.length <= 60 && askedBy(text) !== undefined

/** A name on a line of its own is a label only where something follows that is none. */
function withSpeech(blocks: readonly Block[], found: readonly Candidate[]): Candidate[] {
  const own = new Set(found.map(({ block }) => block))
  return found.filter(({ block }) => block + 1 < blocks.length && !own.has(block + 1))
}

const toCue = ({ block, key, label }: Candidate): Cue => ({ block, voice: key, label })

/**
 * One voice is named, the other never: what asks before each named turn is a turn of the other, or, where the
 * named one asks, what follows its question.
 */
function halfNamed(
  blocks: readonly Block[],
  named: readonly Candidate[],
  hints: StyleHints,
): Style | undefined {
  const asking = shareAsking(
    named.map(({ label, block }) => label.rest || (blocks[block + 1]?.text ?? '')),
  )
  const cues =
    asking >= 0.5 ? withAnswers(blocks, named.map(toCue)) : withQuestions(blocks, named.map(toCue))
  const others = cues.length - named.length
  const enough = Math.max(1, Math.floor(named.length * (hints.evidence ? 0.4 : 0.6)))
  if (others < enough || cues.length < (hints.evidence ? 2 : 4)) return undefined
  return { way: 'one name', cues }
}
