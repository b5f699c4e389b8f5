// The letters that went out, as the archive shows them: made from the issues' files, for nobody in particular.

import { webPage } from '../build/letter-files.ts'
import type { Press } from '../build/press.ts'
import type { Issue } from '../issue/issue.ts'
import { loadIssue } from '../issue/load.ts'
import { valuesOf } from '../message/evaluate.ts'
import { fill } from '../message/fill.ts'
import { PressrunError } from '../problem.ts'
import { cutText } from '../render/cut.ts'
import { layOut } from '../render/render.ts'
import type { Merge } from '../render/rendered.ts'
import type { Engine } from '../store/engine.ts'
import { allSends } from '../store/sends.ts'
import { type Archive, type ArchivedIssue, withHead } from '../web/archive.ts'

export interface SentLetter {
  readonly issue: ArchivedIssue
  /** By name: `index.html`, `images/…`. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

export interface SentLetters extends Archive {
  /** One after the other, each made once and not kept: for writing them all. */
  letters(): AsyncGenerator<SentLetter>
}

/** Letters kept in memory with their pictures. */
const MOST = 100

const NOBODY = valuesOf(
  { email: '', name: '', firstName: '', lang: '', tags: [], fields: {} },
  { unsubscribe: '', browser: '' },
)

/**
 * @param onTrouble told of an issue that went out and whose files cannot be made into a letter any more.
 */
export function sentLetters(
  press: Press,
  store: Engine,
  onTrouble: (sentence: string) => void,
): SentLetters {
  const { project, files, kept: made } = press
  const unlessBroken = async <T>(slug: string, make: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await make()
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      onTrouble(`${slug} went out, and is not in the archive: ${error.message.split('\n')[0]}`)
      return undefined
    }
  }
  const make = (slug: string): Promise<SentLetter | undefined> =>
    unlessBroken(slug, async () => {
      const { rendered, issue: source } = await press.render(slug)
      const issue = archived(source, rendered.preheader)
      const html = withHead(webPage(rendered), project, issue)
      const pictures = rendered.images.map(({ name, bytes }) => [`images/${name}`, bytes] as const)
      return { issue, files: new Map([['index.html', Buffer.from(html)], ...pictures]) }
    })
  /** What the index says of it, which takes no MJML. */
  const outline = (slug: string): Promise<ArchivedIssue | undefined> =>
    unlessBroken(slug, async () => {
      const source = loadIssue(project, files, slug)
      const { preheader, slots } = await layOut(project, source, files, made)
      return archived(source, cutText(preheader, slots, 'plain'))
    })
  const kept = new Map<string, Promise<SentLetter | undefined>>()
  const outlines = new Map<string, Promise<ArchivedIssue | undefined>>()
  const once = <T>(where: Map<string, Promise<T>>, slug: string, how: () => Promise<T>) => {
    const there = where.get(slug) ?? how()
    where.set(slug, there)
    return there
  }
  const slugs = async () =>
    (await allSends(store))
      .filter(({ started_at }) => started_at !== null)
      .map(({ issue }) => issue)
  return {
    async issues() {
      const all: ArchivedIssue[] = []
      for (const slug of await slugs()) {
        const one = await once(outlines, slug, () => outline(slug))
        if (one) all.push(one)
      }
      return newestFirst(all)
    },
    async letter(slug) {
      if (!(await slugs()).includes(slug)) return undefined
      if (kept.size >= MOST && !kept.has(slug)) kept.delete(kept.keys().next().value as string)
      const letter = await once(kept, slug, () => make(slug))
      if (!letter) outlines.set(slug, Promise.resolve(undefined))
      return letter?.files
    },
    async *letters() {
      for (const slug of await slugs()) {
        const letter = await make(slug)
        if (letter) yield letter
      }
    },
  }
}

function archived({ slug, title, lang, date, robots }: Issue, preheader: Merge): ArchivedIssue {
  const words = fill(preheader, NOBODY).trim()
  return { slug, title, preheader: words, lang, date, ...(robots ? { robots } : {}) }
}

export const newestFirst = (issues: readonly ArchivedIssue[]): readonly ArchivedIssue[] =>
  issues.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
