// Pieces that were read to the files of an issue: each article and interview its file, the issue's YAML that points
// to them, `import.md`. Text only: who calls writes it.

import { slugFrom } from '../../issue/slug.ts'
import { PressrunError } from '../../problem.ts'
import { bodyOf, type GotImage } from '../images.ts'
import type { ImportOptions, ReadSources } from '../import.ts'
import type { Speaker } from '../interview/voices.ts'
import { MAX_PIECE_BYTES } from '../limits.ts'
import type { Piece } from '../piece.ts'
import { articleFile, type Said, saidOf } from './article.ts'
import { interviewFile } from './interview.ts'
import { issueFile, titleFrom } from './issue.ts'
import { markdownOf } from './markdown.ts'
import { Pictures } from './pictures.ts'
import { describeArticle, describeInterview, reportOf } from './report.ts'
import type { ImportedFile, ImportResult } from './result.ts'

/**
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

interface Pointer {
  readonly kind: 'article' | 'interview' | 'note'
  /** Relative to the issue's file; of a note its text. */
  readonly pointer: string
  readonly main: boolean
}

class Composer {
  readonly #read: ReadSources
  readonly #options: ImportOptions
  readonly #saids: readonly Said[]
  readonly #look: string[] = []
  readonly #pictures: Pictures
  readonly #files: ImportedFile[] = []
  readonly #made: string[] = []

  constructor(read: ReadSources, options: ImportOptions, images: ReadonlyMap<string, GotImage>) {
    this.#read = read
    this.#options = options
    this.#saids = read.pieces.map(saidOfPiece)
    this.#pictures = new Pictures(read.pieces, images, read.lang, (remark) =>
      this.#look.push(remark),
    )
  }

  result(): ImportResult {
    const { pieces, lang } = this.#read
    const { date } = this.#options
    const empty = pieces.every(({ article, interview }) => !article && !interview)
    const { title, slug } = this.#name(empty)
    for (const piece of pieces) this.#look.push(...piece.remarks)
    if (!empty) {
      const pointers = this.#writePieces(slug)
      const yaml = this.#issueYaml(slug, title, pointers)
      this.#files.push({ name: `issues/${slug}.yaml`, text: yaml })
    }
    const report = reportOf({ date, sources: this.#reported(), made: this.#made, look: this.#look })
    this.#files.unshift({ name: `issues/${slug}/import.md`, text: report })
    const article = pieces.findIndex((piece) => piece.article)
    const interview = pieces.find((piece) => piece.interview)?.interview
    return {
      empty,
      slug,
      title,
      date,
      lang,
      files: this.#files,
      images: this.#pictures
        .written()
        .map((image) => ({ ...image, name: `issues/${slug}/${image.name}` })),
      ...(article >= 0
        ? { article: shownArticle(pieces[article] as Piece, this.#saids[article] as Said) }
        : {}),
      ...(interview ? { interview: shownInterview(interview) } : {}),
      verdicts: pieces.map(({ verdicts }) => verdicts),
      repairs: pieces.flatMap(({ repairs }) => repairs),
      made: this.#made,
      look: this.#look,
      report,
    }
  }

  /** The issue's title and slug, and what is to be said of how they were found. */
  #name(empty: boolean): { readonly title: string; readonly slug: string } {
    const { pieces, sources } = this.#read
    const headline = this.#saids.map(({ title }) => title).find((title) => title !== undefined)
    const spoken = pieces
      .map(({ interview }) => interview?.title)
      .find((title) => title !== undefined)
    const found = headline ?? spoken
    const title = found ?? titleFrom(pieces.flatMap(bodyOf)) ?? 'Untitled'
    const names = [found, ...sources.map(({ name }) => fileWords(name)), title]
    const slug = this.#options.slug ?? slugFrom(names, this.#options.date)
    const hasArticle = pieces.some(({ article }) => article)
    if (!empty && found === undefined)
      this.#look.push(
        `There is no headline; the issue's title was made from its first sentence: “${title}”. Write a better one.`,
      )
    else if (headline === undefined && hasArticle)
      this.#look.push(
        'The article has no headline; the issue goes by the title of its interview. Write one behind "title:" in article.md.',
      )
    return { title, slug }
  }

  #writePieces(slug: string): Pointer[] {
    const pointers: Pointer[] = []
    const count = { article: 0, interview: 0 }
    const add = (kind: 'article' | 'interview', made: (name: string) => string, text: string) => {
      const number = ++count[kind]
      const name = `${kind}${number > 1 ? `-${number}` : ''}.md`
      this.#addPiece(`issues/${slug}/${name}`, text)
      this.#made.push(made(name))
      pointers.push({ kind, pointer: `${slug}/${name}`, main: number === 1 })
    }
    for (const [index, piece] of this.#read.pieces.entries()) {
      const base = this.#read.sources[index]?.base
      const said = this.#saids[index] as Said
      const writer = this.#pictures.writer(index)
      const { article, interview } = piece
      if (article)
        add(
          'article',
          (name) => describeArticle(name, article),
          articleFile(article, said, writer, base),
        )
      if (!interview) continue
      const titled = article ? interview : withTitle(interview, said)
      add(
        'interview',
        (name) => describeInterview(name, interview),
        interviewFile(titled, writer, base),
      )
      const note = markdownOf(interview.closing, writer, base)
      if (note !== '') {
        pointers.push({ kind: 'note', pointer: note, main: false })
        this.#look.push(
          'What stood after the last turn became a note of the issue, beneath the interview.',
        )
      }
      this.#lookAtInterview(piece, said)
    }
    return pointers
  }

  #addPiece(name: string, text: string): void {
    const bytes = Buffer.byteLength(text)
    if (bytes > MAX_PIECE_BYTES)
      throw new PressrunError({
        code: 'content',
        message: `${name} would be ${(bytes / 1e6).toFixed(1)} MB, more than a letter can hold`,
        mend: 'Import a part of it.',
      })
    this.#files.push({ name, text })
  }

  /** An interview's file has no place for who wrote it and when. */
  #lookAtInterview({ article, interview }: Piece, { byline, published, standfirst }: Said): void {
    if (!interview || article) return
    // A byline may say more than a name: `김하나 기자`.
    const asks = interview.speakers.some(({ name }) => byline?.includes(name))
    if (byline && !asks)
      this.#look.push(`The byline, ${byline}, has no place in an interview's file.`)
    if (published)
      this.#look.push(
        `It first appeared on ${published}; an interview's file has no place for that.`,
      )
    if (standfirst) this.#look.push('The standfirst became the line that inboxes show (preheader).')
  }

  #issueYaml(slug: string, title: string, pointers: readonly Pointer[]): string {
    const main = (kind: Pointer['kind']) =>
      pointers.find((entry) => entry.kind === kind && entry.main)?.pointer
    const sections = pointers
      .filter(({ main: isMain }) => !isMain)
      .map(({ kind, pointer }) =>
        kind === 'note' ? { type: 'note', text: pointer } : { type: kind, [kind]: pointer },
      )
    const captions = this.#read.pieces.flatMap(
      ({ article, interview }) => (article?.head ?? interview?.head)?.captions ?? [],
    )
    const found = this.#pictures.cover()
    const [first, ...others] = captions
    const takes = found !== undefined && !found.caption && !found.credit && first !== undefined
    const cover = found && { ...found, ...(takes ? first : {}), file: `${slug}/${found.file}` }
    const left = takes ? others : captions
    if (left.length > 0)
      this.#look.push(
        'A caption without its picture is kept as a comment at the end of the issue file.',
      )
    return issueFile({
      title,
      date: this.#options.date,
      lang: this.#read.lang,
      preheader: this.#saids.map(({ standfirst }) => standfirst).find((text) => text !== undefined),
      cover,
      article: main('article'),
      interview: main('interview'),
      sections,
      captions: left,
      comment: `Imported; ${slug}/import.md says what was taken as what.`,
    })
  }

  #reported() {
    return this.#read.sources.map(({ name }, index) => ({
      name,
      verdicts: this.#read.pieces[index]?.verdicts ?? [],
      repairs: this.#read.pieces[index]?.repairs ?? [],
    }))
  }
}

function saidOfPiece({ article, interview, metadata }: Piece): Said {
  const head = article?.head ?? interview?.head
  const body = article?.body ?? interview?.intro ?? []
  const firstText = body.find(({ form }) => form === 'text')?.text ?? ''
  return saidOf(head, metadata, firstText)
}

/** `summit-page.txt` and `https://x.example/news/summit.html` as words. */
function fileWords(name: string): string | undefined {
  const last =
    name
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? ''
  const words = last.replace(/\.\w{1,5}$/, '')
  return /\p{L}{3}/u.test(words) && words !== 'standard input' ? words : undefined
}

const withTitle = (interview: NonNullable<Piece['interview']>, { title }: Said) =>
  interview.title === undefined && title !== undefined ? { ...interview, title } : interview

const shownArticle = ({ article }: Piece, said: Said): NonNullable<ImportResult['article']> => ({
  ...said,
  paragraphs: (article?.body ?? [])
    .filter(({ form }) => form !== 'heading' && form !== 'image' && form !== 'rule')
    .map(({ text }) => text),
})

function shownInterview(
  interview: NonNullable<Piece['interview']>,
): NonNullable<ImportResult['interview']> {
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
