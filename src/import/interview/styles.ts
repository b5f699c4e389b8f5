// Where the turns of an interview begin and whose they are, in whichever way the source marks them: names before
// a colon, letters, marks, bold or italic questions, headings, or nothing but the alternation of question and
// answer. A voice is a key; who that is comes later (voices.ts).

import type { Block } from '../block.ts'
import { readHeadLine } from '../judge/bylines.ts'
import { endsAsking, shareAsking } from './asks.ts'
import { askedBy } from './evidence.ts'
import { type Label, type LabelKind, labelKey, labelsOf } from './labels.ts'
import { standsFor } from './people.ts'
import { withoutQuoted } from './quoted.ts'

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

interface Candidate {
  readonly block: number
  readonly label: Label
  readonly key: string
}

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

function byNames(blocks: readonly Block[], hints: StyleHints): Style | undefined {
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

/** A list item can be a turn (`- Why?`), a table or code cannot. */
const speakable = ({ form, outside }: Block) =>
  outside === undefined && (form === 'text' || form === 'item' || form === 'heading')

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
function withQuestions(blocks: readonly Block[], answers: readonly Cue[]): Cue[] {
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

/** Marks at the start of a line: two that take turns, one for questions, one for answers, or one for both. */
function byMarks(blocks: readonly Block[], hints: StyleHints): Style | undefined {
  const marked = blocks.flatMap((block, index): Candidate[] => {
    if (!speakable(block)) return []
    const label: Label | undefined =
      block.form === 'item'
        ? { kind: 'mark', name: '-', strong: false, rest: block.text }
        : labelsOf(block.text, block.markdown).find(({ kind }) => kind === 'mark')
    return label ? [{ block: index, label, key: normalMark(label.name) }] : []
  })
  const groups = [...Map.groupBy(marked, ({ key }) => key)].filter(([, group]) => group.length >= 2)
  const asking = groups.filter(
    ([, group]) => shareAsking(texts(group)) >= 0.5 || answersQuoted(blocks, group),
  )
  const telling = groups.filter(([, group]) => shareAsking(texts(group)) < 0.3)
  const [question] = asking.sort((a, b) => b[1].length - a[1].length)
  if (question) {
    const answer = telling.find(([, group]) => group.length >= question[1].length * 0.5)
    if (answer) {
      const cues = [...question[1].map(as(ASKER)), ...answer[1].map(as(ANSWERER))]
      return { way: 'marks', cues: cues.sort((a, b) => a.block - b.block) }
    }
    const shared = bothMarked(blocks, question[1])
    if (shared) return { way: 'marks', cues: shared }
    const cues = withAnswers(blocks, question[1].map(as(ASKER)))
    const least = hints.evidence ? 4 : 6
    return cues.length >= least && answered(cues)
      ? { way: 'marks', cues: withNames(blocks, cues) }
      : undefined
  }
  const [mixed] = groups.filter(([, group]) => group.length >= 4)
  const shared = mixed ? bothMarked(blocks, mixed[1]) : undefined
  if (shared) return { way: 'marks', cues: shared }
  for (const [, group] of telling) {
    const cues = withQuestions(blocks, group.map(as(ANSWERER)))
    const asked = cues.filter(({ voice }) => voice === ASKER).length
    if (asked >= Math.max(2, group.length * 0.6)) return { way: 'marks', cues }
  }
  return undefined
}

/** Unmarked lines in quotation marks after marked ones without: the marked ones ask, however they end. */
function answersQuoted(blocks: readonly Block[], group: readonly Candidate[]): boolean {
  const quoted = group.filter(
    ({ block, label }) =>
      /^[“"„«「]/u.test(blocks[block + 1]?.text ?? '') && !/^[“"„«「]/u.test(label.rest),
  )
  return group.length >= 2 && quoted.length >= group.length * 0.8
}

/** Answers that no mark sets off may still begin with a name: `大路　三本脚の椅子です。` */
function withNames(blocks: readonly Block[], cues: readonly Cue[]): readonly Cue[] {
  const found = new Map<Cue, Label>()
  for (const cue of cues) {
    if (cue.voice !== ANSWERER || cue.label) continue
    const block = blocks[cue.block] as Block
    const label = labelsOf(block.text, block.markdown).find(
      ({ kind, rest }) => (kind === 'space' || kind === 'colon') && rest !== '',
    )
    if (label) found.set(cue, label)
  }
  const answers = cues.filter(({ voice }) => voice === ANSWERER).length
  const [name, ...others] = new Set([...found.values()].map((label) => labelKey(label.name)))
  if (name === undefined || others.length > 0 || found.size < Math.max(2, answers * 0.6))
    return cues
  return cues.map((cue) => {
    const label = found.get(cue)
    return label ? { ...cue, label } : cue
  })
}

const as =
  (voice: string) =>
  ({ block, label }: Candidate): Cue => ({ block, voice, label })
const texts = (group: readonly Candidate[]) => group.map(({ label }) => label.rest)
const normalMark = (mark: string) => mark.replace(/^[—–―─]+$|^--$/, '—').replace(/^[►▸]$/, '▶')
const answered = (cues: readonly Cue[]) =>
  cues.filter(({ voice }) => voice === ANSWERER).length >= cues.length * 0.4

/** One mark for both voices, as in a Spanish dialogue: who asks and who answers take turns. */
function bothMarked(blocks: readonly Block[], group: readonly Candidate[]): Cue[] | undefined {
  const next = group.filter(({ block }, index) => group[index + 1]?.block === block + 1).length
  const flags = group.map(({ label }) => endsAsking(label.rest))
  const changes = flags.filter((flag, index) => index > 0 && flag !== flags[index - 1]).length
  if (group.length < 4 || changes < (group.length - 1) * 0.7) return undefined
  if (next < group.length * 0.3 && blocks[group[0]?.block ?? 0]?.form === 'item') return undefined
  return group.map(({ block, label }, index) => ({
    block,
    voice: flags[index] ? ASKER : ANSWERER,
    label,
  }))
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
