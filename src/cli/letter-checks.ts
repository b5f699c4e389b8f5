// Letters through the checks: for `pressrun check`, and before a send. What was opened for one letter (dictionaries,
// pages that answered) serves the next. A letter that cannot be made is a finding, not an error.

import { resolve } from 'node:path'
import type { ListRow } from '../audience/list.ts'
import type { Press } from '../build/press.ts'
import type { Finding } from '../check/finding.ts'
import type { ListFigures } from '../check/readers.ts'
import type { IssueFindings } from '../check/report/report.ts'
import type { Issue } from '../issue/issue.ts'
import { PressrunError } from '../problem.ts'
import type { RuleId } from '../project/check-names.ts'
import type { Layout } from '../render/render.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import { counted } from './format.ts'
import type { Terminal } from './terminal.ts'

export interface CheckOptions {
  /** A list, as a path from where the command was called. */
  readonly list?: string
  /** Ask the pages that are linked to. */
  readonly links?: boolean
  /** Ask a spam filter on this machine. */
  readonly spam?: boolean
  /** Rules to run, and no others. */
  readonly only?: readonly RuleId[]
}

/** One letter after the other, in the order of the slugs. */
export async function* checkLetters(
  root: string,
  slugs: readonly string[],
  options: CheckOptions,
  terminal: Terminal,
): AsyncGenerator<IssueFindings> {
  const { openPress } = await import('../build/press.ts')
  const { check, findingsFrom } = await import('../check/check.ts')
  const { markChecked } = await import('../check/marks.ts')
  const { spelling } = await import('../check/words/spelling.ts')
  const prober = options.links
    ? (await import('../check/links/prober.ts')).linkProber({ root, now: Date.now })
    : undefined
  const scorer = options.spam
    ? (await import('../check/spam/scorer.ts')).spamScorer(terminal.env)
    : undefined
  const read = new Set<string>()
  const press = openPress(root, terminal.env, ({ kind, name }) => {
    if (kind === 'file') read.add(name)
  })
  const config = [...read]
  const { project, files, kept, keys } = press
  const shared = {
    ...{ project, files, kept, keys, now: Date.now(), spelling: spelling(root) },
    ...(options.only ? { only: options.only } : {}),
    ...(prober ? { prober } : {}),
    ...(scorer ? { scorer } : {}),
  }
  try {
    for (const slug of slugs) {
      read.clear()
      const made = await press.render(slug).catch(problemsOf)
      if (!('rendered' in made)) {
        yield { slug, findings: findingsFrom(made, `issues/${slug}.yaml`) }
        continue
      }
      const list =
        options.list && (await figuresOfFile(press, made.rendered, options.list, terminal))
      const findings = await check({ ...shared, ...made, ...(list ? { list } : {}) })
      if (!options.only) markChecked(root, slug, findings, [...config, ...read])
      yield { slug, findings }
    }
  } finally {
    prober?.save()
  }
}

function problemsOf(error: unknown) {
  if (error instanceof PressrunError) return error.problems
  throw error
}

/** @throws PressrunError `list`, `file`: a list that cannot be read is nobody's finding. */
async function figuresOfFile(
  press: Press,
  rendered: RenderedIssue,
  list: string,
  { cwd }: Terminal,
): Promise<ListFigures> {
  const { readList } = await import('../audience/list.ts')
  return figuresOfRows(press, rendered, list, readList(resolve(cwd, list), list))
}

async function figuresOfRows(
  { project, keys }: Press,
  rendered: RenderedIssue,
  name: string,
  rows: AsyncIterable<ListRow>,
): Promise<ListFigures> {
  const { figuresOf } = await import('../check/readers.ts')
  const { readerLinks } = await import('../audience/links.ts')
  return figuresOf(name, rows, rendered, readerLinks(project, keys))
}

export interface SendCheck {
  readonly root: string
  readonly press: Press
  readonly issue: Issue
  readonly rendered: RenderedIssue
  /** As `press.render` gives it. */
  readonly layout?: Layout
  /** The list, by the name that the user knows it by: read through once. */
  readonly list?: { readonly name: string; readonly rows: AsyncIterable<ListRow> }
  /** `--despite-errors`: errors are told, and stop nothing. */
  readonly despiteErrors?: boolean
  /** `--json`: nothing is told but what is thrown. */
  readonly quiet?: boolean
}

/**
 * What stands between a letter and its readers: every rule but those that ask other machines. Tells errors and
 * warnings on standard error, notes not at all.
 * @returns what was found.
 * @throws PressrunError `content`, exit code 1, with each error, where there is one and nobody said to send despite it.
 */
export async function checkBeforeSend(
  { root, press, issue, rendered, layout, list, despiteErrors = false, quiet = false }: SendCheck,
  terminal: Terminal,
): Promise<readonly Finding[]> {
  const { check } = await import('../check/check.ts')
  const { spelling } = await import('../check/words/spelling.ts')
  const { project, files, kept, keys } = press
  const figures = list && (await figuresOfRows(press, rendered, list.name, list.rows))
  const findings = await check({
    ...{ project, issue, rendered, files, kept, keys, now: Date.now(), spelling: spelling(root) },
    ...(figures ? { list: figures } : {}),
    ...(layout ? { layout } : {}),
  })
  const errors = findings.filter(({ level }) => level === 'error')
  const stops = errors.length > 0 && !despiteErrors
  if (!quiet) {
    const { findingLine } = await import('./finding-lines.ts')
    // What stops the send is printed as the error that it is.
    const told = findings.filter(
      ({ level }) => level === 'warning' || (level === 'error' && !stops),
    )
    for (const finding of told) terminal.note(findingLine(terminal, finding))
  }
  if (!stops) return findings
  throw new PressrunError(
    [
      ...errors.map(({ message, mend, file, line, column }) => ({
        ...{ code: 'content' as const, message, mend, file, line, column },
      })),
      {
        code: 'content',
        message: `nothing was sent: the checks found ${counted(errors.length, 'error')} in ${issue.slug}`,
        mend: 'Mend them, or send in spite of them with --despite-errors.',
      },
    ],
    { exitCode: 1 },
  )
}
