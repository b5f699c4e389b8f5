// A letter as the rules see it: as several readers get it, as trees and styles, and with the way back to what the
// author wrote. Made lazily: a rule that is off costs nothing. Nothing here reads a clock or the network.

import { type Keyring, type ReaderLinks, readerLinks } from '../audience/links.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Issue } from '../issue/issue.ts'
import { type MessageMaker, messageMaker } from '../message/maker.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import { type Layout, layOut, type RenderOptions } from '../render/render.ts'
import type { Merge, RenderedIssue } from '../render/rendered.ts'
import type { Sheet } from './html/css.ts'
import { type Document, readHtml } from './html/document.ts'
import { type Look, sheetsOf, stylesOf } from './html/style.ts'
import type { LinkProber } from './links/probe.ts'
import { type Passage, passagesOf } from './passages.ts'
import { Places } from './places.ts'
import { type ListFigures, NOBODY, sampleReader, wideReader } from './readers.ts'
import { Sources } from './sources.ts'
import type { SpamScorer } from './spam/scorer.ts'
import type { Spelling } from './words/spelling.ts'

export interface LetterInput {
  readonly project: Project
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly files: Files
  readonly keys: Keyring
  /** ms since the epoch. */
  readonly now: number
  /** What `render` was given: kept images and templates make finding places quick. */
  readonly kept?: RenderOptions | undefined
  readonly layout?: Layout | undefined
  readonly list?: ListFigures | undefined
  readonly spelling: Spelling
  readonly prober?: LinkProber | undefined
  readonly scorer?: SpamScorer | undefined
}

/** The letter as one reader gets it. */
export interface Copy {
  readonly who: 'sample' | 'nobody' | 'widest'
  readonly subscriber: Subscriber
  readonly subject: string
  readonly preheader: string
  readonly html: string
  readonly text: string
  readonly document: Document
  readonly sheets: readonly Sheet[]
  /** At the letter's full width where none is given. */
  look(scheme: 'light' | 'dark', width?: number): Look
}

export interface HeaderLines {
  /** Names in lower case; values unfolded, as they stand on the wire. */
  readonly fields: ReadonlyMap<string, string>
  readonly envelopeFrom: string
  readonly bytes: Buffer
}

export class Letter {
  readonly project: Project
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly files: Files
  readonly now: number
  readonly list: ListFigures | undefined
  readonly spelling: Spelling
  readonly prober: LinkProber | undefined
  readonly scorer: SpamScorer | undefined
  readonly sources: Sources
  readonly places: Places
  /** Kept for one check: what several rules ask for. */
  readonly #made = new Map<string, unknown>()
  readonly #input: LetterInput

  constructor(input: LetterInput) {
    this.#input = input
    this.project = input.project
    this.issue = input.issue
    this.rendered = input.rendered
    this.files = input.files
    this.now = input.now
    this.list = input.list
    this.spelling = input.spelling
    this.prober = input.prober
    this.scorer = input.scorer
    this.sources = new Sources(input.files)
    this.places = new Places(this.issue, this.sources, () => this.layout())
  }

  /** The sample reader's. */
  get sample(): Copy {
    return this.#once('sample', () => this.#copy('sample', sampleReader(this.project)))
  }

  get nobody(): Copy {
    return this.#once('nobody', () => this.#copy('nobody', NOBODY))
  }

  get widest(): Copy {
    return this.#once('widest', () =>
      this.#copy('widest', this.list?.widest ?? wideReader(this.rendered)),
    )
  }

  /** Enough copies to see both sides of every block that depends on the reader. */
  get copies(): readonly Copy[] {
    return hasBlocks(this.rendered.html) ? [this.sample, this.nobody, this.widest] : [this.sample]
  }

  get passages(): readonly Passage[] {
    return this.#once('passages', () => passagesOf(this.issue, this.sources))
  }

  /** The links that are a reader's own. */
  linksOf({ email }: Subscriber): ReaderLinks {
    return readerLinks(this.project, this.#input.keys)(email, this.rendered.slug)
  }

  /** The message that the sample reader would get now. */
  message(): Promise<HeaderLines> {
    return this.#once('message', async () => {
      const { project, rendered, keys } = this.#input
      const maker = messageMaker({ project, rendered, keys })
      const { bytes, envelope } = await maker.make(this.sample.subscriber, new Date(this.now))
      return { fields: headerFields(bytes), envelopeFrom: envelope.from, bytes }
    })
  }

  /** MJML with its way back to the templates. */
  layout(): Promise<Layout> {
    return this.#once(
      'layout',
      async () =>
        this.#input.layout ?? layOut(this.project, this.issue, this.files, this.#input.kept ?? {}),
    )
  }

  #maker(): MessageMaker {
    const { project, rendered, keys } = this.#input
    // Where links lead is what is checked, not the way that counts them.
    const uncounted = { ...project, countClicks: false }
    return this.#once('maker', () => messageMaker({ project: uncounted, rendered, keys }))
  }

  #copy(who: Copy['who'], subscriber: Subscriber): Copy {
    const { project } = this.#input
    const maker = this.#maker()
    const once = <T>(key: string, make: () => T) => this.#once(`${who} ${key}`, make)
    const copy: Copy = {
      who,
      subscriber,
      subject: maker.subject(subscriber),
      preheader: maker.preheader(subscriber),
      html: maker.html(subscriber),
      text: maker.text(subscriber),
      get document() {
        return once('document', () => readHtml(copy.html))
      },
      get sheets() {
        return once('sheets', () => sheetsOf(copy.document))
      },
      look: (scheme, width = project.theme.width) =>
        once(`${scheme} ${width}`, () =>
          once('styles', () => stylesOf(copy.document, copy.sheets))({ scheme, width }),
        ),
    }
    return copy
  }

  #once<T>(key: string, make: () => T): T {
    if (!this.#made.has(key)) this.#made.set(key, make())
    return this.#made.get(key) as T
  }
}

const hasBlocks = (merge: Merge): boolean =>
  merge.some((part) => typeof part !== 'string' && part.kind !== 'value')

function headerFields(bytes: Buffer): ReadonlyMap<string, string> {
  const head = bytes.subarray(0, bytes.indexOf('\r\n\r\n')).toString('utf8')
  return new Map(
    head
      .replace(/\r\n(?=[ \t])/g, '')
      .split('\r\n')
      .map((line) => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
      }),
  )
}
