// The issue's own YAML file, and the title, day and slug it goes by.

import type { Block } from '../block.ts'
import type { Caption } from '../judge/captions.ts'
import { isSaid, oneLine, yamlOf } from './front-matter.ts'
import type { WrittenImage } from './markdown.ts'

export interface IssueContent {
  readonly title: string
  readonly date: string
  readonly lang: string
  readonly preheader?: string | undefined
  readonly cover?: WrittenImage | undefined
  /** Pointers, relative to the file. */
  readonly article?: string | undefined
  readonly interview?: string | undefined
  readonly sections: readonly Readonly<Record<string, unknown>>[]
  /** Captions whose picture is not at hand. */
  readonly captions: readonly Caption[]
  /** What the file says of itself at its top, a comment. */
  readonly comment: string
}

const MAX_PREHEADER = 150

export function issueFile(content: IssueContent): string {
  const { title, date, lang, preheader, cover, article, interview, sections, captions } = content
  const shown = preheader === undefined ? undefined : shortened(preheader, MAX_PREHEADER)
  const yaml = yamlOf({
    title: oneLine(title),
    date,
    lang,
    // A subject is a template: braces of the source's own are none.
    subject: title.includes('{{') ? withoutBraces(title) : undefined,
    preheader: shown && withoutBraces(shown),
    cover: cover && {
      image: cover.file,
      alt: cover.alt,
      ...(isSaid(cover.caption) ? { caption: oneLine(cover.caption) } : {}),
      ...(isSaid(cover.credit) ? { credit: oneLine(cover.credit) } : {}),
    },
    article,
    interview,
    sections,
  })
  return `# ${content.comment}\n${yaml}${pictureComment(captions)}`
}

const withoutBraces = (text: string) => text.replaceAll('{{', '{ {')

/** The source had captions and their pictures did not come along: kept where they can be made use of. */
function pictureComment(captions: readonly Caption[]): string {
  if (captions.length === 0) return ''
  const lines = captions.flatMap(({ caption, credit }) =>
    yamlOf({
      sections: [
        {
          type: 'image',
          image: {
            image: 'picture.jpg',
            alt: 'What the picture shows',
            ...(caption ? { caption: oneLine(caption) } : {}),
            ...(credit ? { credit: oneLine(credit) } : {}),
          },
        },
      ],
    })
      .trimEnd()
      .split('\n'),
  )
  return `# What stood under pictures that did not come along. Save the picture, then take the # away.\n${lines.map((line) => `# ${line}`).join('\n')}\n`
}

/** Whole sentences, then whole words. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text.slice(0, most)
  const sentence =
    /^.*[.!?。！？؟]["”’»」]?(?=\s|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])/su.exec(
      text.slice(0, most + 2),
    )?.[0]
  if (sentence && sentence.length >= most * 0.4) return sentence
  const word = cut.replace(/\s+\S*$/, '')
  return `${word.length >= most * 0.5 ? word : cut}…`
}

/** A title where the source has none: how its first sentence begins. */
export function titleFrom(blocks: readonly Block[]): string | undefined {
  const first = blocks.find(({ form, text }) => form === 'text' && text.length > 10)
  if (!first) return undefined
  const sentence = /^.{8,}?[.!?。！？؟](?=\s|$|["”’»」])/su.exec(first.text)?.[0] ?? first.text
  return shortened(sentence.replace(/[.。]$/, ''), 80)
}
