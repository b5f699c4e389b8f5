// What the YAML reader complains about, in words that a writer understands, and at the place that is to be
// mended rather than the one where the reader gave up: one problem a line.

import { isScalar, Scalar, visit, type YAMLError } from 'yaml'
import type { Problem } from '../problem.ts'

/** `at` is an offset in the text. */
export type SyntaxProblem = Problem & { readonly at: number }

/** @param contents what was understood all the same. */
export function syntaxProblems(
  errors: readonly YAMLError[],
  text: string,
  contents: unknown,
): SyntaxProblem[] {
  const byLine = new Map<number, SyntaxProblem>()
  for (const error of errors) {
    const [message, mend, at = error.pos[0]] = explain(error, text, contents)
    const line = text.lastIndexOf('\n', at - 1)
    if (!byLine.has(line)) byLine.set(line, { code: 'syntax', message, mend, at })
  }
  return [...byLine.values()].sort((a, b) => a.at - b.at)
}

type Explained = readonly [message: string, mend: string, at?: number | undefined]

const QUOTE = 'put texts with special characters in quotes'

function explain(error: YAMLError, text: string, contents: unknown): Explained {
  const at = error.pos[0]
  const lineStart = text.lastIndexOf('\n', at - 1) + 1
  const line = text.slice(lineStart).split('\n', 1)[0] as string
  if (/call stack/.test(error.message))
    return ['this is nested more deeply than can be read', 'Write it flatter.', 0]
  if (error.code === 'TAB_AS_INDENT' || /^\s*\t/.test(line))
    return ['this line is indented with a tab', 'Indent with spaces: YAML allows no tabs there.']
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return [`the key "${keyAt(text, at)}" is here twice`, 'Keep one of them.']
    case 'NON_STRING_KEY':
      return ['a key must be a word', `Check the line, and ${QUOTE}.`]
    case 'BAD_INDENT':
      if (/^Flow/.test(error.message))
        return ['a [ or { above this line is never closed', 'Add the ] or } that is missing.']
      return ['this line is not indented like its neighbours', 'Line it up with the keys above it.']
    case 'MULTIPLE_DOCS':
      return ['a second document begins here', 'Keep one document a file: remove the line "---".']
    case 'MISSING_CHAR':
      return missing(error, contents)
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return implicitKey(text, at)
    case 'UNEXPECTED_TOKEN':
      if (at === lineStart)
        return ['this line is not indented like the lines above it', 'Line it up with them.']
      return [lower(error.message), `Check the line, and ${QUOTE}.`]
    case 'BAD_SCALAR_START':
      return [
        `a text cannot begin with ${text.charAt(at)} unless it is in quotes`,
        'Put the whole text in quotes.',
      ]
    case 'TAG_RESOLVE_FAILED':
      return ['types (!name) have no use here', 'A text that begins with ! must be in quotes.']
    default:
      return [lower(error.message), `Check the line, and ${QUOTE}.`]
  }
}

const keyAt = (text: string, at: number) =>
  (/^["']?([^:\n]*?)["']?\s*:/.exec(text.slice(at))?.[1] ?? '').trim()

/** The reader notices a missing quotation mark at the end of the file: what opened is where to look. */
function missing(error: YAMLError, contents: unknown): Explained {
  const quote = /closing (["'])/.exec(error.message)?.[1]
  if (quote === undefined)
    return [lower(error.message), 'Close what was opened, or put the whole value in quotes.']
  let opened: number | undefined
  visit(contents as Scalar, {
    Scalar(_, node) {
      const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE
      if (isScalar(node) && quoted && node.range && node.range[1] === error.pos[0])
        opened = node.range[0]
    },
  })
  return [
    `the quotation mark ${quote} that opens here is never closed`,
    `Add a ${quote} where the text ends.`,
    opened,
  ]
}

/** `title: A: B`, or a key that is indented beneath a text. */
function implicitKey(text: string, at: number): Explained {
  const [line = '', next = ''] = text.slice(at).split('\n', 2)
  const beneath = /^(\s+)[^\s:#-][^:]*:(\s|$)/.exec(next)
  if (!/:(\s|$)/.test(line) && beneath) {
    return [
      'this line is indented more than the key above it',
      'Line it up with the keys above it.',
      at + line.length + 1 + (beneath[1] as string).length,
    ]
  }
  return [
    'this line cannot be read',
    'Put a text that holds ": " or begins with a special character in quotes.',
  ]
}

const lower = (text: string) => {
  const first = (text.split('\n')[0] as string).replace(/[.:]$/, '')
  return first.charAt(0).toLowerCase() + first.slice(1)
}
