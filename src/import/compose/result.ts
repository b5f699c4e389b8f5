// What an import comes to: files to write, and the same as data for whoever shows it.

import type { Speaker } from '../interview/voices.ts'
import type { Piece, Verdict } from '../piece.ts'
import type { Said } from './article.ts'

export interface ImportedFile {
  /** Relative to the project: `issues/lima-summit/article.md`. */
  readonly name: string
  readonly text: string
}

export interface ImportedImage {
  readonly src: string
  readonly source: number
  /** Relative to the project. */
  readonly name: string
}

export interface ImportResult {
  /** Neither an article nor an interview was found: there is only a report. */
  readonly empty: boolean
  readonly slug: string
  readonly title: string
  readonly date: string
  readonly lang: string
  /** What to write; the YAML file comes last. */
  readonly files: readonly ImportedFile[]
  readonly images: readonly ImportedImage[]
  readonly article?: Said & { readonly paragraphs: readonly string[] }
  readonly interview?: {
    readonly title?: string
    readonly way: string
    readonly speakers: readonly Speaker[]
    readonly turns: readonly {
      readonly speaker: string
      readonly role: Speaker['role']
      /** A paragraph each, as read. */
      readonly paragraphs: readonly string[]
    }[]
  }
  /** A verdict for every line, by source. */
  readonly verdicts: readonly (readonly Verdict[])[]
  readonly repairs: Piece['repairs']
  /** One line for each article and interview: what is in it. */
  readonly made: readonly string[]
  /** What an editor should look at, in sentences. */
  readonly look: readonly string[]
  /** `import.md` */
  readonly report: string
}
