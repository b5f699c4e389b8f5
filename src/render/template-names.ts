// The names that a template uses, looked up before it runs: helpers and partials that do not exist are
// refused with file, line and the nearest name that does.

import Handlebars from 'handlebars'
import { PressrunError, type Problem } from '../problem.ts'
import { nearest } from '../project/nearest.ts'
import { SLOT_HELPER, source } from './reader-syntax.ts'

type Program = hbs.AST.Program
type Node = hbs.AST.Node

export interface Known {
  readonly helpers: readonly string[]
  readonly partials: readonly string[]
}

/** Refuses helpers and partials that do not exist; returns the partials that the template names. */
export function checkNames(program: Program, file: string, known: Known): ReadonlySet<string> {
  const problems: Problem[] = []
  const partials = new Set<string>()
  const inline = new Set<string>()
  const { helpers } = known
  const report = (node: Node, kind: string, name: string, names: readonly string[]) => {
    const near = nearest(
      name,
      names.filter((known) => known !== SLOT_HELPER),
    )
    problems.push({
      code: 'template',
      message: `there is no ${kind} "${name}"`,
      mend: near
        ? `Did you mean "${near}"?`
        : `There are: ${names.filter((known) => known !== SLOT_HELPER).join(', ')}.`,
      file,
      line: node.loc.start.line,
      column: node.loc.start.column + 1,
    })
  }
  class Names extends Handlebars.Visitor {
    override DecoratorBlock(block: hbs.AST.DecoratorBlock) {
      inline.add(String((block.params[0] as hbs.AST.StringLiteral | undefined)?.value))
      super.DecoratorBlock(block)
    }
    override MustacheStatement(node: hbs.AST.MustacheStatement) {
      if (node.params.length > 0 || node.hash?.pairs.length) this.helper(node)
      super.MustacheStatement(node)
    }
    override SubExpression(node: hbs.AST.SubExpression) {
      this.helper(node)
      super.SubExpression(node)
    }
    override BlockStatement(node: hbs.AST.BlockStatement) {
      this.helper(node)
      super.BlockStatement(node)
    }
    override PartialStatement(node: hbs.AST.PartialStatement) {
      this.partial(node)
      super.PartialStatement(node)
    }
    override PartialBlockStatement(node: hbs.AST.PartialBlockStatement) {
      this.partial(node)
      super.PartialBlockStatement(node)
    }
    helper(node: hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement) {
      const name = source(node.path)
      if (!helpers.includes(name) || name === SLOT_HELPER) report(node, 'helper', name, helpers)
    }
    partial(node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) {
      const name = source(node.name)
      if (name === '@partial-block' || inline.has(name)) return
      if (known.partials.includes(name)) partials.add(name)
      else report(node, 'partial', name, known.partials)
    }
  }
  new Names().accept(program)
  if (problems.length > 0) throw new PressrunError(problems)
  return partials
}
