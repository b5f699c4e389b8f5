// A page, a document or a transcript to an issue: text and hints in; YAML, article, interview and a report of what
// became of every line out. Pure: reads no file, asks no network, knows no clock. What it writes loads
// (issue/load.ts); what it leaves out it names.

import type { Correction, Reading } from './block.ts'
import { languageOf } from './compose/article.ts'
import { composeIssue } from './compose/compose.ts'
import type { ImportResult } from './compose/result.ts'
import { guessLanguage } from './language.ts'
import { type Piece, readPiece } from './piece.ts'

export { composeIssue } from './compose/compose.ts'
export type { ImportedFile, ImportedImage, ImportResult } from './compose/result.ts'

export interface ImportSource {
  /** As the report calls it: a file's name, an address. */
  readonly name: string
  /** From `openSource`. */
  readonly reading: Reading
  /** What relative links are relative to. */
  readonly base?: string
  /** The person said that it is this and nothing else. */
  readonly role?: 'article' | 'interview'
  readonly corrections?: readonly Correction[]
}

export interface ImportOptions {
  /** Today, or the issue's day: `YYYY-MM-DD`. */
  readonly date: string
  /** Overrides every guess. */
  readonly lang?: string
  readonly slug?: string
  /** The publication's language: where nothing can be guessed. */
  readonly fallbackLang?: string
}

/** Sources that were read, before their images are at hand. */
export interface ReadSources {
  readonly sources: readonly ImportSource[]
  readonly pieces: readonly Piece[]
  readonly lang: string
}

/** The heavy half: every source read, judged and parted. */
export function readSources(
  sources: readonly ImportSource[],
  options: Pick<ImportOptions, 'lang' | 'fallbackLang'>,
): ReadSources {
  const all = sources
    .map(({ reading }) =>
      reading.blocks
        .map(({ text }) => text)
        .join('\n')
        .slice(0, 40_000),
    )
    .join('\n')
  const said = sources
    .map(({ reading }) => languageOf(reading.metadata))
    .find((lang) => lang !== undefined)
  const guess = guessLanguage(all)
  // A page's own word counts where the text does not speak against it: templates are copied from abroad.
  const agreed = said && (!guess || base(said) === base(guess)) ? said : guess
  const lang = options.lang ?? agreed ?? options.fallbackLang ?? 'en'
  const pieces = sources.map(({ reading, role, corrections }) =>
    readPiece(reading, { lang, role, corrections }),
  )
  return { sources, pieces, lang }
}

const base = (lang: string) => lang.split('-')[0]

/** Both halves, without images: each is named in the report as not at hand. */
export function importSource(
  sources: readonly ImportSource[],
  options: ImportOptions,
): ImportResult {
  return composeIssue(readSources(sources, options), options)
}
