// The checks: a letter to findings. One engine for the command, the studio, CI and what comes before a send.
// Reads the project's files and nothing else; clock, network and programs are passed in.

import { type Keyring, PREVIEW_KEYS } from '../audience/links.ts'
import type { Issue } from '../issue/issue.ts'
import { PressrunError, type Problem } from '../problem.ts'
import type { RuleId } from '../project/check-names.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import type { Layout, RenderOptions } from '../render/render.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import { byWeight, type Finding, type Level } from './finding.ts'
import { Letter } from './letter.ts'
import type { LinkProber } from './links/probe.ts'
import type { ListFigures } from './readers.ts'
import { RULES } from './registry.ts'
import type { Report, Rule } from './rule.ts'
import type { SpamScorer } from './spam/scorer.ts'
import { type Spelling, spelling } from './words/spelling.ts'

export type { Finding, Level } from './finding.ts'

export interface CheckInput {
  readonly project: Project
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly files: Files
  /** ms since the epoch. */
  readonly now: number
  /** What readers' links are made with; those of a preview where nothing is said. */
  readonly keys?: Keyring
  /** What `render` was given, and the layout that it made on the way: so that finding places is quick. */
  readonly kept?: RenderOptions
  readonly layout?: Layout
  /** Rules to run, and no others; all that are on where nothing is said. */
  readonly only?: readonly RuleId[]
  /** What the list came to (`figuresOf`): for the widest reader and columns. */
  readonly list?: ListFigures
  /** Kept from one check to the next, opens each dictionary once. */
  readonly spelling?: Spelling
  /** Asks links whether they work. */
  readonly prober?: LinkProber
  /** Asks a spam filter. */
  readonly scorer?: SpamScorer
}

/** @returns what is wrong or worth a look, worst first. */
export async function check(input: CheckInput): Promise<readonly Finding[]> {
  const { project, issue, only, keys = PREVIEW_KEYS } = input
  const letter = new Letter({
    project,
    issue,
    rendered: input.rendered,
    files: input.files,
    keys,
    now: input.now,
    kept: input.kept,
    layout: input.layout,
    list: input.list,
    spelling: input.spelling ?? spelling(project.root),
    prober: input.prober,
    scorer: input.scorer,
  })
  const found = await Promise.all(
    RULES.map(async (rule) => {
      const base = levelOf(rule, project, only)
      return base === 'off' ? [] : findingsOf(rule, base, letter)
    }),
  )
  return found.flat().sort(byWeight)
}

/** What reading or rendering an issue refused, as findings. */
export function findingsFrom(problems: readonly Problem[], file: string): readonly Finding[] {
  return problems.map((problem) => ({
    rule: 'build',
    level: 'error',
    message: problem.message,
    mend: problem.mend ?? 'Correct it.',
    file: problem.file ?? file,
    line: problem.line,
    column: problem.column,
  }))
}

/** What newsletter.yaml says comes first, and naming a rule switches it on. */
export function levelOf(
  rule: Rule,
  { checks }: Project,
  only: readonly RuleId[] | undefined,
): Level | 'off' {
  if (only && !only.includes(rule.id)) return 'off'
  const level = checks.levels[rule.id] ?? rule.level
  if (level !== 'off' || !only) return level
  return rule.level === 'off' ? 'note' : rule.level
}

async function findingsOf(rule: Rule, base: Level, letter: Letter): Promise<readonly Finding[]> {
  const chosen = letter.project.checks.levels[rule.id]
  const seen = new Set<string>()
  return [...(await reportsOf(rule, letter))].flatMap((report): Finding[] => {
    const { message, mend, level: own, file = letter.issue.file, line, column } = report
    // What a rule only notes stays a note, whatever the rule is raised to.
    const level = own === 'note' ? 'note' : chosen && chosen !== 'off' ? chosen : (own ?? base)
    const key = `${message}\n${file}\n${line}\n${column}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ rule: rule.id, level, message, mend, file, line, column }]
  })
}

/** What cannot be made for a reader (a value that no header holds) is found, not thrown. */
async function reportsOf(rule: Rule, letter: Letter): Promise<Iterable<Report>> {
  try {
    return await rule.check(letter)
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    return error.problems.map(({ message, mend = 'Correct it.', file, line, column }) => ({
      level: 'error' as const,
      message,
      mend,
      file,
      line,
      column,
    }))
  }
}
