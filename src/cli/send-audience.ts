// Whom a send is for: the rows of a file, or the readers on a list in the store.

import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import type { PlanInput } from '../delivery/plan.ts'
import { PressrunError } from '../problem.ts'
import type { Project } from '../project/project.ts'
import { listNamed } from './list-open.ts'
import type { Terminal } from './terminal.ts'

export interface AudienceOptions {
  readonly list?: string
  readonly on?: string
}

export interface SendAudience {
  /** Absent: as it was planned before. */
  readonly rows?: PlanInput['list'] & {}
  /** Any text that changes when the list does. Readers in the store come and go: there it is the list's name. */
  readonly digest: string
  /** The rows are that list as the publication's store has it. */
  readonly isStored?: boolean
  /** Slug of the publication's list: whoever left it gets nothing, and letters say that they are of it. */
  readonly list: string
}

const STORED = 'store '

/**
 * @param before the digest of the list that a send was planned with, where it was; and which of the publication's
 * lists that was, or the issue says it is for.
 * @throws PressrunError `usage`, `list`, `store`
 */
export async function sendAudience(
  { list, on }: AudienceOptions,
  before: { readonly digest: string | undefined; readonly list: string | undefined },
  project: Project,
  terminal: Terminal,
): Promise<SendAudience> {
  // A list that newsletter.yaml does not name any more is no reason not to go on.
  const known = project.lists.some(({ slug }) => slug === before.list) ? before.list : undefined
  const { slug } = listNamed(project, on ?? known)
  if (list !== undefined) return fileAudience(list, slug, project, terminal)
  if (before.digest !== undefined && on === undefined && !before.digest.startsWith(STORED))
    return { digest: before.digest, list: slug }
  const { storeExists } = await import('../store/open.ts')
  if (!(await storeExists(project)) || !(await hasReader(project, slug))) throw nobody()
  return {
    rows: storedRows(project, slug),
    digest: `${STORED}${slug}`,
    isStored: true,
    list: slug,
  }
}

async function fileAudience(
  list: string,
  slug: string,
  project: Project,
  { cwd }: Terminal,
): Promise<SendAudience> {
  const { readList } = await import('../audience/list.ts')
  const { listPieces } = await import('../audience/list-text.ts')
  const { openRejects, withRejects } = await import('../audience/rejects.ts')
  const path = resolve(cwd, list)
  const hash = createHash('sha256')
  for await (const piece of listPieces(path, list)) hash.update(piece)
  const rows = withRejects(readList(path, list), openRejects(project.root, list))
  const digest = hash.digest('hex')
  return { rows, digest: slug === project.lists[0].slug ? digest : `${digest} ${slug}`, list: slug }
}

/** Its own view of the store: with --outbox or --dry-run the send has another one. */
async function* storedRows(project: Project, list: string) {
  const { openStore } = await import('../store/open.ts')
  const { storedList } = await import('../circulation/stored.ts')
  const store = await openStore(project, 'read')
  try {
    yield* storedList(store, list)
  } finally {
    await store.close()
  }
}

async function hasReader(project: Project, list: string): Promise<boolean> {
  for await (const _ of storedRows(project, list)) return true
  return false
}

const nobody = () =>
  new PressrunError({
    code: 'usage',
    message: 'nobody knows whom to send to',
    mend: 'Bring readers in with: pressrun list import <file>. Or name a list with --list, or one address with --to.',
  })
