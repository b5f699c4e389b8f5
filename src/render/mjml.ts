// MJML to HTML, with the guards before and after, so that nothing vanishes in silence. MJML itself is
// loaded at the first letter only: loading takes as long as rendering some fifty letters.

import { PressrunError, type Problem } from '../problem.ts'
import { inlineStyles } from './inline/inline.ts'
import { readStyleSheet, type StyleSheet } from './inline/style-sheet.ts'
import { guardMjml } from './mjml-guard.ts'
import { loadMjml, type Mjml } from './mjml-load.ts'
import type { SlotTable } from './slot.ts'
import type { Output } from './source-marks.ts'

/** No web fonts: every reader's client would call a third party for them. */
const OPTIONS = { fonts: {}, keepComments: false, ignoreIncludes: true, minify: false }

/**
 * @param output MJML with slot tokens, as a template made it.
 * @returns HTML with the same tokens, each as often as it should be.
 * @throws PressrunError `template`, with the template's file and line.
 */
export async function renderMjml(output: Output, slots: SlotTable): Promise<string> {
  const { source, sheet } = takeInlineStyles(guardMjml(output, slots), output)
  const before = count(source, slots)
  let result: Awaited<ReturnType<Mjml>>
  try {
    result = await loadMjml()(source, OPTIONS)
  } catch (error) {
    throw new PressrunError(
      {
        code: 'template',
        message: `MJML cannot render this: ${firstLine((error as Error).message)}`,
        mend: 'Check the structure: mj-body holds mj-section, which holds mj-column, which holds the rest.',
        ...place(output.locate(output.text.indexOf('<mj-body'))),
      },
      { cause: error },
    )
  }
  const problems = result.errors.map((error) => mjmlProblem(error, output))
  if (problems.length > 0) throw new PressrunError(problems)
  const html = inlineStyles(tighten(result.html), sheet)
  takeCensus(html, before, slots)
  return html
}

/** The last sheet read: a publication's letters mostly share one. */
let lastSheet: { readonly css: string; readonly sheet: StyleSheet } | undefined

/** Takes `<mj-style inline="inline">` out, and leaves its line breaks. */
function takeInlineStyles(mjml: string, output: Output): { source: string; sheet: StyleSheet } {
  let css = ''
  const source = mjml.replace(
    /<mj-style\s[^>]*?inline="inline"[^>]*?>([\s\S]*?)<\/mj-style>/g,
    (whole, inside: string) => {
      css += inside
      return whole.replace(/[^\n]+/g, '')
    },
  )
  if (lastSheet?.css !== css) lastSheet = { css, sheet: readStyleSheet(css) }
  const { sheet } = lastSheet
  const problems = sheet.unwritable.map(({ at, what }) => ({
    code: 'template' as const,
    message: `${what} cannot be written into an element`,
    mend: 'Move it into an <mj-style> without inline="inline".',
    ...place(output.locate(output.text.indexOf(css.slice(at, at + 200).split('\n')[0] as string))),
  }))
  if (problems.length > 0) throw new PressrunError(problems)
  return { source, sheet }
}

/**
 * Each slot that went in comes out, at least as often: MJML says a title and a social link twice, and each
 * copy is escaped for its own place.
 */
function takeCensus(html: string, before: ReadonlyMap<string, number>, slots: SlotTable): void {
  const after = count(html, slots)
  const problems: Problem[] = []
  for (const [token, times] of before) {
    if ((after.get(token) ?? 0) >= times) continue
    problems.push({
      code: 'template',
      message: 'MJML lost this slot',
      mend: 'Put it where MJML keeps text: in mj-text, mj-button, mj-table or mj-raw, or in href, src or alt.',
      ...slots.get(token)?.origin,
    })
  }
  if (problems.length > 0) throw new PressrunError(problems)
}

function count(text: string, slots: SlotTable): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { slot } of slots.in(text)) counts.set(slot.token, (counts.get(slot.token) ?? 0) + 1)
  return counts
}

function mjmlProblem(
  { line, message }: { line: number; message: string },
  output: Output,
): Problem {
  // The guard changes no line breaks, so a line of the source is the same line of the output.
  const lines = output.text.split('\n')
  const offset = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0)
  const indent = /^\s*/.exec(lines[line - 1] ?? '')?.[0].length ?? 0
  return {
    code: 'template',
    message: `MJML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    mend: 'Look the element up at https://documentation.mjml.io.',
    ...place(output.locate(offset + indent)),
  }
}

function place(
  origin: { file: string; line: number; column: number } | undefined,
): Partial<Problem> {
  return origin ?? {}
}

/**
 * Takes out the indentation and the empty lines that MJML leaves: a third of its output. White space
 * between tags and at the ends of lines means nothing there; `pre` and comments' inside stay as they are.
 */
function tighten(html: string): string {
  return html
    .split(/(<pre[\s>][\s\S]*?<\/pre>)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[ \t]*\n\s*/g, '\n')))
    .join('')
    .trim()
}

const firstLine = (text: string) => text.split('\n')[0] as string
