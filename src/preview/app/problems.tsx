// What is wrong, as helpful paragraphs: what, where with the line, what to do. The same as the command prints.

import type { ShownProblem } from '../wire.ts'
import { clock, plural } from './words.ts'

interface ProblemsProps {
  readonly problems: readonly ShownProblem[]
  /** When the letter behind was made; empty where there is none. */
  readonly made: string
}

const MOST = 12

export function Problems({ problems, made }: ProblemsProps) {
  if (problems.length === 0) return null
  return (
    <section class="problems" aria-label="Problems">
      {problems.slice(0, MOST).map((problem, index) => (
        <ProblemText key={index} problem={problem} />
      ))}
      {problems.length > MOST && <p>And {plural(problems.length - MOST, 'more')}.</p>}
      {made !== '' && (
        <p class="soft">Behind this is the last letter that could be made, from {clock(made)}.</p>
      )}
    </section>
  )
}

export function ProblemText({ problem }: { readonly problem: ShownProblem }) {
  const { file, line, column, text, message, mend } = problem
  return (
    <article class="problem">
      <h2>{message.charAt(0).toUpperCase() + message.slice(1)}.</h2>
      {file !== undefined && (
        <p class="where">
          {file}
          {line !== undefined && `:${line}`}
          {line !== undefined && column !== undefined && `:${column}`}
        </p>
      )}
      {text !== undefined && text.trim() !== '' && (
        <pre class="line">
          <span class="line-number">{line}</span>
          {text}
        </pre>
      )}
      {mend && <p>{mend}</p>}
    </article>
  )
}
