// Which parts of a template wait for the reader. Takes a Handlebars AST and gives it back with every
// expression over `subscriber` or `links` replaced by a call of the internal slot helper; what does not
// depend on the reader is left to Handlebars. Refuses, with file and line, what could not keep its promise.

import { PressrunError, type Problem } from '../problem.ts'
import type { Expression } from './rendered.ts'
import type { Origin, SlotMark } from './slot.ts'

type Program = hbs.AST.Program
type Statement = hbs.AST.Statement
type Node = hbs.AST.Node
type Path = hbs.AST.PathExpression
type Call = Pick<hbs.AST.MustacheStatement, 'path' | 'params' | 'hash' | 'loc'>

/** Name under which the slot helper is registered; not a name that a template can write. */
export const SLOT_HELPER = '__slot'

/** A slot as the slot helper receives it: `hole` stands for a value that the first pass works out. */
export type SlotRequest = { readonly mark: MarkWithHoles; readonly origin: Origin }
export type MarkWithHoles =
  | Exclude<SlotMark, { kind: 'value' | 'if' | 'each' }>
  | { readonly kind: 'value'; readonly value: Holed }
  | { readonly kind: 'if'; readonly test: Holed }
  | { readonly kind: 'each'; readonly list: Holed }
export type Holed =
  | Exclude<Expression, { kind: 'call' }>
  | { readonly kind: 'call'; readonly name: ReaderFunction; readonly args: readonly Holed[] }
  | { readonly kind: 'hole'; readonly index: number }

type ReaderFunction = Extract<Expression, { kind: 'call' }>['name']

const READER_ROOTS: ReadonlySet<string> = new Set(['subscriber', 'links'])
const READER_FUNCTIONS: ReadonlySet<string> = new Set(['or', 'and', 'not', 'eq', 'ne'])
const READER_BLOCKS: ReadonlySet<string> = new Set(['if', 'unless', 'each'])
/** Helpers that only put their arguments into a text, and so may be given a slot in place of a value. */
const INTERPOLATING: ReadonlySet<string> = new Set(['t', 'wrap'])
const LINKS = ['unsubscribe', 'browser']

/**
 * @param file the template's name in the project, for messages.
 * @throws PressrunError `template`, all problems of the file at once.
 */
export function openSlots(program: Program, file: string): Program {
  const opener = new SlotOpener(file)
  const opened = opener.program(program)
  if (opener.problems.length > 0) throw new PressrunError(opener.problems)
  return opened
}

class SlotOpener {
  readonly problems: Problem[] = []
  readonly #file: string
  /** How many reader `each` blocks enclose what is being read. */
  #loops = 0

  constructor(file: string) {
    this.#file = file
  }

  program(program: Program): Program {
    return { ...program, body: program.body.flatMap((statement) => this.#statement(statement)) }
  }

  #statement(statement: Statement): Statement[] {
    switch (statement.type) {
      case 'MustacheStatement':
        return [this.#mustache(statement as hbs.AST.MustacheStatement)]
      case 'BlockStatement':
        return this.#block(statement as hbs.AST.BlockStatement)
      case 'PartialStatement':
        this.#refuseInPartial(statement as hbs.AST.PartialStatement)
        return [statement]
      case 'PartialBlockStatement': {
        const partial = statement as hbs.AST.PartialBlockStatement
        this.#refuseInPartial(partial)
        return [{ ...partial, program: this.program(partial.program) } as Statement]
      }
      case 'DecoratorBlock': {
        const decorator = statement as hbs.AST.DecoratorBlock
        return [{ ...decorator, program: this.program(decorator.program) } as Statement]
      }
      default:
        return [statement]
    }
  }

  #mustache(mustache: hbs.AST.MustacheStatement): Statement {
    if (!mustache.escaped) {
      this.#problem(
        mustache,
        `"{{{${source(mustache.path)}}}}" would put unescaped text into the letter`,
        'Write it with two braces; "prose" makes markup of Markdown.',
      )
      return mustache
    }
    if (this.#isReaderCall(mustache)) {
      const holes: hbs.AST.Expression[] = []
      const value = this.#expression(callAsNode(mustache), holes)
      return this.#slot({ kind: 'value', value }, mustache, holes)
    }
    return { ...mustache, ...this.#withSlots(mustache) } as Statement
  }

  #block(block: hbs.AST.BlockStatement): Statement[] {
    const name = source(block.path)
    const test = block.params[0]
    if (!test || !this.#isReader(test)) {
      return [
        {
          ...block,
          ...this.#withSlots(block),
          program: this.program(block.program),
          inverse: block.inverse && this.program(block.inverse),
        } as Statement,
      ]
    }
    if (!READER_BLOCKS.has(name)) {
      this.#problem(
        block,
        `"{{#${name}}}" cannot wait for a reader's value`,
        'Over a subscriber there are #if, #unless and #each.',
      )
      return []
    }
    if (block.program?.blockParams?.length) {
      this.#problem(
        block,
        '"as |name|" is not known over a subscriber',
        'Use "this" inside the block.',
      )
    }
    const holes: hbs.AST.Expression[] = []
    const condition = this.#expression(test, holes)
    const mark: MarkWithHoles =
      name === 'each'
        ? { kind: 'each', list: condition }
        : {
            kind: 'if',
            test: name === 'if' ? condition : { kind: 'call', name: 'not', args: [condition] },
          }
    const open = this.#slot(mark, block, holes)
    if (name === 'each') this.#loops++
    const then = this.program(block.program).body
    if (name === 'each') this.#loops--
    const otherwise = block.inverse
      ? [this.#slot({ kind: 'else' }, block, []), ...this.program(block.inverse).body]
      : []
    return [open, ...then, ...otherwise, this.#slot({ kind: 'end' }, block, [])]
  }

  /** A helper of the first pass may hold slots in its arguments only where it just interpolates them. */
  #withSlots(call: Call): Partial<Call> {
    const name = source(call.path)
    const argument = (node: hbs.AST.Expression): hbs.AST.Expression => {
      if (this.#isReader(node)) {
        if (!INTERPOLATING.has(name)) {
          this.#problem(
            node,
            `the helper "${name}" works before there is a reader, so it cannot take "${source(node)}"`,
            `A reader's value may stand alone, in ${[...READER_FUNCTIONS].join(', ')}, in #if, #unless and #each, and in "t".`,
          )
          return node
        }
        const holes: hbs.AST.Expression[] = []
        const request = { kind: 'value', value: this.#expression(node, holes) } as const
        return subExpression(this.#request(request, node), holes, node)
      }
      return node.type === 'SubExpression'
        ? ({ ...node, ...this.#withSlots(node as never) } as never)
        : node
    }
    const hash = call.hash && {
      ...call.hash,
      pairs: call.hash.pairs.map((pair) => ({ ...pair, value: argument(pair.value) })),
    }
    return { params: call.params.map(argument), hash }
  }

  #isReaderCall(call: Call): boolean {
    if (call.params.length === 0 && !call.hash?.pairs.length)
      return this.#isReader(call.path as Path)
    return this.#isReader(callAsNode(call))
  }

  #isReader(node: Node): boolean {
    if (node.type === 'PathExpression') {
      const path = node as Path
      if (path.data) return this.#loops > 0 && path.parts[0] !== 'root'
      if (this.#loops > 0) return true
      // A section's own list is called links too; the reader's are always links.<one of them>.
      if (path.original === 'links') return false
      return (
        path.depth === 0 &&
        READER_ROOTS.has(String(path.parts[0])) &&
        !path.original.startsWith('this')
      )
    }
    if (node.type === 'SubExpression') {
      const call = node as hbs.AST.SubExpression
      return (
        READER_FUNCTIONS.has(source(call.path)) &&
        call.params.some((param) => this.#isReader(param))
      )
    }
    return false
  }

  #expression(node: Node, holes: hbs.AST.Expression[]): Holed {
    if (node.type === 'PathExpression' && this.#isReader(node)) return this.#path(node as Path)
    if (node.type === 'SubExpression' && this.#isReader(node)) {
      const call = node as hbs.AST.SubExpression
      const args = call.params.map((param) => this.#expression(param, holes))
      return { kind: 'call', name: source(call.path) as ReaderFunction, args }
    }
    if (
      node.type === 'StringLiteral' ||
      node.type === 'NumberLiteral' ||
      node.type === 'BooleanLiteral'
    ) {
      return { kind: 'constant', value: (node as hbs.AST.StringLiteral).value }
    }
    if (node.type === 'NullLiteral' || node.type === 'UndefinedLiteral')
      return { kind: 'constant', value: null }
    holes.push(node as hbs.AST.Expression)
    return { kind: 'hole', index: holes.length - 1 }
  }

  #path(path: Path): Holed {
    const keys = path.parts.map(String)
    if (path.data)
      return { kind: 'path', root: path.depth, keys: [`@${keys[0]}`, ...keys.slice(1)] }
    const [root, ...rest] = keys
    if (path.depth === 0 && READER_ROOTS.has(root ?? '') && !path.original.startsWith('this')) {
      this.#checkRoot(path, root as string, rest)
      return { kind: 'path', root: root as 'subscriber' | 'links', keys: rest }
    }
    if (path.depth >= this.#loops) {
      this.#problem(
        path,
        `"${path.original}" leads out of the #each over a subscriber`,
        `Write "@root.${keys.join('.')}".`,
      )
    }
    return { kind: 'path', root: path.depth, keys }
  }

  #checkRoot(path: Path, root: string, rest: readonly string[]): void {
    if (rest.length === 0) {
      this.#problem(
        path,
        `"${root}" alone says nothing`,
        `Name one of its values, such as "${root}.${root === 'links' ? 'unsubscribe' : 'name'}".`,
      )
    } else if (root === 'links' && (rest.length > 1 || !LINKS.includes(rest[0] as string))) {
      this.#problem(
        path,
        `there is no link "${rest.join('.')}"`,
        'There are links.unsubscribe and links.browser.',
      )
    }
  }

  #refuseInPartial(partial: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement): void {
    for (const node of [
      ...partial.params,
      ...(partial.hash?.pairs.map((pair) => pair.value) ?? []),
    ]) {
      if (this.#isReader(node)) {
        this.#problem(
          node,
          `a partial cannot be given "${source(node)}"`,
          'Use it inside the partial: it is known there too.',
        )
      }
    }
  }

  #slot(mark: MarkWithHoles, node: Node, holes: readonly hbs.AST.Expression[]): Statement {
    const call = subExpression(this.#request(mark, node), holes, node)
    return {
      ...call,
      type: 'MustacheStatement',
      escaped: true,
      strip: { open: false, close: false },
    } as Statement
  }

  #request(mark: MarkWithHoles, node: Node): SlotRequest {
    return { mark, origin: this.#origin(node) }
  }

  #origin(node: Node): Origin {
    return { file: this.#file, line: node.loc.start.line, column: node.loc.start.column + 1 }
  }

  #problem(node: Node, message: string, mend: string): void {
    this.problems.push({ code: 'template', message, mend, ...this.#origin(node) })
  }
}

/** What a mustache says: `{{a.b}}` a path, `{{a b}}` a call. */
function callAsNode(call: Call): Node {
  const bare = call.params.length === 0 && !call.hash?.pairs.length
  return bare ? call.path : ({ ...call, type: 'SubExpression' } as hbs.AST.SubExpression)
}

function subExpression(
  request: SlotRequest,
  holes: readonly hbs.AST.Expression[],
  node: Node,
): hbs.AST.SubExpression {
  const json = JSON.stringify(request)
  return {
    type: 'SubExpression',
    loc: node.loc,
    path: {
      type: 'PathExpression',
      loc: node.loc,
      data: false,
      depth: 0,
      parts: [SLOT_HELPER],
      original: SLOT_HELPER,
    },
    params: [{ type: 'StringLiteral', loc: node.loc, value: json, original: json }, ...holes],
    hash: undefined,
  } as unknown as hbs.AST.SubExpression
}

/** As the template has it, for messages and for looking a name up. */
export function source(node: Node): string {
  if (node.type === 'SubExpression') return `(${source((node as hbs.AST.SubExpression).path)} …)`
  return String((node as Path).original)
}
