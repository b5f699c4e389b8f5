// What the checks find in the letters that pages look at: asked for by a page, made once for each state of the files,
// and remembered as the issue's own state.

import { checkedIssues, markChecked } from '../check/marks.ts'
import type { Checks } from './checks/client.ts'
import type { Letters } from './letters.ts'
import type { FindingsAnswer, IssueState } from './wire.ts'

export interface Findings {
  of(slug: string): Promise<FindingsAnswer>
  /** Issues that were checked, by slug; `further` says more of those that have come further. */
  states(further: ReadonlyMap<string, IssueState>): ReadonlyMap<string, IssueState>
}

export interface FindingsInput {
  readonly root: string
  readonly letters: Letters
  readonly checks: Checks
  readonly now: () => Date
  /** The state of an issue may be another now. */
  readonly onState: () => void
}

export function openFindings({ root, letters, checks, now, onState }: FindingsInput): Findings {
  const known = new Map<
    string,
    { readonly revision: number; readonly answer: Promise<FindingsAnswer> }
  >()

  /** What pages were told of an issue's state. */
  const cleanSo = new Map<string, boolean>()

  async function find(slug: string): Promise<FindingsAnswer> {
    const { good, problems, revision, files } = await letters.letter(slug, 'work')
    const before = known.get(slug)
    if (before?.revision === revision) return before.answer
    const made = good && { project: good.project, issue: good.issue, rendered: good.rendered }
    const pressed = { problems, ...(made ? { made } : {}) }
    const answer = checks.check({ slug, pressed, now: now().getTime() }).then((findings) => {
      if (known.get(slug)?.revision === revision) {
        markChecked(root, slug, findings, files)
        const clean = !findings.some(({ level }) => level === 'error')
        if (cleanSo.get(slug) !== clean) onState()
        cleanSo.set(slug, clean)
      }
      return { findings, revision }
    })
    known.set(slug, { revision, answer })
    answer.catch(() => {
      if (known.get(slug)?.answer === answer) known.delete(slug)
    })
    return answer
  }

  return {
    of: find,
    states: (further) =>
      new Map([
        ...[...checkedIssues(root)].map((slug): [string, IssueState] => [slug, 'checked']),
        ...further,
      ]),
  }
}
