// What templates see: the publication and the issue as one tree of plain data. Optional things are there as
// null or an empty list, since templates are strict about names that are not defined.

import type { Prose } from '../issue/content.ts'
import type { Article, Interview, Issue, Section, Speaker } from '../issue/issue.ts'
import type { ImageRef } from '../project/image-ref.ts'
import type { Project } from '../project/project.ts'
import type { PlacedImage } from './images.ts'
import { outlookFont, type Script, scriptOf } from './scripts.ts'

export interface ViewImage {
  readonly src: string
  /** CSS pixels as shown. */
  readonly width: number
  readonly height: number
  readonly alt: string
  readonly caption: string | null
  readonly credit: string | null
}

/** Finds the image that was made for a place. */
export type FindImage = (place: PlacedImage) => ViewImage

const PHOTO_WIDTH = 72
/** A line of text is no longer than this, CSS pixels: some 65 characters of Latin, 33 of CJK. */
const MEASURE = 560
/** Space at each side: on a phone, and beyond it at least. */
const MARGIN = { phone: 24, desktop: 40 }
/** Below this width the letter itself is a phone's. */
const NARROW = 480
/** Space inside a sponsor's panel, at each side. */
const PANEL_PADDING = 24

/** Space at each side of the text, on a desktop: what is wider than the measure becomes margin. */
function marginOf({ theme }: Project): number {
  if (theme.width < NARROW) return MARGIN.phone
  return Math.max(MARGIN.desktop, Math.floor((theme.width - MEASURE) / 2))
}

/** Width of the text, CSS pixels. */
export const columnWidth = (project: Project): number => project.theme.width - 2 * marginOf(project)

/** Every image that the letter shows, with the width it is shown at. */
export function placedImages(project: Project, issue: Issue): readonly PlacedImage[] {
  const places: PlacedImage[] = []
  const collect: FindImage = (place) => {
    places.push(place)
    return { src: '', width: 0, height: 0, alt: '', caption: null, credit: null }
  }
  viewOf(project, issue, collect)
  const column = columnWidth(project)
  for (const prose of prosesOf(issue)) {
    for (const ref of imagesIn(prose)) places.push({ ref, width: column })
  }
  return places
}

export function viewOf(project: Project, issue: Issue, find: FindImage) {
  const script = scriptOf(issue.lang)
  const image = (ref: ImageRef | undefined, width = columnWidth(project), square = false) =>
    ref ? find({ ref, width, ...(square ? { square } : {}) }) : null
  const pieces = { image, column: columnWidth(project) }
  return {
    publication: publicationView(project),
    issue: {
      slug: issue.slug,
      title: issue.title,
      date: issue.date,
      lang: issue.lang,
      dir: issue.dir,
      template: issue.template,
      cover: image(issue.cover),
      minutes: minutesOf(issue),
    },
    article: issue.article ? articleView(issue.article, pieces) : null,
    interview: issue.interview ? interviewView(issue.interview, pieces) : null,
    sections: issue.sections.map((section) => sectionView(section, pieces)),
    theme: themeView(project, script, image),
    start: issue.dir === 'rtl' ? 'right' : 'left',
    end: issue.dir === 'rtl' ? 'left' : 'right',
  }
}

export type View = ReturnType<typeof viewOf>
export type ArticleView = ReturnType<typeof articleView>
export type InterviewView = ReturnType<typeof interviewView>

interface Pieces {
  readonly image: (ref: ImageRef | undefined, width?: number, square?: boolean) => ViewImage | null
  /** CSS pixels. */
  readonly column: number
}

function publicationView(project: Project) {
  return {
    name: project.name,
    tagline: project.tagline ?? null,
    lang: project.lang,
    url: project.url,
    host: new URL(project.url).host,
    address: project.address,
    from: project.from,
    replyTo: project.replyTo ?? null,
    links: { archive: project.links.archive ?? null, social: project.links.social },
  }
}

function themeView(project: Project, script: Script, image: Pieces['image']) {
  const { theme } = project
  const logo = theme.logo
  return {
    width: theme.width,
    column: columnWidth(project),
    margin: marginOf(project),
    light: theme.light,
    dark: theme.dark,
    fonts: {
      serif: css(`${theme.fonts.serif}, ${script.serif}`),
      sans: css(`${theme.fonts.sans}, ${script.sans}`),
    },
    outlook: {
      serif: css(outlookFont(theme.fonts.serif, script, 'serif')),
      sans: css(outlookFont(theme.fonts.sans, script, 'sans')),
    },
    logo: logo
      ? { light: image(logo.light, logo.width), dark: image(logo.dark, logo.width) }
      : null,
    type: script,
  }
}

/**
 * Text that goes into style sheets and style attributes as it is: its quotes must stay quotes. The schema lets
 * nothing into a font stack that could end either.
 */
function css(text: string) {
  return { toHTML: () => text, toString: () => text, toJSON: () => text }
}

function articleView(article: Article, { image }: Pieces) {
  return {
    title: article.title ?? null,
    kicker: article.kicker ?? null,
    standfirst: article.standfirst ?? null,
    byline: article.byline ?? null,
    dateline: article.dateline ?? null,
    published: article.published ?? null,
    source: article.source ? { name: article.source.name, url: article.source.url ?? null } : null,
    image: image(article.image),
    facts: article.facts,
    body: article.body,
    words: article.words,
  }
}

function interviewView(interview: Interview, { image }: Pieces) {
  const speakers = interview.speakers.map((speaker) => speakerView(speaker, image))
  const many = speakers.length > 2
  const quoteAt = interview.quote === undefined ? -1 : middleQuestion(interview)
  return {
    title: interview.title ?? null,
    kicker: interview.kicker ?? null,
    intro: interview.intro.blocks.length > 0 ? interview.intro : null,
    speakers,
    guests: speakers.filter(({ role }) => role === 'guest'),
    interviewers: speakers.filter(({ role }) => role === 'interviewer'),
    many,
    /** So many guests that they are introduced in small. */
    crowd: speakers.length > 4,
    turns: interview.turns.map((turn, index) => ({
      speaker: speakers[turn.speaker],
      kind: turn.kind,
      first: turn.first,
      named: turn.first || many,
      /** A sentence to be set large before this turn. */
      quote: index === quoteAt ? (interview.quote ?? null) : null,
      body: turn.body,
    })),
    notes: notesOf(interview),
    words: interview.words,
  }
}

/** Index of the question that is nearest to the middle, but not the first turn; of any turn where nobody else asks. */
function middleQuestion({ turns }: Interview): number {
  const later = turns.map((_, index) => index).slice(1)
  const questions = later.filter((index) => turns[index]?.kind === 'question')
  const candidates = questions.length > 0 ? questions : later
  const from = (index: number) => Math.abs(index - turns.length / 2)
  return candidates.toSorted((a, b) => from(a) - from(b))[0] as number
}

/** The footnotes of all that is said, to stand together at the end; null where there are none. */
function notesOf({ intro, turns }: Interview): Prose | null {
  const footnotes = [intro, ...turns.map(({ body }) => body)].flatMap((prose) => prose.footnotes)
  return footnotes.length === 0 ? null : { blocks: [], footnotes }
}

function speakerView(speaker: Speaker, image: Pieces['image']) {
  return {
    name: speaker.name,
    initials: speaker.initials,
    role: speaker.role,
    description: speaker.description ?? null,
    photo: image(speaker.photo, PHOTO_WIDTH, true),
  }
}

function sectionView(section: Section, pieces: Pieces) {
  switch (section.type) {
    case 'links':
      return {
        type: section.type,
        title: section.title ?? null,
        links: section.links.map(({ title, url, text }) => ({ title, url, text: text ?? null })),
      }
    case 'note':
      return {
        type: section.type,
        title: section.title ?? null,
        from: section.from ?? null,
        body: section.body,
      }
    case 'sponsor':
      return {
        type: section.type,
        sponsor: section.sponsor,
        title: section.title ?? null,
        body: section.body,
        url: section.url,
        action: section.action ?? null,
        image: pieces.image(section.image, pieces.column - 2 * PANEL_PADDING),
      }
    case 'image':
      return { type: section.type, image: pieces.image(section.image) }
    case 'quote':
      return { type: section.type, text: section.text, by: section.by ?? null }
    case 'article':
      return { type: section.type, article: articleView(section.article, pieces) }
    case 'interview':
      return { type: section.type, interview: interviewView(section.interview, pieces) }
  }
}

/** A grown reader of news: words a minute, as `countWords` counts them in any language. */
const WORDS_A_MINUTE = 230

/** Minutes to read the articles and interviews, 1 at least. */
function minutesOf({ article, interview, sections }: Issue): number {
  const pieces = sections.map((section) => {
    if (section.type === 'article') return section.article.words
    return section.type === 'interview' ? section.interview.words : 0
  })
  const words = [article?.words ?? 0, interview?.words ?? 0, ...pieces]
  return Math.max(1, Math.round(words.reduce((sum, count) => sum + count, 0) / WORDS_A_MINUTE))
}

function prosesOf(issue: Issue): Prose[] {
  const ofArticle = (article: Article) => [article.body]
  const ofInterview = (interview: Interview) => [
    interview.intro,
    ...interview.turns.map((turn) => turn.body),
  ]
  return [
    ...(issue.article ? ofArticle(issue.article) : []),
    ...(issue.interview ? ofInterview(issue.interview) : []),
    ...issue.sections.flatMap((section) => {
      if (section.type === 'article') return ofArticle(section.article)
      if (section.type === 'interview') return ofInterview(section.interview)
      return 'body' in section ? [section.body] : []
    }),
  ]
}

function imagesIn(prose: Prose): ImageRef[] {
  const inBlocks = (blocks: Prose['blocks']): ImageRef[] =>
    blocks.flatMap((block) => {
      if (block.type === 'image') return [block.image]
      if (block.type === 'quote') return inBlocks(block.children)
      return block.type === 'list' ? block.items.flatMap(inBlocks) : []
    })
  return [...inBlocks(prose.blocks), ...prose.footnotes.flatMap((note) => inBlocks(note.children))]
}
