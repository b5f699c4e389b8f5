// Templates: Handlebars source in `templates/` to a function from context to text. What enters is source;
// what leaves is text with slot tokens in it, and a way back from any offset to the template's file and line.
// Content never gets here: only files of `templates/` and an issue's own subject and preheader are compiled.

import { setImmediate } from 'node:timers/promises'
import Handlebars from 'handlebars'
import { PressrunError, type Problem } from '../problem.ts'
import type { Files } from '../project/files.ts'
import { nearest } from '../project/nearest.ts'
import { type Holed, openSlots, SLOT_HELPER, type SlotRequest } from './reader-syntax.ts'
import type { Expression } from './rendered.ts'
import type { Origin, SlotMark, SlotTable } from './slot.ts'
import { markSources, type Output, unmark } from './source-marks.ts'
import { checkNames } from './template-names.ts'

type Program = hbs.AST.Program

/** `mjml`: values are escaped for HTML. `txt`: they are not. */
export type TemplateKind = 'mjml' | 'txt'

export type Helper = (this: unknown, ...args: never[]) => unknown

/** What one letter's templates share. */
export interface Run {
  readonly slots: SlotTable
  /** First-pass helpers by name. */
  readonly helpers: Readonly<Record<string, Helper>>
}

export interface Templates {
  /**
   * Compiles `templates/<name>.<kind>.hbs` and all that it leads to, in small steps: for whoever waits for something
   * else meanwhile. @param helpers their names.
   */
  prepare(name: string, kind: TemplateKind, helpers: readonly string[]): Promise<void>
  /** Runs `templates/<name>.<kind>.hbs`. */
  run(name: string, kind: TemplateKind, context: object, run: Run): Output
  /** Runs `text` as a `txt` template that stands at `origin`: a subject, a preheader. */
  runText(text: string, origin: Origin, context: object, run: Run): string
  has(name: string, kind: TemplateKind): boolean
  names(kind: TemplateKind): readonly string[]
}

const FOLDER = 'templates'
const MAX_TEMPLATE_BYTES = 1_000_000
const BUILT_IN_HELPERS = ['if', 'unless', 'each', 'with', 'lookup', SLOT_HELPER]

interface Compiled {
  readonly text: string
  readonly render: HandlebarsTemplateDelegate
  readonly partials: ReadonlySet<string>
}

/** Compiled templates, kept as long as their text stays the same: shared by all the letters of a build. */
export interface TemplateCache {
  readonly compiled: Map<string, Compiled>
  /** Every file compiled, by the index that its lines are numbered with. */
  readonly files: string[]
}

export const templateCache = (): TemplateCache => ({ compiled: new Map(), files: [] })

const handlebars = Handlebars.create()
for (const name of Object.keys(handlebars.helpers)) {
  if (!BUILT_IN_HELPERS.includes(name)) handlebars.unregisterHelper(name)
}
handlebars.registerHelper(SLOT_HELPER, slotHelper)

/**
 * Handlebars' errors carry a line but no file, and a block may run inside another file's layout. So each file
 * is compiled with line numbers of its own, `index * LINES_A_FILE` higher, and a line alone tells both.
 */
const LINES_A_FILE = 1_000_000

/** Reads through `files`, so that what a letter used is known. */
export function openTemplates(files: Files, cache: TemplateCache = templateCache()): Templates {
  const listed = files.list(FOLDER)
  const names = (kind: TemplateKind) =>
    listed
      .filter((file) => file.endsWith(`.${kind}.hbs`))
      .map((file) => file.slice(0, -`.${kind}.hbs`.length))

  /** Templates of this letter, by file. */
  const loaded = new Map<string, Compiled>()

  function load(name: string, kind: TemplateKind, helpers: readonly string[]): Compiled {
    const file = `${FOLDER}/${name}.${kind}.hbs`
    const known = loaded.get(file)
    if (known) return known
    const compiled = loadAlone(file, kind, helpers)
    for (const partial of compiled.partials) load(partial, kind, helpers)
    return compiled
  }

  function loadAlone(file: string, kind: TemplateKind, helpers: readonly string[]): Compiled {
    const text = files.text(file, MAX_TEMPLATE_BYTES)
    let compiled = cache.compiled.get(file)
    if (compiled?.text !== text) {
      if (!cache.files.includes(file)) cache.files.push(file)
      const shift = cache.files.indexOf(file) * LINES_A_FILE
      compiled = compile(text, { file, line: 1, column: 1 }, kind, helpers, names(kind), shift)
      cache.compiled.set(file, compiled)
    }
    loaded.set(file, compiled)
    return compiled
  }

  /** Every partial that the template leads to, by name. */
  function partialsOf(
    { partials }: Compiled,
    kind: TemplateKind,
    into: Record<string, HandlebarsTemplateDelegate> = {},
  ) {
    for (const name of partials) {
      if (into[name]) continue
      const partial = load(name, kind, [])
      into[name] = partial.render
      partialsOf(partial, kind, into)
    }
    return into
  }

  return {
    names,
    async prepare(name, kind, helpers) {
      const waiting = [name]
      for (const next of waiting) {
        const file = `${FOLDER}/${next}.${kind}.hbs`
        if (loaded.has(file)) continue
        const isNew = !cache.compiled.has(file)
        waiting.push(...loadAlone(file, kind, helpers).partials)
        if (isNew) await setImmediate()
      }
    },
    has: (name, kind) => listed.includes(`${name}.${kind}.hbs`),
    run(name, kind, context, { slots, helpers }) {
      const compiled = load(name, kind, Object.keys(helpers))
      const options = {
        helpers: helpers as never,
        partials: partialsOf(compiled, kind),
        data: { slots },
      }
      return unmark(withPlaces(() => compiled.render(context, options), cache.files, context))
    },
    runText(text, origin, context, { slots, helpers }) {
      if (!text.includes('{{')) return text
      const { render } = compile(text, origin, 'txt', Object.keys(helpers), [], 0)
      const options = { helpers: helpers as never, data: { slots } }
      return withPlaces(() => render(context, options), [origin.file], context)
    },
  }
}

/**
 * Template source to a function. Every problem that can be seen without a context is reported at once.
 * @throws PressrunError `template`
 */
function compile(
  text: string,
  { file, line }: Origin,
  kind: TemplateKind,
  helpers: readonly string[],
  partials: readonly string[],
  shift: number,
): Compiled {
  let program: Program
  try {
    program = handlebars.parse(text)
  } catch (error) {
    throw new PressrunError(parseProblem(error as Error, text, { file, line, column: 1 }))
  }
  shiftLines(program, line - 1)
  const used = checkNames(program, file, { helpers: [...BUILT_IN_HELPERS, ...helpers], partials })
  const opened = openSlots(program, file)
  if (kind === 'mjml') markSources(opened, file)
  shiftLines(opened, shift)
  const render = handlebars.compile(opened, {
    strict: true,
    noEscape: kind === 'txt',
    preventIndent: true,
  })
  return { text, partials: used, render }
}

function shiftLines(node: unknown, by: number): void {
  if (by === 0 || !node || typeof node !== 'object') return
  if ('loc' in node && node.loc) {
    const loc = node.loc as hbs.AST.SourceLocation
    node.loc = {
      ...loc,
      start: { ...loc.start, line: loc.start.line + by },
      end: { ...loc.end, line: loc.end.line + by },
    }
  }
  for (const [key, inner] of Object.entries(node)) if (key !== 'loc') shiftLines(inner, by)
}

/** @param files the files that were compiled, by index. */
function withPlaces<T>(run: () => T, files: readonly string[], context: object): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof PressrunError) throw error
    const { message, lineNumber, column } = error as Error & {
      lineNumber?: number
      column?: number
    }
    if (lineNumber === undefined) throw error
    const file = files[Math.floor(lineNumber / LINES_A_FILE)] as string
    const line = lineNumber % LINES_A_FILE
    throw new PressrunError(runProblem(message, file, line, column, context), { cause: error })
  }
}

function runProblem(
  message: string,
  file: string,
  line: number,
  column: number | undefined,
  context: object,
): Problem {
  const place = { file, line, column: column === undefined ? undefined : column + 1 }
  const unknown = /^"(.*?)" not defined in/.exec(message)?.[1]
  if (unknown === undefined) {
    return { code: 'template', message: message.replace(/ - \d+:\d+$/, ''), ...place }
  }
  const near = nearest(unknown, namesWithin(context))
  return {
    code: 'template',
    message: `"${unknown}" is not defined`,
    mend: near
      ? `Did you mean "${near}"?`
      : 'Check the name; docs/templates.md lists what a template can use.',
    ...place,
  }
}

/** Every key within a context, to find the one that was meant. */
function namesWithin(value: unknown, depth = 4, into = new Set(['subscriber', 'links'])): string[] {
  if (depth > 0 && value && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) into.add(key)
      namesWithin(inner, depth - 1, into)
    }
  }
  return [...into]
}

function parseProblem(
  error: Error & { lineNumber?: number },
  text: string,
  origin: Origin,
): Problem {
  const { file, line: first } = origin
  const unclosed = unclosedBlock(text)
  if (unclosed && /got 'EOF'/.test(error.message)) {
    return {
      code: 'template',
      message: `{{#${unclosed.name}}} is never closed`,
      mend: `Add {{/${unclosed.name}}}.`,
      file,
      line: unclosed.line + first - 1,
    }
  }
  const parsed = /^Parse error on line (\d+):/.exec(error.message)
  const line = parsed ? Number(parsed[1]) : (error.lineNumber ?? 1)
  return {
    code: 'template',
    message: parsed
      ? 'Handlebars cannot read this line: a brace, a quote or a block is not closed'
      : error.message.replace(/ - \d+:\d+$/, ''),
    mend: 'Check that every {{#block}} has its {{/block}} and every {{ its }}.',
    file,
    line: line + first - 1,
  }
}

/** The innermost block that is still open at the end of a template. */
function unclosedBlock(text: string): { readonly name: string; readonly line: number } | undefined {
  const open: { name: string; line: number }[] = []
  for (const match of text.matchAll(/\{\{~?(#[>*]?|\/)\s*([^\s}~]+)/g)) {
    if (match[1] === '/') open.pop()
    else
      open.push({ name: match[2] as string, line: text.slice(0, match.index).split('\n').length })
  }
  return open.at(-1)
}

/** Handlebars calls this where a template has a slot: the request as JSON, then the values of its holes. */
function slotHelper(this: unknown, json: string, ...rest: unknown[]): unknown {
  const options = rest.pop() as { data: { slots: SlotTable } }
  const { mark, origin } = JSON.parse(json) as SlotRequest
  const fill = (holed: Holed): Expression => {
    if (holed.kind === 'hole') return { kind: 'constant', value: constant(rest[holed.index]) }
    if (holed.kind === 'call') return { ...holed, args: holed.args.map(fill) }
    return holed
  }
  const filled: SlotMark =
    mark.kind === 'value'
      ? { kind: 'value', value: fill(mark.value) }
      : mark.kind === 'if'
        ? { kind: 'if', test: fill(mark.test) }
        : mark.kind === 'each'
          ? { kind: 'each', list: fill(mark.list) }
          : mark
  return new Handlebars.SafeString(options.data.slots.add(filled, origin))
}

function constant(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return String(value)
}
