import { expect, it } from 'vitest'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import { firstPassHelpers } from '../../src/render/first-pass.ts'
import { loadPhrases } from '../../src/render/phrases.ts'
import { REPOSITORY } from '../build/project.ts'

const files = projectFiles(REPOSITORY)
const helpers = firstPassHelpers(
  loadProject(REPOSITORY, {}, files),
  loadPhrases(files, 'en', 'en'),
  () => {
    throw new Error('there is no picture')
  },
) as Readonly<Record<string, (...args: unknown[]) => unknown>>
/** As Handlebars calls them: options last. */
const call = (name: string, ...args: unknown[]) => helpers[name]?.(...args, { hash: {} })

it.each([
  ['and', ['a', 'b'], 'b'],
  ['and', [null, 'b'], null],
  ['and', ['a', undefined], undefined],
  ['and', ['a', [], 'b'], []],
  ['or', ['a', 'b'], 'a'],
  ['or', [null, 'b'], 'b'],
  ['or', ['', 0, undefined], undefined],
  ['or', [[], 'b'], 'b'],
  ['not', [[]], true],
  ['not', ['a'], false],
])('(%s %j) is %j', (name, args, expected) => {
  expect(call(name, ...args)).toEqual(expected)
})
