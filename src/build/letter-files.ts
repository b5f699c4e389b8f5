// A rendered letter as the files that `build` writes. Bytes by name; the same letter gives the same bytes.

import type { Keyring } from '../audience/links.ts'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Issue } from '../issue/issue.ts'
import type { DkimKey } from '../message/dkim.ts'
import { type Values, valuesOf } from '../message/evaluate.ts'
import { fill } from '../message/fill.ts'
import { messageMaker } from '../message/maker.ts'
import type { Project } from '../project/project.ts'
import type { RenderedImage, RenderedIssue } from '../render/rendered.ts'
import { version } from '../version.ts'

/** What `issue.json` says. Sizes in bytes. */
export interface IssueSummary {
  readonly slug: string
  readonly title: string
  readonly date: string
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  /** As the sample reader gets them. */
  readonly subject: string
  readonly preheader: string
  readonly sizes: {
    readonly html: number
    readonly text: number
    readonly images: number
    readonly message: number
  }
  readonly links: readonly string[]
  readonly images: readonly {
    readonly name: string
    readonly type: string
    readonly width: number
    readonly height: number
    readonly bytes: number
  }[]
  /** Columns that the letter asks of a list. */
  readonly uses: readonly string[]
  /** SHA-256 over all that every reader gets the same. */
  readonly digest: string
  readonly pressrun: string
}

export interface LetterFiles {
  readonly summary: IssueSummary
  readonly files: ReadonlyMap<string, Uint8Array>
}

export interface LetterInput {
  readonly project: Project
  readonly issue: Issue
  readonly rendered: RenderedIssue
  readonly keys: Keyring
  readonly sample: Subscriber
  readonly dkim?: DkimKey | undefined
}

export async function letterFiles(input: LetterInput): Promise<LetterFiles> {
  const { project, issue, rendered, keys, sample, dkim } = input
  const maker = messageMaker({ project, rendered, keys, dkim })
  const html = Buffer.from(maker.html(sample))
  const text = Buffer.from(maker.text(sample))
  // A build has no clock of its own: the day of the issue stands for the time of sending.
  const message = await maker.make(sample, new Date(`${issue.date}T00:00:00Z`))
  const { slug, title, date, lang, dir, links, images, uses, digest } = rendered
  const summary: IssueSummary = {
    slug,
    title,
    date,
    lang,
    dir,
    subject: maker.subject(sample),
    preheader: maker.preheader(sample),
    sizes: {
      html: html.length,
      text: text.length,
      images: images.reduce((sum, { bytes }) => sum + bytes.length, 0),
      message: message.size,
    },
    links,
    images: images.map(({ name, type, width, height, bytes }) => ({
      name,
      type,
      width,
      height,
      bytes: bytes.length,
    })),
    uses,
    digest,
    pressrun: version,
  }
  const files = new Map<string, Uint8Array>([
    ['index.html', Buffer.from(webPage(rendered))],
    ['email.html', html],
    ['email.txt', text],
    ['message.eml', message.bytes],
    ['issue.json', Buffer.from(`${JSON.stringify(summary, null, 2)}\n`)],
    ...images.map(({ name, bytes }) => [`${IMAGES}/${name}`, bytes] as const),
  ])
  return { summary, files }
}

const IMAGES = 'images'

/** The letter on the web: for nobody in particular, with its images beside it. */
export function webPage(rendered: RenderedIssue): string {
  return withImagesAt(
    fill(rendered.html, ANYBODY),
    rendered.images,
    (image) => `${IMAGES}/${image.name}`,
  )
}

const ANYBODY: Values = valuesOf(
  { email: '', name: '', firstName: '', lang: '', tags: [], fields: {} },
  { unsubscribe: '', browser: '' },
)

/** Sources hold no character that HTML escapes, so that they stand in it as they are. */
export function withImagesAt(
  html: string,
  images: readonly RenderedImage[],
  at: (image: RenderedImage) => string,
): string {
  return images.reduce((text, image) => text.replaceAll(`"${image.src}"`, `"${at(image)}"`), html)
}
