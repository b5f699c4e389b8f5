// Issues to folders: `build/<slug>/`, whole or not at all. What nothing changed of is not made again.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PressrunError, type Problem } from '../problem.ts'
import { projectFiles, type ReadEvent } from '../project/files.ts'
import type { IssueSummary } from './letter-files.ts'
import { fingerprint, isCurrent, type Manifest, readsOf, Snapshot } from './manifest.ts'
import { sharedFiles, TEMPLATES } from './shared-files.ts'

export const BUILD_FOLDER = 'build'
const CACHE_FOLDER = '.pressrun/cache'

export type Built =
  | {
      readonly slug: string
      readonly kind: 'built' | 'unchanged'
      readonly summary: IssueSummary
    }
  | { readonly slug: string; readonly kind: 'failed'; readonly problems: readonly Problem[] }

export interface BuildOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Makes every letter again. */
  readonly force?: boolean
  /** ms since the epoch. */
  readonly now: () => number
  /** Called once, before the first letter that has to be made. */
  readonly onWork?: () => void
}

/**
 * One letter after the other; what fails does not stop the others.
 * @param root the project's folder. @param slugs as `listIssues` gives them.
 * @throws PressrunError `config`, `file` for what no letter can be made without
 */
export async function* build(
  root: string,
  slugs: readonly string[],
  options: BuildOptions,
): AsyncGenerator<Built> {
  const made = fingerprint(root, options.env)
  const inputs = new Snapshot(root)
  let workshop: Workshop | undefined
  for (const slug of slugs) {
    const known = options.force ? undefined : readManifest(root, slug)
    const outputs = new Snapshot(join(root, BUILD_FOLDER, slug))
    if (known && isCurrent(known, made, inputs, outputs)) {
      yield { slug, kind: 'unchanged', summary: known.summary }
      continue
    }
    try {
      // Loading what makes letters takes longer than making one, so it waits until there is one to make.
      workshop ??= await openWorkshop(root, options)
      const { summary, files, reads } = await workshop.make(slug)
      writeLetter(root, slug, files)
      const written = new Snapshot(join(root, BUILD_FOLDER, slug))
      writeManifest(root, slug, {
        made,
        reads: readsOf(reads, inputs, options.now()),
        outputs: [...files.keys()].flatMap((name) => {
          const stamp = written.stamp(name)
          return stamp ? [stamp] : []
        }),
        summary,
      })
      yield { slug, kind: 'built', summary }
    } catch (error) {
      if (!(error instanceof PressrunError)) throw error
      if (!workshop) throw error
      yield { slug, kind: 'failed', problems: error.problems }
    }
  }
}

interface Workshop {
  make(slug: string): Promise<{
    readonly summary: IssueSummary
    readonly files: ReadonlyMap<string, Uint8Array>
    readonly reads: readonly ReadEvent[]
  }>
}

async function openWorkshop(root: string, { env, onWork }: BuildOptions): Promise<Workshop> {
  const { openPress } = await import('./press.ts')
  onWork?.()
  const events: ReadEvent[] = []
  const onRead = (event: ReadEvent) => events.push(event)
  const files = sharedFiles(projectFiles(root, onRead), TEMPLATES, onRead)
  const press = openPress(root, env, onRead, files)
  const shared = events.splice(0)
  return {
    async make(slug) {
      events.length = 0
      const { summary, files } = await press.letter(slug)
      return { summary, files, reads: [...shared, ...events] }
    },
  }
}

const manifestPath = (root: string, slug: string) =>
  join(root, CACHE_FOLDER, 'build', `${slug}.json`)

function readManifest(root: string, slug: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(manifestPath(root, slug), 'utf8')) as Manifest
  } catch {
    return undefined
  }
}

function writeManifest(root: string, slug: string, manifest: Manifest): void {
  const path = manifestPath(root, slug)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, JSON.stringify(manifest))
  renameSync(`${path}.new`, path)
}

/** Written beside the old folder, then put in its place: nobody sees half a letter. */
function writeLetter(root: string, slug: string, files: ReadonlyMap<string, Uint8Array>): void {
  const target = join(root, BUILD_FOLDER, slug)
  const fresh = join(root, BUILD_FOLDER, `.${slug}.new`)
  try {
    rmSync(fresh, { recursive: true, force: true })
    const folders = new Set([...files.keys()].map((name) => dirname(join(fresh, name))))
    for (const folder of folders) mkdirSync(folder, { recursive: true })
    for (const [name, bytes] of files) writeFileSync(join(fresh, name), bytes)
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } catch (error) {
    throw new PressrunError(
      {
        code: 'file',
        message: `cannot write ${BUILD_FOLDER}/${slug}: ${(error as Error).message}`,
        mend: 'Check the space on the disk and who may write there.',
      },
      { exitCode: 1, cause: error },
    )
  }
}
