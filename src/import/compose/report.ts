// `import.md`: what was taken as what, what was put right, and every line that was left out, with its words, so
// that nothing is lost without being named.

import type { Repair, Taken } from '../block.ts'
import type { ImportedInterview } from '../interview/interview.ts'
import type { ImportedArticle, Verdict } from '../piece.ts'

export interface ReportedSource {
  readonly name: string
  readonly verdicts: readonly Verdict[]
  readonly repairs: readonly Repair[]
}

export interface ReportContent {
  readonly date: string
  readonly sources: readonly ReportedSource[]
  /** One line for each file that was made: what is in it. */
  readonly made: readonly string[]
  /** What an editor should look at. */
  readonly look: readonly string[]
}

const MAX_SHOWN = 72
/** Their words stand in a file whole; of all others the report is the only place that may have them. */
const IN_A_FILE: ReadonlySet<Taken> = new Set<Taken>([
  'standfirst',
  'body',
  'subhead',
  'interview title',
  'intro',
  'question',
  'answer',
  'note',
  // Under "Left out" they are whole.
  'left out',
])

export function reportOf({ date, sources, made, look }: ReportContent): string {
  const many = sources.length > 1
  const parts = [
    `# Imported from ${sources.map(({ name }) => code(name)).join(' and ')}`,
    `On ${date}. This file is for you: no letter is made from it.`,
    made.map((line) => `- ${line}`).join('\n'),
    section(
      'Look at this',
      look.map((line) => `- ${line}`),
    ),
    ...sources.map((source) =>
      section(titled('Put right', source, many), source.repairs.map(repairLine)),
    ),
    ...sources.map((source) => section(titled('Left out', source, many), leftOut(source.verdicts))),
    ...sources.map((source) =>
      section(titled('Every line', source, many), everyLine(source.verdicts)),
    ),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const titled = (title: string, { name }: ReportedSource, many: boolean) =>
  many ? `${title}: ${code(name)}` : title

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`

const code = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  const fence = '`'.repeat(
    (Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length)) || 0) + 1,
  )
  const edge = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${edge}${line}${edge}${fence}`
}

function repairLine({ line, before, after, why }: Repair): string {
  const change =
    after === ''
      ? `${code(before)} taken out`
      : before === after
        ? code(before)
        : `${code(before)} became ${code(after)}`
  return `- Line ${line}: ${change}: ${why}.`
}

/** Whole: these words are nowhere else. Neighbours with one reason stand under it together. */
function leftOut(verdicts: readonly Verdict[]): string[] {
  const lines: string[] = []
  let reason: string | undefined
  let last = -1
  for (const { line, text, taken, why = 'no reason is known' } of verdicts) {
    if (taken !== 'left out' || text.trim() === '') continue
    if (why !== reason || line > last + 3) lines.push(`- ${capital(why)}:`)
    lines.push(`  - Line ${line}: ${code(text)}`)
    reason = why
    last = line
  }
  return lines
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Cut between characters, not within one. */
function beginning(text: string): string {
  if (text.length <= MAX_SHOWN) return text
  return `${[...text.slice(0, MAX_SHOWN * 2)].slice(0, MAX_SHOWN).join('')}…`
}

function everyLine(verdicts: readonly Verdict[]): string[] {
  const rows = verdicts
    .filter(({ taken }) => taken !== 'blank')
    .map(({ line, text, taken, joined, speaker, why }) => {
      const as = [
        taken,
        speaker && `of ${speaker}`,
        joined !== undefined && `joined to line ${joined}`,
        why && taken !== 'left out' && why,
      ].filter(Boolean)
      const shown = IN_A_FILE.has(taken) ? beginning(text.trim()) : text.trim()
      return `| ${line} | ${cell(as.join(', '))} | ${cell(shown)} |`
    })
  return rows.length === 0
    ? []
    : ['| line | taken as | it begins |', '| ---: | --- | --- |', ...rows]
}

const cell = (text: string) => text.replace(/[\\|<[\]*_`]/g, '\\$&')

const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

export const describeArticle = (name: string, { body }: ImportedArticle): string =>
  `${name}: an article of ${plural(body.filter(({ form }) => form === 'text').length, 'paragraph')}`

export function describeInterview(
  name: string,
  { turns, speakers, way }: ImportedInterview,
): string {
  const questions = turns.filter(({ kind }) => kind === 'question').length
  const cast = speakers
    .map((speaker) => `${speaker.name} (${speaker.role === 'guest' ? 'answers' : 'asks'})`)
    .join(', ')
  return `${name}: an interview of ${plural(questions, 'question')} and ${plural(turns.length - questions, 'answer')}, told apart by ${way}: ${cast}`
}
