// YAML to plain data, with the line of every key and value, so that whatever is wrong with the data later can
// be said in the user's own file. What cannot be read is one clear problem each (`yaml-syntax.ts`).

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  Scalar,
  visit,
} from 'yaml'
import { PressrunError, type Problem } from '../problem.ts'
import { syntaxProblems } from './yaml-syntax.ts'

export interface Place {
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly column: number
}

export interface YamlFile {
  /** Plain data, not yet validated; null where the file is empty. */
  readonly data: unknown
  /** Where a value stands; the nearest enclosing one where the path leads nowhere. */
  placeOf(path: readonly PropertyKey[]): Place
  /** Where the key itself stands: the last step of the path. */
  placeOfKey(path: readonly PropertyKey[]): Place
  /** Line on which the words of a text begin: below the `|` or `>` of a block, leading empty lines passed over. */
  lineOfText(path: readonly PropertyKey[]): number
  /** Line of every key, by dotted path: `sections.0.text`. */
  lines(): Readonly<Record<string, number>>
}

/** Limits on what an alias may multiply: more is an attack or an accident. */
const MAX_ALIASES = 50

/**
 * @param firstLine line of the file on which `text` begins.
 * @throws PressrunError `syntax`, all problems at once.
 */
export function readYaml(text: string, file: string, firstLine = 1): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) }
  }
  const errors = [...document.errors, ...document.warnings]
  const problems =
    errors.length > 0 ? syntaxProblems(errors, text, document.contents) : aliasProblems(document)
  if (problems.length > 0) {
    throw new PressrunError(
      problems.map(({ at, ...problem }): Problem => ({ ...problem, ...place(at) })),
    )
  }

  const find = (path: readonly PropertyKey[], wantKey: boolean) => {
    let node: Node | null = document.contents as Node | null
    let at = node?.range?.[0] ?? 0
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1
      if (isAlias(node)) node = node.resolve(document) ?? null
      if (isMap(node)) {
        const pair = node.items.find(
          ({ key }) => isScalar(key) && String(key.value) === String(step),
        )
        if (!pair) break
        const key = pair.key as Node
        node = pair.value as Node | null
        at = (last && wantKey) || !node?.range ? (key.range?.[0] ?? at) : node.range[0]
      } else if (isSeq(node)) {
        node = (node.items[Number(step)] as Node | undefined) ?? null
        if (!node?.range) break
        at = node.range[0]
      } else break
    }
    return { at, node }
  }
  return {
    data: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
    placeOf: (path) => place(find(path, false).at),
    placeOfKey: (path) => place(find(path, true).at),
    lineOfText(path) {
      const { at, node } = find(path, false)
      const { line } = place(at)
      const block =
        isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED)
      if (!block) return line
      const [, ...below] = text.slice(at).split('\n')
      const empty = below.findIndex((words) => words.trim() !== '')
      return line + 1 + Math.max(empty, 0)
    },
    lines: () => keyLines(document.contents, (offset) => place(offset).line),
  }
}

function keyLines(root: unknown, lineAt: (offset: number) => number): Record<string, number> {
  const lines: Record<string, number> = Object.create(null)
  const walk = (node: unknown, path: string): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue
        const name = path === '' ? String(key.value) : `${path}.${key.value}`
        lines[name] = lineAt(key.range?.[0] ?? 0)
        walk(value, name)
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const name = path === '' ? String(index) : `${path}.${index}`
        lines[name] = lineAt((item as Node).range?.[0] ?? 0)
        walk(item, name)
      }
    }
  }
  walk(root, '')
  return { ...lines }
}

/** Aliases that lead nowhere, into themselves, or to more data than anybody wrote. */
function aliasProblems(document: Document): (Problem & { at: number })[] {
  let count = 0
  let last = 0
  const problem = (at: number, message: string, mend: string) => [
    { code: 'syntax' as const, message, mend, at },
  ]
  let found: (Problem & { at: number })[] = []
  visit(document, {
    Alias(_, node, path) {
      const at = node.range?.[0] ?? 0
      const target = node.resolve(document)
      last = at
      if (!target) {
        found = problem(
          at,
          `"*${node.source}" refers to nothing`,
          'A text that begins with * must be in quotes.',
        )
      } else if (path.includes(target)) {
        found = problem(at, `"*${node.source}" stands inside of what it refers to`, 'Remove it.')
      } else if (++count > MAX_ALIASES) found = tooMany(at)
      return found.length > 0 ? visit.BREAK : undefined
    },
  })
  if (found.length > 0 || count === 0) return found
  try {
    document.toJS({ maxAliasCount: MAX_ALIASES })
    return []
  } catch (error) {
    if (error instanceof ReferenceError) return tooMany(last)
    throw error
  }
  function tooMany(at: number) {
    return problem(
      at,
      'there are more aliases (*name) here than a newsletter could need',
      'Write the values out.',
    )
  }
}
