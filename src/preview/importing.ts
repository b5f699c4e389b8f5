// The studio's Import: what somebody pasted or dropped, as article and interview with a verdict for every line, again
// with each correction; and saved as an issue. The same function as `pressrun import`.

import type { Gathered, ImportEdges, Wanted } from '../import/gather.ts'
import type { Fetched } from '../import/net/fetch.ts'
import { dayOf } from '../issue/day.ts'
import { listIssues, refuseTaken } from '../issue/find.ts'
import { isSlug } from '../issue/slug.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import { placeFiles } from '../project/place-files.ts'
import type { Project } from '../project/project.ts'
import type { ImportRequest, ImportSaved, ImportView } from './wire.ts'

export interface ImportingInput {
  readonly files: Files
  readonly project: () => Project
  readonly now: () => Date
}

export interface Importing {
  /** @throws PressrunError where the source cannot be read */
  read(request: ImportRequest): Promise<ImportView>
  /** @throws PressrunError where an issue has the name already */
  save(request: ImportRequest): Promise<ImportSaved>
}

/** So many pages and pictures are remembered: a correction does not fetch them again. */
const MOST_KEPT = 60
const PASTED = 'what was pasted'

export function openImporting({ files, project, now }: ImportingInput): Importing {
  const kept = new Map<string, Promise<Fetched>>()

  const fetch: ImportEdges['fetch'] = (url, limits) => {
    const known = kept.get(url)
    if (known) return known
    const fetched = import('../import/net/fetch.ts').then(({ fetchBounded }) =>
      fetchBounded(url, limits),
    )
    const [oldest] = kept.keys()
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest)
    kept.set(url, fetched)
    fetched.catch(() => kept.delete(url))
    return fetched
  }

  async function gather({ text = '', file, corrections, slug }: ImportRequest): Promise<Gathered> {
    if (slug !== undefined && !isSlug(slug))
      throw new PressrunError({
        code: 'usage',
        message: `"${slug}" cannot be the name of an issue`,
        mend: 'Use letters a to z, digits and hyphens, at most 80.',
      })
    const address = file ? undefined : /^https?:\/\/\S+$/i.exec(text.trim())?.[0]
    const wanted: Wanted = { source: address ?? file?.name ?? PASTED, corrections }
    const bytes = file ? Buffer.from(file.data, 'base64') : Buffer.from(text)
    const { lang, timezone } = project()
    // What reads pages and documents is loaded for whoever imports, and not for the studio.
    const { gatherImport } = await import('../import/gather.ts')
    return gatherImport(
      [wanted],
      {
        date: dayOf(now(), timezone),
        fallbackLang: lang,
        ...(slug === undefined ? {} : { slug }),
      },
      { read: async (name) => ({ name, bytes }), beside: async () => undefined, fetch },
    )
  }

  return {
    async read(request) {
      const { result } = await gather(request)
      const { slug, title, empty, verdicts, article, interview, look } = result
      return {
        ...{ slug, title, empty, look },
        exists: listIssues(files).includes(slug),
        lines: verdicts[0] ?? [],
        ...(article ? { article } : {}),
        ...(interview ? { interview } : {}),
      }
    },
    async save(request) {
      const { result, files: made } = await gather(request)
      if (result.empty)
        throw new PressrunError({
          code: 'content',
          message: 'neither an article nor an interview was found',
          mend: 'Say of its lines what they are.',
        })
      refuseTaken(files, result.slug)
      placeFiles(files.root, made)
      return { slug: result.slug, written: made.map(({ name }) => name) }
    },
  }
}
