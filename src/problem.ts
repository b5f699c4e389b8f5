// What went wrong, as data: a kind, where, and the mend. Every room throws these; only cli/ prints them.
// A programmer's error is none of this and is allowed to crash.

/** What a problem is about. */
export type ProblemCode =
  | 'usage' // the command was called in a way that cannot work
  | 'config' // newsletter.yaml or the environment
  | 'file' // a file that is missing, unreadable, too large, or outside the project
  | 'syntax' // YAML, CSV or JSON that cannot be read
  | 'schema' // a key or a value that does not belong
  | 'content' // an article or an interview
  | 'image' // an image that cannot be used
  | 'template' // Handlebars, MJML, slots
  | 'list' // the subscriber list
  | 'message' // one reader's message cannot be made
  | 'send' // the delivery did not go as asked
  | 'store' // the database

export interface Problem {
  readonly code: ProblemCode
  /** One sentence, lower case at the start, no full stop at the end. */
  readonly message: string
  /** Path as the user knows it: relative to the project where it is inside. */
  readonly file?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based, in UTF-16 units. */
  readonly column?: number | undefined
  /** What to do about it: a sentence in the imperative. */
  readonly mend?: string | undefined
}

/**
 * The one error that users may meet. `exitCode` 2 says that the call or the input is wrong, 1 that
 * something did not go as asked.
 */
export class PressrunError extends Error {
  readonly problems: readonly Problem[]
  readonly exitCode: 1 | 2

  constructor(
    problems: Problem | readonly Problem[],
    options: { exitCode?: 1 | 2; cause?: unknown } = {},
  ) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem]
    super(
      all.map(formatProblem).join('\n'),
      options.cause === undefined ? {} : { cause: options.cause },
    )
    this.name = 'PressrunError'
    this.problems = all
    this.exitCode = options.exitCode ?? 2
  }
}

/**
 * `issues/x.yaml:7:3  unknown key "artcle". Did you mean "article"?` One line, whatever was quoted in it: no
 * control character of a file reaches a terminal.
 */
export function formatProblem(problem: Problem): string {
  const sentence = problem.mend ? `${problem.message}. ${problem.mend}` : problem.message
  const whole = problem.file ? `${location(problem)}  ${sentence}` : sentence
  return onOneLine(whole)
}

/** What somebody else wrote, as it may be shown on a terminal (nothing of it moves the cursor): line breaks are spaces, other controls are `\ufffd`. */
export const onOneLine = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => (character === '\n' ? ' ' : '\ufffd'),
  )

function location({ file, line, column }: Problem): string {
  return [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')
}
