// The helpers that templates have when an issue is built. Each is a function from values to text; none
// knows of a reader. `docs/templates.md` lists them.

import Handlebars from 'handlebars'
import type { Prose } from '../issue/content.ts'
import type { Project } from '../project/project.ts'
import type { Phrases } from './phrases.ts'
import {
  type ArticleExtras,
  articleText,
  imageText,
  interviewText,
  ruleText,
  type SectionView,
  sectionText,
  TEXT_WIDTH,
  type TextOptions,
  wrapText,
} from './plain/plain.ts'
import { proseHtml } from './prose.ts'
import type { Helper } from './template.ts'
import { tongueAttributes, tongueOf } from './tongue.ts'
import {
  type ArticleView,
  columnWidth,
  type FindImage,
  type InterviewView,
  type ViewImage,
} from './view.ts'

interface Options {
  readonly hash: Readonly<Record<string, unknown>>
}

export function firstPassHelpers(
  project: Project,
  phrases: Phrases,
  find: FindImage,
): Readonly<Record<string, Helper>> {
  const text: TextOptions = {
    t: phrases.t,
    date: (date) => phrases.date(date, 'long'),
    width: TEXT_WIDTH,
  }
  const helpers: Record<string, (...args: never[]) => unknown> = {
    t: (key: string, { hash }: Options) => phrases.t(key, hash),
    date: (date: string, style: 'full' | 'long' | 'medium' | 'short') =>
      phrases.date(date, typeof style === 'string' ? style : 'long'),
    number: (value: number) => phrases.number(value),
    prose: (prose: Prose, { hash }: Options) =>
      new Handlebars.SafeString(
        proseHtml(prose, {
          level: Number(hash.level ?? 2),
          lang: phrases.lang,
          width: columnWidth(project),
          notes: hash.notes !== false,
          image: (ref) => find({ ref, width: columnWidth(project) }),
        }),
      ),
    tongue: (words: unknown, { hash }: Options) => {
      const said = typeof hash.lang === 'string' ? hash.lang : undefined
      return new Handlebars.SafeString(
        tongueAttributes(tongueOf(String(words), phrases.lang, said)),
      )
    },
    article_text: (article: ArticleView, { hash }: Options) =>
      articleText(article, text, hash as ArticleExtras),
    interview_text: (interview: InterviewView) => interviewText(interview, text),
    section_text: (section: SectionView) => sectionText(section, text),
    image_text: (image: ViewImage) => imageText(image, text),
    wrap: (words: unknown) => wrapText(String(words), text),
    rule: (words: unknown, mark: string) => ruleText(String(words), mark, text),
    join: (list: readonly unknown[], separator: string) =>
      list.join(typeof separator === 'string' ? separator : ', '),
    add: (a: number, b: number) => a + b,
    sub: (a: number, b: number) => a - b,
    mul: (a: number, b: number) => a * b,
    eq: (a: unknown, b: unknown) => a === b,
    ne: (a: unknown, b: unknown) => a !== b,
    not: (a: unknown) => isEmpty(a),
    and: (...args: unknown[]) => firstOrLast(values(args), isEmpty),
    or: (...args: unknown[]) => firstOrLast(values(args), (value) => !isEmpty(value)),
  }
  return helpers as Readonly<Record<string, Helper>>
}

/** Handlebars passes its options last. */
const values = (args: readonly unknown[]) => args.slice(0, -1)

function firstOrLast(list: readonly unknown[], test: (value: unknown) => boolean): unknown {
  // Not found is -1: the last.
  return list.at(list.findIndex(test))
}

/** What Handlebars takes as false. */
const isEmpty = (value: unknown) => (Array.isArray(value) ? value.length === 0 : !value)
