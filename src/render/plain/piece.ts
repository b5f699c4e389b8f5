// An article, an interview, a section as plain text: a piece is what has its own numbered links at its end.

import type { ArticleView, InterviewView, View, ViewImage } from '../view.ts'
import {
  blocksLines,
  headingLines,
  imageLines,
  narrower,
  proseLines,
  type Setting,
  spaced,
  type TextOptions,
} from './prose.ts'
import { References } from './references.ts'
import { columnsOf } from './width.ts'
import { hang, wrap } from './wrap.ts'

export type SectionView = View['sections'][number]
type Turn = InterviewView['turns'][number]
type SpeakerView = InterviewView['speakers'][number]
type Picture = Pick<ViewImage, 'alt' | 'caption' | 'credit'>

export interface ArticleExtras {
  /** For an article that has no title of its own. */
  readonly title?: string | undefined
  /** For an article that has no image of its own. */
  readonly cover?: Picture | null | undefined
}

const INDENT = '    '

export function articleText(
  article: ArticleView,
  options: TextOptions,
  { title, cover }: ArticleExtras = {},
): string {
  const setting = begin(options)
  const { width, t, date } = setting
  const image = article.image ?? cover
  const published = article.published === null ? null : date(article.published)
  const credits = [article.byline, article.dateline, published].filter(Boolean).join(' · ')
  return finish(
    [
      wrap(article.kicker ?? '', width),
      headingLines(article.title ?? title ?? '', '=', width),
      wrap(article.standfirst ?? '', width),
      wrap(credits, width),
      image ? imageLines(image, setting) : [],
      factsLines(article.facts, setting),
      proseLines(article.body, setting),
    ],
    setting,
    article.source
      ? t('source', { name: sourceText(article.source, setting.references) })
      : undefined,
  )
}

export function interviewText(interview: InterviewView, options: TextOptions): string {
  const setting = begin(options)
  const { width } = setting
  const label = labels(interview, options)
  return finish(
    [
      wrap(interview.kicker ?? '', width),
      headingLines(interview.title ?? '', '=', width),
      interview.intro ? proseLines(interview.intro, setting) : [],
      peopleLines(interview.speakers, label, setting),
      ...interview.turns.map((turn) => turnLines(turn, label, setting)),
    ],
    setting,
  )
}

export function sectionText(section: SectionView, options: TextOptions): string {
  if (section.type === 'article') return articleText(section.article, options)
  if (section.type === 'interview') return interviewText(section.interview, options)
  const setting = begin(options)
  return finish(sectionLines(section, setting), setting)
}

function sectionLines(
  section: Exclude<SectionView, { type: 'article' | 'interview' }>,
  setting: Setting,
): string[][] {
  const { width, t, references } = setting
  const heading = (title: string | null) => headingLines(title ?? '', '-', width)
  switch (section.type) {
    case 'links':
      // The address is what one came for, so it stands right under each.
      return [heading(section.title), ...section.links.map((link) => linkLines(link, width))]
    case 'note':
      return [
        heading(section.title),
        proseLines(section.body, setting),
        section.from ? wrap(`— ${section.from}`, width) : [],
      ]
    case 'sponsor':
      return [
        wrap(t('sponsor', { name: section.sponsor }), width),
        heading(section.title),
        section.image ? imageLines(section.image, setting) : [],
        proseLines(section.body, setting),
        wrap(references.linked(section.action ?? section.sponsor, section.url), width),
      ]
    case 'image':
      return [section.image ? imageLines(section.image, setting) : []]
    case 'quote': {
      const { width: inner } = narrower(setting, INDENT.length)
      const by = section.by ? wrap(`— ${section.by}`, inner) : []
      return [hang([...wrap(section.text, inner), ...by], INDENT, INDENT)]
    }
  }
}

const begin = (options: TextOptions): Setting => ({ ...options, references: new References() })

/** The piece, then its footnotes, its source and its links. */
function finish(groups: readonly (readonly string[])[], setting: Setting, source?: string): string {
  const { references, width } = setting
  const notes = references.notes().map(({ mark, footnote }) => {
    const margin = columnsOf(mark) + 1
    const lines = blocksLines(footnote.children, narrower(setting, margin))
    return hang(lines, `${mark} `, ' '.repeat(margin))
  })
  return spaced([
    ...groups,
    notes.flat(),
    source === undefined ? [] : wrap(source, width),
    references.linkLines(),
  ]).join('\n')
}

/** Without a rule under their name: the body that follows must not seem to stand under it. */
function factsLines(facts: readonly string[], setting: Setting): string[] {
  if (facts.length === 0) return []
  const { t, width } = setting
  return [
    ...wrap(t('facts'), width),
    ...facts.flatMap((fact) => hang(wrap(fact, width - 2), '- ', '  ')),
  ]
}

const sourceText = (source: NonNullable<ArticleView['source']>, references: References) =>
  source.url === null ? source.name : references.linked(source.name, source.url)

function linkLines(
  link: { readonly title: string; readonly url: string; readonly text: string | null },
  width: number,
): string[] {
  const inner = width - 2
  return hang([...wrap(link.title, inner), ...wrap(link.text ?? '', inner), link.url], '- ', '  ')
}

/**
 * How a turn is told apart. Where one asks and one answers, `Q.` and `A.`, which the list of speakers
 * explains; otherwise by name at each turn.
 */
type Label = { readonly kind: 'names' } | { readonly kind: 'letters'; of(turn: Who): string }
type Who = Pick<SpeakerView, 'role'>

function labels(interview: InterviewView, { t }: TextOptions): Label {
  const plainly = interview.guests.length === 1 && interview.interviewers.length === 1
  if (!plainly) return { kind: 'names' }
  const letters = { interviewer: t('q'), guest: t('a') }
  const margin = Math.max(...Object.values(letters).map(columnsOf), 2) + 1
  return {
    kind: 'letters',
    of: ({ role }) => letters[role] + ' '.repeat(margin - columnsOf(letters[role])),
  }
}

function peopleLines(speakers: readonly SpeakerView[], label: Label, setting: Setting): string[] {
  return speakers.flatMap((speaker) => {
    const { name, description, photo } = speaker
    if (label.kind === 'names' && description === null && photo === null) return []
    const mark = label.kind === 'letters' ? label.of(speaker) : ''
    const margin = ' '.repeat(Math.max(2, columnsOf(mark)))
    const who = description === null ? name : `${name} — ${description}`
    const inner = narrower(setting, margin.length)
    const lines = [...wrap(who, inner.width), ...(photo === null ? [] : imageLines(photo, inner))]
    return hang(lines, mark, margin)
  })
}

function turnLines(turn: Turn, label: Label, setting: Setting): string[] {
  const speaker = turn.speaker as SpeakerView
  if (label.kind === 'names') {
    const lines = proseLines(turn.body, narrower(setting, INDENT.length))
    return [...wrap(`${speaker.name}:`, setting.width), ...hang(lines, INDENT, INDENT)]
  }
  const mark = label.of(speaker)
  const margin = columnsOf(mark)
  return hang(proseLines(turn.body, narrower(setting, margin)), mark, ' '.repeat(margin))
}
