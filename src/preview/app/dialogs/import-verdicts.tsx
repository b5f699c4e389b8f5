// Every line of an imported text, with what it was taken as, and what else it could be.

import type { ImportRequest, ImportView } from '../../wire.ts'

type Correction = ImportRequest['corrections'][number]
type Line = ImportView['lines'][number]

/** More lines than this are more than anybody corrects. */
const MOST_LINES = 1_500

interface Choice {
  readonly name: string
  readonly as: Correction['as']
  readonly speaker?: string
}

const KINDS: readonly Choice[] = [
  { name: 'text', as: 'body' },
  { name: 'headline', as: 'headline' },
  { name: 'kicker', as: 'kicker' },
  { name: 'standfirst', as: 'standfirst' },
  { name: 'byline', as: 'byline' },
  { name: 'day', as: 'published' },
  { name: 'subhead', as: 'subhead' },
  { name: 'caption', as: 'caption' },
  { name: 'note', as: 'note' },
  { name: 'goes on', as: 'answer' },
  { name: 'left out', as: 'left out' },
]

export function Verdicts({
  view,
  onCorrect,
}: {
  readonly view: ImportView
  readonly onCorrect: (correction: Correction) => void
}) {
  const speakers = view.interview?.speakers ?? [
    { name: 'Interviewer', role: 'interviewer' as const },
    { name: 'Guest', role: 'guest' as const },
  ]
  const choices: Choice[] = [
    ...KINDS,
    ...speakers.map(({ name, role }) => ({
      name: `${name} ${role === 'guest' ? 'answers' : 'asks'}`,
      as: role === 'guest' ? ('answer' as const) : ('question' as const),
      speaker: name,
    })),
  ]
  const lines = view.lines.filter(({ taken, text }) => taken !== 'blank' && text.trim() !== '')
  return (
    <section class="verdicts" aria-label="Lines">
      <h3>Every line</h3>
      <ol>
        {lines.slice(0, MOST_LINES).map((line) => (
          <Row key={line.line} line={line} choices={choices} onCorrect={onCorrect} />
        ))}
      </ol>
      {lines.length > MOST_LINES && (
        <p class="soft">… and {lines.length - MOST_LINES} more lines, which import.md lists.</p>
      )}
    </section>
  )
}

const wordsFor = ({ taken, speaker, joined, why }: Line): string =>
  [
    speaker === undefined ? taken : `${speaker} ${taken === 'question' ? 'asks' : 'answers'}`,
    joined === undefined ? undefined : `joined to line ${joined}`,
    why,
  ]
    .filter((words) => words !== undefined)
    .join(', ')

function Row({
  line,
  choices,
  onCorrect,
}: {
  readonly line: Line
  readonly choices: readonly Choice[]
  readonly onCorrect: (correction: Correction) => void
}) {
  const out = line.taken === 'left out'
  return (
    <li class={out ? 'verdict out' : 'verdict'}>
      <span class="number">{line.line}</span>
      <span class="said" dir="auto">
        {line.text}
      </span>
      <select
        aria-label={`Line ${line.line} is`}
        value=""
        onChange={(event) => {
          const choice = choices[Number(event.currentTarget.value)]
          // What the line is now comes back with the answer.
          event.currentTarget.value = ''
          if (!choice) return
          const { as, speaker } = choice
          onCorrect({ line: line.line, as, ...(speaker === undefined ? {} : { speaker }) })
        }}
      >
        <option value="">{wordsFor(line)}</option>
        {choices.map(({ name }, index) => (
          <option key={name} value={index}>
            {name}
          </option>
        ))}
      </select>
    </li>
  )
}
