// Several things read, and all that is wrong with any of them said at once.

import { PressrunError, type Problem } from '../problem.ts'

/** Gathers the problems of parts that do not depend on each other. */
export class Collector {
  readonly #problems: Problem[] = []

  try<T>(read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      for (const problem of error.problems) this.add(problem)
      return undefined
    }
  }

  /** The same thing is said once, however many found it. */
  add(problem: Problem): void {
    const { message, file, line } = problem
    const known = this.#problems.some(
      (other) => other.message === message && other.file === file && other.line === line,
    )
    if (!known) this.#problems.push(problem)
  }

  throwAny(): void {
    if (this.#problems.length > 0) throw new PressrunError(this.#problems)
  }
}
