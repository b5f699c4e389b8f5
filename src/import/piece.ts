// One source, read, judged and parted: its article, its interview, a verdict for every line. The steps in order.

import type { Block, Correction, Metadata, Reading, Repair, Taken } from './block.ts'
import { correctCues, correctHints, correctWhy } from './corrections.ts'
import type { Style } from './interview/cues.ts'
import { isClosingNote, isPlay, mentionsInterview } from './interview/evidence.ts'
import {
  type BuiltInterview,
  buildInterview,
  type ImportedInterview,
} from './interview/interview.ts'
import { type Parts, partInterview } from './interview/part.ts'
import { findTurns } from './interview/styles.ts'
import { judgeFurniture } from './judge/furniture.ts'
import { type Head, readHead } from './judge/head.ts'
import { joinParagraphs } from './judge/paragraphs.ts'
import { markSubheads } from './judge/subheads.ts'
import { repairQuotation } from './text/quotation.ts'

export interface ImportedArticle {
  readonly head: Head
  /** Never empty. */
  readonly body: readonly Block[]
}

/** What became of one line of a source. */
export interface Verdict {
  /** 1-based. */
  readonly line: number
  readonly text: string
  readonly taken: Taken
  /** Line on which the paragraph begins that this one was joined to. */
  readonly joined?: number
  /** Of a question or an answer. */
  readonly speaker?: string
  readonly why?: string
}

export interface Piece {
  readonly article?: ImportedArticle
  readonly interview?: ImportedInterview
  readonly metadata: Metadata
  readonly verdicts: readonly Verdict[]
  readonly repairs: readonly Repair[]
  /** What to look at: inferences, marks that do not pair, what the format's reader said. */
  readonly remarks: readonly string[]
}

export interface PieceHints {
  readonly lang: string
  readonly role?: 'article' | 'interview' | undefined
  readonly corrections?: readonly Correction[] | undefined
}

type Judgements = Map<number, { readonly taken: Taken; readonly why?: string }>

export function readPiece(reading: Reading, hints: PieceHints): Piece {
  const corrections = new Map((hints.corrections ?? []).map((entry) => [entry.line, entry]))
  const judged: Judgements = new Map(reading.settled)
  const blocks = correctHints(reading.blocks, corrections)
  const why = correctWhy(blocks, judgeFurniture(blocks), corrections)
  for (const [at, block] of blocks.entries())
    if (why[at] !== undefined) judge(judged, block, 'left out', why[at])
  const kept = blocks.filter((_, at) => why[at] === undefined)

  const found = turnsIn(kept, reading.metadata, hints)
  const style = correctCues(kept, found.style, corrections)
  const starts = new Set(style?.cues.map(({ block }) => block))
  const joined = joinParagraphs(kept, (at) => starts.has(at), {
    play: isPlay(kept.map(({ text }) => text)),
  })
  const mended = mendQuotations(joined.blocks)
  const cues = style && {
    ...style,
    cues: style.cues.map((cue) => ({ ...cue, block: joined.place[cue.block] as number })),
  }
  const parts = partInterview(mended.blocks, cues, {
    whole: hints.role === 'interview',
    title: reading.metadata.title ?? '',
  })
  const { article: own, interview: built } = builtParts(
    mended.blocks,
    parts,
    reading.metadata,
    hints,
  )
  for (const [block, { taken, why: reason }] of built?.taken ?? [])
    judge(judged, block, taken, reason)
  const article = own && buildArticle(own, reading.metadata, judged)

  return {
    ...(article ? { article } : {}),
    ...(built ? { interview: built.interview } : {}),
    metadata: reading.metadata,
    verdicts: verdictsOf(reading.lines, mended.blocks, judged, built?.interview),
    repairs: [...reading.repairs, ...mended.repairs].sort((a, b) => a.line - b.line),
    remarks: [
      ...(hints.role === 'interview' && !built && article ? [NO_TURNS] : []),
      ...reading.remarks,
      ...found.remarks,
      ...(built?.interview.remarks ?? []),
      ...mended.remarks,
    ],
  }
}

const NO_TURNS =
  'It was given as an interview, and no turns of two speakers were found: it was kept as an article. Begin each turn with its speaker’s name and a colon.'

/** An interview in which only one person speaks is none: all of it is the article then. */
function builtParts(
  blocks: readonly Block[],
  { article, interview }: Parts,
  metadata: Metadata,
  { lang }: PieceHints,
): { readonly article?: readonly Block[]; readonly interview?: BuiltInterview } {
  const alone = !article.some(({ form }) => form !== 'rule')
  const byline = alone ? undefined : (readHead(article, metadata).head.byline ?? metadata.byline)
  const built =
    interview && buildInterview(interview, { alone, lang, metadata, ...(byline ? { byline } : {}) })
  if (!built) return { article }
  const voices = new Set(built.interview.turns.map(({ speaker }) => speaker))
  if (voices.size < 2) return { article: blocks }
  return alone ? { interview: built } : { article, interview: built }
}

function judge(judged: Judgements, block: Block, taken: Taken, why?: string): void {
  for (const line of block.lines) judged.set(line, { taken, ...(why === undefined ? {} : { why }) })
}

function turnsIn(
  blocks: readonly Block[],
  { title = '', description = '' }: Metadata,
  { role }: PieceHints,
): { readonly style: Style | undefined; readonly remarks: readonly string[] } {
  if (role === 'article') return { style: undefined, remarks: [] }
  const texts = blocks.map(({ text }) => text)
  if (role === undefined && isPlay(texts)) {
    return {
      style: undefined,
      remarks: [
        'This reads like a script, with scenes or entrances: it was kept as an article. Give it with --interview to take its speakers as turns.',
      ],
    }
  }
  const top = [title, description, ...texts.filter((text) => text.length <= 180)]
  const evidence = role === 'interview' || top.some(mentionsInterview) || texts.some(isClosingNote)
  return { style: findTurns(blocks, { evidence, title }), remarks: [] }
}

/** Quotation marks are judged over whole paragraphs. */
function mendQuotations(blocks: readonly Block[]) {
  const repairs: Repair[] = []
  const remarks: string[] = []
  const mended = blocks.map((block) => {
    if (block.form !== 'text' || !block.text.includes('“')) return block
    const result = repairQuotation(block.text)
    const line = block.lines[0] as number
    if (result.unpaired) remarks.push(`Line ${line}: quotation marks do not pair here.`)
    if (result.repairs.length === 0) return block
    const markdown = repairQuotation(block.markdown)
    // The same repairs must fit the Markdown; where markup stands between, nothing is touched.
    if (markdown.repairs.length !== result.repairs.length) {
      remarks.push(`Line ${line}: quotation marks do not pair here.`)
      return block
    }
    for (const repair of result.repairs) repairs.push({ line, ...repair })
    return { ...block, text: result.text, markdown: markdown.text }
  })
  return { blocks: mended, repairs, remarks }
}

function buildArticle(
  blocks: readonly Block[],
  metadata: Metadata,
  judged: Judgements,
): ImportedArticle | undefined {
  const { head, body, taken } = readHead(blocks, metadata)
  for (const [block, { taken: as, why }] of taken)
    if (!judged.has(block.lines[0] as number)) judge(judged, block, as, why)
  const marked = markSubheads(body)
  for (const block of marked) {
    const as = block.image ? 'image' : block.form === 'heading' ? 'subhead' : 'body'
    if (!judged.has(block.lines[0] as number)) judge(judged, block, as)
  }
  const says = marked.some(
    (block) => block.form !== 'rule' && block.form !== 'heading' && !block.image,
  )
  return says ? { head, body: marked } : undefined
}

function verdictsOf(
  lines: readonly string[],
  blocks: readonly Block[],
  judged: Judgements,
  interview: ImportedInterview | undefined,
): Verdict[] {
  const firstOf = new Map<number, number>()
  for (const block of blocks)
    for (const line of block.lines) firstOf.set(line, block.lines[0] as number)
  const speakerOf = new Map<number, string>()
  for (const turn of interview?.turns ?? []) {
    const name = interview?.speakers[turn.speaker]?.name
    if (name !== undefined) for (const line of turn.lines) speakerOf.set(line, name)
  }
  return lines.map((text, at): Verdict => {
    const line = at + 1
    const found = judged.get(line)
    const first = firstOf.get(line)
    const speaker = speakerOf.get(line)
    if (!found && text.trim() === '') return { line, text, taken: 'blank' }
    return {
      line,
      text,
      taken: found?.taken ?? 'left out',
      ...(first !== undefined && first !== line ? { joined: first } : {}),
      ...(speaker === undefined ? {} : { speaker }),
      ...(found?.why === undefined
        ? found
          ? {}
          : { why: 'nobody knows what this is' }
        : { why: found.why }),
    }
  })
}
