// What the checks found, worst first: what, where, what to do; and the lines around each place.

import { useState } from 'preact/hooks'
import type { ShownFinding } from '../../wire.ts'
import { place } from '../address.ts'
import { findings } from '../findings.ts'
import { plural } from '../words.ts'

const LEVELS = [
  { level: 'error', title: 'Errors', about: 'A letter with these is not sent unless you say so.' },
  { level: 'warning', title: 'Warnings', about: 'Most letters should not leave with these.' },
  { level: 'note', title: 'Notes', about: 'Worth knowing.' },
] as const

export function FindingsView() {
  const { id } = place.value
  const answer = findings.value
  if (!answer) return <p class="waiting">Checking the letter …</p>
  const all = answer.findings
  return (
    <div class="page findings">
      <p>
        {all.length === 0
          ? 'Nothing is wrong with this letter, as far as the checks can tell.'
          : `${summary(all)}.`}{' '}
        <span class="soft">
          The same as <code>pressrun check {id}</code> prints.
        </span>
      </p>
      {LEVELS.map(({ level, title, about }) => {
        const some = all.filter((finding) => finding.level === level)
        return (
          some.length > 0 && (
            <section key={level} aria-label={title}>
              <h2>{title}</h2>
              <p class="soft">{about}</p>
              {some.map((finding) => (
                <FindingText key={keyOf(finding)} finding={finding} />
              ))}
            </section>
          )
        )
      })}
    </div>
  )
}

const keyOf = ({ rule, message, file, line, column }: ShownFinding) =>
  [rule, message, file, line, column].join('\n')

function summary(all: readonly ShownFinding[]): string {
  return (['error', 'warning', 'note'] as const)
    .map((level) => [all.filter((finding) => finding.level === level).length, level] as const)
    .filter(([count]) => count > 0)
    .map(([count, level]) => plural(count, level))
    .join(', ')
}

function FindingText({ finding }: { readonly finding: ShownFinding }) {
  const { rule, level, message, mend, about, file, line, column, around } = finding
  const [open, setOpen] = useState(false)
  const at = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')
  return (
    <article class={`finding is-${level}`}>
      <h3>
        <span class="unseen">{level}: </span>
        {message.charAt(0).toUpperCase() + message.slice(1)}.
      </h3>
      <p>{mend}</p>
      <p class="where">
        {around ? (
          <button type="button" class="place" aria-expanded={open} onClick={() => setOpen(!open)}>
            {at}
          </button>
        ) : (
          at
        )}
        <span class="rule" title={about}>
          {rule}
        </span>
      </p>
      {around && open && (
        <pre class="line around">
          {around.lines.map((text, index) => {
            const number = around.first + index
            return (
              <div key={number} class={number === line ? 'code-line marked' : 'code-line'}>
                <span class="line-number">{number}</span>
                <code dir="auto">{text}</code>
              </div>
            )
          })}
        </pre>
      )}
    </article>
  )
}
