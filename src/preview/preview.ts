// The studio, opened: a server on loopback that shows a project's letters as its readers will get them. What takes
// longest begins here, before the rest is loaded: the first letter is at hand as it was kept, or its thread starts.

import { projectFiles } from '../project/files.ts'
import { keptLetters } from './kept-letters.ts'
import { openPressThread } from './press/client.ts'
import { glanceAtIssues, newestOf } from './press/issue-names.ts'
import type { ReaderList } from './readers.ts'
import type { SendTest } from './studio.ts'
import type { IssueState } from './wire.ts'

export interface PreviewOptions {
  /** The project's folder. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Loopback unless somebody says otherwise. */
  readonly host?: string
  /** The first port to try; 0 for any. Likewise the inbox's. */
  readonly port?: number
  readonly smtpPort?: number
  /** Issue to begin with; the newest where nothing is said. */
  readonly issue?: string
  /** What readers are picked from. */
  readonly list?: ReaderList
  readonly sendTest: SendTest
  /** How far issues have come beyond being checked; drafts where nothing is said. */
  readonly states?: () => Promise<ReadonlyMap<string, IssueState>>
  /** Folder of the built page; the package's own where nothing is said. */
  readonly page?: string
  readonly now: () => Date
  /** How long a problem is held back, in case the next save mends it; 90 ms where nothing is said. */
  readonly hold?: () => Promise<void>
  /** Told of what goes wrong beside a request. */
  readonly onTrouble: (sentence: string) => void
}

export interface Preview {
  /** To open in a browser; holds the key where one is asked for. */
  readonly url: string
  /** Once the first letter stands, files are watched and the inbox is open. */
  readonly ready: Promise<void>
  close(): Promise<void>
}

/** @throws PressrunError `config`, `file`, `syntax`, `schema`, `usage` */
export async function openPreview(options: PreviewOptions): Promise<Preview> {
  const { root } = options
  const env = pressrunVariables(options.env)
  const press = openPressThread({ root, env })
  try {
    const files = projectFiles(root)
    const issues = options.issue === undefined ? glanceAtIssues(files) : undefined
    const slug = options.issue ?? newestOf(issues ?? [])
    const kept = slug === undefined ? undefined : keptLetters(root, env).find(slug)
    if (!kept) press.start()
    const { openStudioOn } = await import('./open-studio.ts')
    const first = slug === undefined ? undefined : { slug, ...(kept ? { kept } : {}) }
    return await openStudioOn(options, press, issues ?? glanceAtIssues(files), first)
  } catch (error) {
    await press.close()
    throw error
  }
}

/** What a project looks at; the rest of the environment is nobody's business. */
function pressrunVariables(env: PreviewOptions['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('PRESSRUN_')))
}
