// Turns that begin with marks: `▲` and `—`, bullets, dashes: two that take turns, one for questions, one for answers.

import type { Block } from '../block.ts'
import { endsAsking, shareAsking } from './asks.ts'
import {
  ANSWERER,
  ASKER,
  type Candidate,
  type Cue,
  type Style,
  type StyleHints,
  speakable,
  withAnswers,
  withQuestions,
} from './cues.ts'
import { type Label, labelKey, labelsOf } from './labels.ts'

/** Marks at the start of a line: two that take turns, one for questions, one for answers, or one for both. */
export function byMarks(blocks: readonly Block[], hints: StyleHints): Style | undefined {
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
