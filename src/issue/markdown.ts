// Markdown to the content tree. Raw HTML is text like any other; links have a known scheme; images are in the
// project and have alt text. After this nobody sees Markdown again, and nothing that was written is left out
// without a word.

import MarkdownIt from 'markdown-it'
import footnote from 'markdown-it-footnote'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Prose } from './content.ts'
import { footnoteProblems } from './footnotes.ts'
import { BlockReader } from './markdown-blocks.ts'
import { Reading } from './markdown-reading.ts'
import { quotesOf } from './typography.ts'

type Parser = InstanceType<typeof MarkdownIt>

export interface MarkdownSource {
  /** Relative to the project: for messages, and what image paths are relative to. */
  readonly file: string
  /** Line of the file on which each line of the text stands, or on which the first does. */
  readonly lines: readonly number[] | number
  /** BCP 47: for quotation marks. */
  readonly lang: string
  readonly files: Files
  /** How many footnotes came before in the same piece. */
  readonly footnotes?: number
  /** Footnotes of a larger whole stand at the end of the text: not each must be referred to in it. */
  readonly part?: boolean
}

/**
 * CommonMark with tables, strikethrough, footnotes and typographic quotes.
 * @throws PressrunError `content`, `file`: all problems at once.
 */
export function proseFromMarkdown(text: string, source: MarkdownSource): Prose {
  const clean = withoutControls(text)
  const reading = new Reading(clean, source)
  const prose = new BlockReader(parserFor(source.lang).parse(clean, {}), reading).prose()
  const problems = [
    ...reading.problems,
    ...(source.part ? [] : footnoteProblems(clean, source.file, (index) => reading.lineAt(index))),
  ]
  if (problems.length > 0) throw new PressrunError(problems)
  return prose
}

const parsers = new Map<string, Parser>()

function parserFor(lang: string): Parser {
  const quotes = quotesOf(lang)
  const key = quotes.join()
  let parser = parsers.get(key)
  if (!parser) {
    parser = new MarkdownIt({
      html: false,
      linkify: true,
      typographer: true,
      quotes: [...quotes],
    }).use(footnote)
    parser.disable('replacements')
    parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false }).add('ftp:', null).add('//', null)
    // Every link is looked at by the reader, where it can be refused with its line.
    parser.validateLink = () => true
    // What is nested deeper than this the parser drops; the reader refuses it long before.
    parser.set({ maxNesting: 500 })
    parsers.set(key, parser)
  }
  return parser
}

/** What word processors leave behind as line and page breaks is white space; other controls show as what they are. */
function withoutControls(text: string): string {
  return text
    .replace(/[\u000b\u000c\u0085\u2028\u2029]/g, ' ')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\uFDD0-\uFDEF\uFFFE\uFFFF]/g, '\uFFFD')
}
