// The letters that went out, as the archive shows them: made from the issues' files, for nobody in particular.

import { webPage } from '../build/letter-files.ts'
import type { Press } from '../build/press.ts'
import { valuesOf } from '../message/evaluate.ts'
import { fill } from '../message/fill.ts'
import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { allSends } from '../store/sends.ts'
import { type Archive, type ArchivedIssue, withHead } from '../web/archive.ts'

interface Kept {
  readonly issue: ArchivedIssue
  readonly files: ReadonlyMap<string, Uint8Array>
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
): Archive {
  const kept = new Map<string, Promise<Kept | undefined>>()
  const make = async (slug: string): Promise<Kept | undefined> => {
    try {
      const { rendered, issue: source } = await press.render(slug)
      const { title, lang, date } = rendered
      const preheader = fill(rendered.preheader, NOBODY).trim()
      const { robots } = source
      const issue = { slug, title, preheader, lang, date, ...(robots ? { robots } : {}) }
      const html = withHead(webPage(rendered), press.project, issue)
      const files = new Map<string, Uint8Array>([
        ['index.html', Buffer.from(html)],
        ...rendered.images.map(({ name, bytes }) => [`images/${name}`, bytes] as const),
      ])
      return { issue, files }
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      onTrouble(`${slug} went out, and is not in the archive: ${error.message.split('\n')[0]}`)
      return undefined
    }
  }
  const letter = (slug: string): Promise<Kept | undefined> => {
    const there = kept.get(slug)
    if (there) return there
    const made = make(slug)
    if (kept.size >= MOST) kept.delete(kept.keys().next().value as string)
    kept.set(slug, made)
    return made
  }
  const slugs = async () =>
    (await allSends(store))
      .filter(({ started_at }) => started_at !== null)
      .map(({ issue }) => issue)
  return {
    async issues() {
      const all: ArchivedIssue[] = []
      for (const slug of await slugs()) {
        const one = await letter(slug)
        if (one) all.push(one.issue)
      }
      return all.sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
    },
    async letter(slug) {
      return (await slugs()).includes(slug) ? (await letter(slug))?.files : undefined
    },
  }
}
