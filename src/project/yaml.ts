// YAML to plain data, with the line of every key and value, so that whatever is wrong with the data later can
// be said in the user's own file. What cannot be read is one clear problem each.

import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import { PressrunError, type Problem } from '../problem.ts'

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
    merge: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) }
  }
  const errors = [...document.errors, ...document.warnings]
  if (errors.length > 0) {
    throw new PressrunError(
      errors.map((error) => ({ ...syntaxProblem(error, text), ...place(error.pos[0]) })),
    )
  }
  const bomb = aliasBomb(document.contents)
  if (bomb !== undefined) {
    throw new PressrunError({
      code: 'syntax',
      message: 'there are more aliases (*name) here than a newsletter could need',
      mend: 'Write the values out.',
      ...place(bomb),
    })
  }

  const walk = (path: readonly PropertyKey[], wantKey: boolean): Place => {
    let node: Node | null = document.contents as Node | null
    let at = node?.range?.[0] ?? 0
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1
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
    return place(at)
  }
  return {
    data: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown,
    placeOf: (path) => walk(path, false),
    placeOfKey: (path) => walk(path, true),
  }
}

/** Offset of the first alias past the limit. */
function aliasBomb(contents: unknown): number | undefined {
  let count = 0
  let found: number | undefined
  visit(contents as Node, {
    Alias(_, node) {
      if (++count <= MAX_ALIASES) return undefined
      found = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

function syntaxProblem(error: YAMLError, text: string): Problem {
  const rest = (message: string, mend: string): Problem => ({ code: 'syntax', message, mend })
  const lineStart = text.lastIndexOf('\n', error.pos[0] - 1) + 1
  const line = text.slice(lineStart, text.indexOf('\n', lineStart) >>> 0)
  if (/^\s*\t/.test(line))
    return rest(
      'this line is indented with a tab',
      'Indent with spaces: YAML allows no tabs there.',
    )
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return rest('this key is here twice', 'Keep one of them.')
    case 'TAB_AS_INDENT':
      return rest(
        'this line is indented with a tab',
        'Indent with spaces: YAML allows no tabs there.',
      )
    case 'BAD_INDENT':
      return rest(
        'this line is not indented like its neighbours',
        'Line it up with the keys above it.',
      )
    case 'MULTIPLE_DOCS':
      return rest(
        'a second document begins here',
        'Keep one document a file: remove the line "---".',
      )
    case 'MISSING_CHAR':
      return rest(lower(error.message), 'Close what was opened, or put the whole value in quotes.')
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return rest(
        'this line cannot be read',
        'Put a text that holds ": " or begins with a special character in quotes.',
      )
    case 'BAD_ALIAS':
      return rest(lower(error.message), 'A text that begins with * must be in quotes.')
    default:
      return rest(
        lower(error.message),
        'Check the line, and put texts with special characters in quotes.',
      )
  }
}

const lower = (text: string) => {
  const first = (text.split('\n')[0] as string).replace(/[.:]$/, '')
  return first.charAt(0).toLowerCase() + first.slice(1)
}
