// The order in which test files run: those that take longest begin, so that no worker is left with one at the end.

import { BaseSequencer, type TestSpecification } from 'vitest/node'

const LONGEST = [
  'delivery/send/chaos',
  'preview/reach',
  'start/package',
  'preview/live',
  'preview/views',
  'preview/findings',
  'cli/interrupted',
  'check/rules',
  'docs',
  'cli/send',
  'build/build',
].map((name) => `/tests/${name}.test.ts`)

/** Files that share a worker come last, one after the other: a file that wants its own would end theirs. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(name))
      return (project.config.isolate ? 0 : 1_000) + (at < 0 ? LONGEST.length : at)
    }
    return (await super.sort(files)).sort((one, other) => place(one) - place(other))
  }
}
