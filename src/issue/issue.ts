// The nouns of an issue. All are plain readonly data, valid once made by `issue/load.ts`.

import type { ImageRef } from '../project/image-ref.ts'
import type { Prose } from './content.ts'

export interface Issue {
  /** The YAML file's name without its ending: `lima-summit`. */
  readonly slug: string
  /** The YAML file, relative to the project. */
  readonly file: string
  readonly title: string
  /** `YYYY-MM-DD`, in the publication's time zone. */
  readonly date: string
  /** BCP 47. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  /** May hold slots: `{{subscriber.first_name}}`. Likewise the preheader. No other field is a template. */
  readonly subject: string
  readonly preheader: string
  /** Name of a template: `briefing` is `templates/briefing.mjml.hbs`. */
  readonly template: string
  /** Search engines are asked to leave its page out. */
  readonly robots?: 'noindex'
  /** Slug of the list that it is for; the publication's first where nothing is said. */
  readonly list?: string
  readonly cover?: ImageRef
  readonly article?: Article
  readonly interview?: Interview
  readonly sections: readonly Section[]
  /** Lines of the YAML file where a key stands, by dotted path (`subject`, `sections.0.text`), 1-based. */
  readonly lines: Readonly<Record<string, number>>
}

export interface Article {
  /** Relative to the project. */
  readonly file: string
  readonly title?: string
  readonly kicker?: string
  readonly standfirst?: string
  readonly byline?: string
  readonly dateline?: string
  /** `YYYY-MM-DD`. */
  readonly published?: string
  readonly source?: { readonly name: string; readonly url?: string }
  readonly image?: ImageRef
  /** Key facts, one sentence each. */
  readonly facts: readonly string[]
  readonly body: Prose
  readonly words: number
}

export interface Interview {
  readonly file: string
  readonly title?: string
  readonly kicker?: string
  /** From front matter `intro`, or what stands before the first turn. */
  readonly intro: Prose
  /** A sentence from it, to be set large in the midst of the turns. */
  readonly quote?: string
  readonly speakers: readonly Speaker[]
  readonly turns: readonly Turn[]
  readonly words: number
}

export interface Speaker {
  /** Index in `Interview.speakers`, by first turn. */
  readonly id: number
  readonly name: string
  /** One or two letters, or one CJK character: for the circle where no photo is. */
  readonly initials: string
  readonly role: 'interviewer' | 'guest'
  readonly description?: string
  readonly photo?: ImageRef
}

export interface Turn {
  readonly speaker: number
  /** What the turn is: said by an interviewer, or by a guest. */
  readonly kind: 'question' | 'answer'
  /** True where the speaker has not had a turn before: the place to name them. */
  readonly first: boolean
  readonly body: Prose
  readonly line: number
}

export type Section =
  | {
      readonly type: 'links'
      readonly title?: string
      readonly links: readonly {
        readonly title: string
        readonly url: string
        readonly text?: string
      }[]
    }
  | { readonly type: 'note'; readonly title?: string; readonly from?: string; readonly body: Prose }
  | {
      readonly type: 'sponsor'
      readonly sponsor: string
      readonly title?: string
      readonly body: Prose
      readonly url: string
      readonly action?: string
      readonly image?: ImageRef
    }
  | { readonly type: 'image'; readonly image: ImageRef }
  | { readonly type: 'quote'; readonly text: string; readonly by?: string }
  | { readonly type: 'article'; readonly article: Article }
  | { readonly type: 'interview'; readonly interview: Interview }
