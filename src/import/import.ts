// A page, a document or a transcript to an issue: text and hints in; YAML, article, interview and a report of what
// became of every line out. Pure: reads no file, asks no network, knows no clock. What it writes loads
// (issue/load.ts); what it leaves out it names.

import type { Block, Correction, Reading } from './block.ts'
import { articleFile, languageOf, type Said, saidOf } from './compose/article.ts'
import { interviewFile } from './compose/interview.ts'
import { issueFile, slugFrom, titleFrom } from './compose/issue.ts'
import { markdownOf, type WrittenImage } from './compose/markdown.ts'
import { reportOf } from './compose/report.ts'
import { bodyOf, coverOf, type GotImage, imageKey, imageName, pictureWord } from './images.ts'
import { guessLanguage } from './language.ts'
import { type Piece, readPiece, type Verdict } from './piece.ts'
import type { Speaker } from './interview/voices.ts'
import { MAX_PIECE_BYTES } from './limits.ts'
import { PressrunError } from '../problem.ts'

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
  /** What to write; the issue's YAML file comes last. */
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
  /** What an editor should look at, in sentences. */
  readonly look: readonly string[]
  /** `import.md` */
  readonly report: string
}

/** The heavy half: every source read, judged and parted. */
export function readSources(
  sources: readonly ImportSource[],
  options: Pick<ImportOptions, 'lang' | 'fallbackLang'>,
): ReadSources {
  const all = sources.map(({ reading }) => reading.blocks.map(({ text }) => text).join('\n').slice(0, 40_000)).join('\n')
  const said = sources.map(({ reading }) => languageOf(reading.metadata)).find((lang) => lang !== undefined)
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
export function importSource(sources: readonly ImportSource[], options: ImportOptions): ImportResult {
  return composeIssue(readSources(sources, options), options)
}

/**
 * The light half.
 * @param images by `imageKey`: what became of each that was wanted.
 * @throws PressrunError `content` where a piece is larger than a letter can hold
 */
export function composeIssue(
  read: ReadSources,
  options: ImportOptions,
  images: ReadonlyMap<string, GotImage> = new Map(),
): ImportResult {
  return new Composer(read, options, images).result()
}

class Composer {
  readonly #read: ReadSources
  readonly #options: ImportOptions
  readonly #images: ReadonlyMap<string, GotImage>
  readonly #look: string[] = []
  readonly #names = new Set<string>()
  readonly #written = new Map<string, string>()
  readonly #files: { name: string; text: string }[] = []
  readonly #made: string[] = []
  readonly #cover: ReturnType<typeof coverOf>

  constructor(read: ReadSources, options: ImportOptions, images: ReadonlyMap<string, GotImage>) {
    this.#read = read
    this.#options = options
    this.#images = images
    this.#cover = coverOf(read.pieces)
  }

  result(): ImportResult {
    const { pieces, lang } = this.#read
    const { date } = this.#options
    const first = <T>(find: (piece: Piece) => T | undefined) => pieces.map(find).find((found) => found !== undefined)
    const saids = pieces.map((piece) => this.#said(piece))
    const found = saids.map(({ title }) => title).find((title) => title !== undefined) ?? first((piece) => piece.interview?.title)
    const title = found ?? titleFrom(pieces.flatMap(bodyOf)) ?? 'Untitled'
    const slug = this.#options.slug ?? slugFrom([found, ...this.#read.sources.map(({ name }) => fileWords(name)), title], date)
    const empty = pieces.every(({ article, interview }) => !article && !interview)
    if (!empty && found === undefined)
      this.#look.push(`There is no headline; the issue's title was made from its first sentence: “${title}”. Write a better one.`)

    for (const piece of pieces) this.#look.push(...piece.remarks)
    const pointers = empty ? [] : this.#writePieces(slug, saids)
    const yaml = empty ? '' : this.#issueYaml(slug, title, pointers, saids)
    const report = reportOf({ date, sources: this.#reported(), made: this.#made, look: this.#look })
    const files = [...this.#files, { name: `issues/${slug}/import.md`, text: report }, ...(empty ? [] : [{ name: `issues/${slug}.yaml`, text: yaml }])]
    this.#checkSizes(files)
    const article = first((piece) => piece.article)
    const interview = first((piece) => piece.interview)
    return {
      empty,
      slug,
      title,
      date,
      lang,
      files,
      images: [...this.#written].map(([key, name]) => {
        const [source = '0', ...src] = key.split(' ')
        return { source: Number(source), src: src.join(' '), name: `issues/${slug}/${name}` }
      }),
      ...(article ? { article: { ...(saids[pieces.findIndex((piece) => piece.article)] as Said), paragraphs: article.body.map(({ text }) => text) } } : {}),
      ...(interview ? { interview: shownInterview(interview) } : {}),
      verdicts: pieces.map(({ verdicts }) => verdicts),
      repairs: pieces.flatMap(({ repairs }) => repairs),
      look: this.#look,
      report,
    }
  }

  #said({ article, interview, metadata }: Piece): Said {
    const head = article?.head ?? interview?.head
    const body = article?.body ?? interview?.intro ?? []
    const firstText = body.find(({ form }) => form === 'text')?.text ?? ''
    return saidOf(head, metadata, firstText)
  }

  #writePieces(slug: string, saids: readonly Said[]): Pointer[] {
    const pointers: Pointer[] = []
    const count = { article: 0, interview: 0 }
    for (const [index, piece] of this.#read.pieces.entries()) {
      const { base: linkBase } = this.#read.sources[index] as ImportSource
      const writer = this.#writer(index)
      for (const kind of ['article', 'interview'] as const) {
        const content = piece[kind]
        if (!content) continue
        const number = ++count[kind]
        const name = `${kind}${number > 1 ? `-${number}` : ''}.md`
        const said = saids[index] as Said
        const text =
          kind === 'article' && piece.article
            ? articleFile(piece.article, said, writer, linkBase)
            : piece.interview
              ? interviewFile(withHeadTitle(piece, said), writer, linkBase)
              : ''
        this.#files.push({ name: `issues/${slug}/${name}`, text })
        this.#made.push(describeFile(kind, name, piece))
        pointers.push({ kind, pointer: `${slug}/${name}`, main: number === 1 })
      }
      const note = piece.interview ? markdownOf(piece.interview.closing, writer, linkBase) : ''
      if (note !== '') {
        pointers.push({ kind: 'note', pointer: note, main: false })
        this.#look.push('What stood after the last turn became a note of the issue, beneath the interview.')
      }
      this.#lookAtInterview(piece, said(saids, index))
    }
    return pointers
  }

  /** An interview's file has no place for who wrote it and when. */
  #lookAtInterview({ article, interview }: Piece, { byline, published, standfirst }: Said): void {
    if (!interview || article) return
    const asks = interview.speakers.some(({ name }) => name === byline)
    if (byline && !asks) this.#look.push(`The byline, ${byline}, has no place in an interview's file.`)
    if (published) this.#look.push(`It first appeared on ${published}; an interview's file has no place for that.`)
    if (standfirst) this.#look.push('The standfirst became the line that inboxes show (preheader).')
  }

  #issueYaml(slug: string, title: string, pointers: readonly Pointer[], saids: readonly Said[]): string {
    const main = (kind: Pointer['kind']) => pointers.find((entry) => entry.kind === kind && entry.main)?.pointer
    const sections = pointers
      .filter(({ main: isMain }) => !isMain)
      .map(({ kind, pointer }) => (kind === 'note' ? { type: 'note', text: pointer } : { type: kind, [kind]: pointer }))
    const captions = this.#read.pieces.flatMap(({ article, interview }) => (article?.head ?? interview?.head)?.captions ?? [])
    const cover = this.#coverImage(slug)
    if (captions.length > 0 && !cover)
      this.#look.push('A caption without its picture is kept as a comment at the end of the issue file.')
    return issueFile({
      title,
      date: this.#options.date,
      lang: this.#read.lang,
      preheader: saids.map(({ standfirst }) => standfirst).find((text) => text !== undefined),
      cover,
      article: main('article'),
      interview: main('interview'),
      sections,
      captions,
      comment: `Imported; ${slug}/import.md says what was taken as what.`,
    })
  }

  #coverImage(slug: string): WrittenImage | undefined {
    const cover = this.#cover?.cover
    if (!cover) return undefined
    const file = this.#fileOf(cover.source, cover)
    if (file === undefined) return undefined
    if (cover.alt === '' && !cover.caption)
      this.#look.push(`Nobody said what ${file}, the picture at the top, shows: write it behind "alt:".`)
    return { ...cover, alt: cover.alt || cover.caption || '', file: `${slug}/${file}` }
  }

  #writer(source: number) {
    const dropped = new Set<string>()
    const { captionOf } = this.#read.pieces[source]?.article?.head ?? this.#read.pieces[source]?.interview?.head ?? {}
    return {
      imageOf: (block: Block): WrittenImage | undefined => {
        const { image } = block
        if (!image || block === this.#cover?.block) return undefined
        const file = this.#fileOf(source, image)
        if (file === undefined) return undefined
        const said = { ...image, ...captionOf?.get(block) }
        if (image.alt.trim() === '')
          this.#look.push(`Nobody said what ${file} shows: write it between the brackets of the image.`)
        return { ...said, file, alt: image.alt.trim() || said.caption || pictureWord(this.#read.lang) }
      },
      onDroppedLink: (target: string): void => {
        if (dropped.has(target)) return
        dropped.add(target)
        const shown = target.length > 60 ? `${target.slice(0, 60)}…` : target
        this.#look.push(`A link that leads nowhere in a letter lost its target: ${shown || '(empty)'}`)
      },
    }
  }

  #fileOf(source: number, image: { src: string; alt: string; caption?: string }): string | undefined {
    const key = imageKey(source, image.src)
    const name = this.#written.get(key)
    if (name !== undefined) return name
    const got = this.#images.get(key)
    if (got?.kind !== 'got') {
      const shown = image.src.length > 80 ? `${image.src.slice(0, 80)}…` : image.src
      this.#look.push(`An image was left out, ${got?.why ?? 'since it is not at hand'}: ${shown}${image.alt ? ` (“${image.alt}”)` : ''}`)
      return undefined
    }
    const made = imageName(image, got.extension, this.#names)
    this.#written.set(key, made)
    return made
  }

  #reported() {
    return this.#read.sources.map(({ name }, index) => ({
      name,
      verdicts: this.#read.pieces[index]?.verdicts ?? [],
      repairs: this.#read.pieces[index]?.repairs ?? [],
    }))
  }

  #checkSizes(files: readonly ImportedFile[]): void {
    const large = files.find(({ name, text }) => /(?:article|interview)/.test(name) && Buffer.byteLength(text) > MAX_PIECE_BYTES)
    if (!large) return
    throw new PressrunError({
      code: 'content',
      message: `${large.name} would be ${(Buffer.byteLength(large.text) / 1e6).toFixed(1)} MB, more than a letter can hold`,
      mend: 'Import a part of it.',
    })
  }
}

interface Pointer {
  readonly kind: 'article' | 'interview' | 'note'
  /** Relative to the issue's file; of a note its text. */
  readonly pointer: string
  readonly main: boolean
}

const said = (saids: readonly Said[], index: number): Said => saids[index] ?? {}

/** `summit-page.txt` and `https://x.example/news/summit.html` as words. */
function fileWords(name: string): string | undefined {
  const last = name.replace(/[?#].*$/, '').replace(/\/+$/, '').split(/[/\\]/).at(-1) ?? ''
  const words = last.replace(/\.\w{1,5}$/, '')
  return /\p{L}{3}/u.test(words) && words !== 'stdin' ? words : undefined
}

function withHeadTitle(piece: Piece, { title }: Said): NonNullable<Piece['interview']> {
  const interview = piece.interview as NonNullable<Piece['interview']>
  return interview.title === undefined && !piece.article && title !== undefined ? { ...interview, title } : interview
}

function describeFile(kind: 'article' | 'interview', name: string, { article, interview }: Piece): string {
  if (kind === 'article') {
    const count = article?.body.filter(({ form }) => form === 'text').length ?? 0
    return `${name}: an article of ${count} paragraph${count === 1 ? '' : 's'}`
  }
  const { turns = [], speakers = [], way } = interview ?? {}
  const questions = turns.filter((turn) => turn.kind === 'question').length
  const cast = speakers.map((speaker) => `${speaker.name} (${speaker.role === 'guest' ? 'answers' : 'asks'})`).join(', ')
  return `${name}: an interview of ${questions} question${questions === 1 ? '' : 's'} and ${turns.length - questions} answer${turns.length - questions === 1 ? '' : 's'}, told apart by ${way}: ${cast}`
}

function shownInterview(interview: NonNullable<Piece['interview']>): NonNullable<ImportResult['interview']> {
  return {
    ...(interview.title ? { title: interview.title } : {}),
    way: interview.way,
    speakers: interview.speakers,
    turns: interview.turns.map(({ speaker, blocks }) => {
      const { name, role } = interview.speakers[speaker] as Speaker
      return { speaker: name, role, paragraphs: blocks.map(({ text }) => text) }
    }),
  }
}
