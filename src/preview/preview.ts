// The studio, opened: a server on loopback that shows a project's letters as its readers will get them. The page
// is served at once; letters are made in a thread of their own.

import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Project } from '../project/project.ts'
import { version } from '../version.ts'
import { openAssets } from './assets.ts'
import { type Backstage, openBackstage } from './backstage.ts'
import { openChecks } from './checks/client.ts'
import { currentProject } from './current-project.ts'
import { announceStudio } from './discovery.ts'
import { openEvents } from './events.ts'
import { openFindings } from './findings.ts'
import { imageShelf } from './image-shelf.ts'
import { openImporting } from './importing.ts'
import { openLetters } from './letters.ts'
import { addressOf, isLoopback, LOOPBACK, listen, namesOf } from './listen.ts'
import { findBrowser } from './picture/find-browser.ts'
import { noBrowser, takePicture } from './picture/picture.ts'
import { newestIssue } from './press/catalogue.ts'
import { type PressThread, startPress } from './press/client.ts'
import { openReaders, type ReaderList } from './readers.ts'
import { routes } from './routes.ts'
import { openStudio, type SendTest } from './studio.ts'
import type { IssueState, StudioInfo } from './wire.ts'

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

const PORT = 4400
const SMTP_PORT = 1025
/** Editors write a file in steps; people do not notice so short a wait. */
const HOLD_MS = 90

/** @throws PressrunError `config`, `file`, `syntax`, `schema`, `usage` */
export async function openPreview(options: PreviewOptions): Promise<Preview> {
  // First of all: what takes longest begins to load beside everything else.
  const press = startPress({ root: options.root, env: pressrunVariables(options.env) })
  try {
    return await open(options, press)
  } catch (error) {
    await press.close()
    throw error
  }
}

async function open(options: PreviewOptions, press: PressThread): Promise<Preview> {
  const { env, now, onTrouble, list, host = LOOPBACK } = options
  const project = currentProject(options.root, env)
  const assets = openAssets(options.page)
  const events = openEvents()
  const shelf = imageShelf()
  const readers = openReaders(list)
  const letters = openLetters({
    versions: press,
    now,
    watched: events.watched,
    onLetter: events.tellLetter,
    onFiles: (names) => backstage.alsoWatch(names),
    hold: options.hold ?? (() => setTimeout(HOLD_MS)),
  })
  const backstage = openBackstage({
    ...{ project, press, letters, readers, events, now, onTrouble },
    smtpPort: options.smtpPort ?? SMTP_PORT,
  })
  const checks = openChecks(project.files.root)
  const findings = openFindings({
    ...{ letters, checks, now, root: project.files.root },
    onState: () => events.tell('issues'),
  })
  const start = options.issue ?? newestIssue(project.files)
  const first = start === undefined ? Promise.resolve() : letters.letter(start, 'work')

  const token = randomBytes(24).toString('base64url')
  const key = isLoopback(host) ? undefined : randomBytes(12).toString('base64url')
  const withKey = (url: string) => (key ? `${url}${url.includes('?') ? '&' : '?'}key=${key}` : url)
  const browser = findBrowser(env)
  let address = ''
  const studio = openStudio({
    ...{ letters, readers, shelf, now, project: project.now, sendTest: options.sendTest },
    inbox: () => backstage.inbox,
    catalogue: () => backstage.catalogue,
    states: options.states ?? (async () => new Map()),
    findings,
    async takePicture(kind, path, width) {
      if (!browser) throw noBrowser()
      return takePicture(browser, { kind, url: withKey(address + path), width })
    },
    info: () => ({
      ...infoOf(project.now(), backstage),
      token,
      pictures: browser !== undefined,
      ...(start === undefined ? {} : { start }),
      ...(list ? { list: list.name } : {}),
    }),
  })
  const hosts = new Set<string>()
  const guard = { hosts, token, ...(key === undefined ? {} : { key }) }
  const importing = openImporting({ files: project.files, project: project.now, now })
  const app = routes({ guard, assets, events, shelf, studio, importing })
  const server = await listen(app, host, options.port ?? PORT)
  for (const name of namesOf(host, server.port)) hosts.add(name)
  address = addressOf(host, server.port)

  let withdraw = () => {}
  const begin = async () => {
    await backstage.begin()
    const { inbox } = backstage
    if (!inbox) return
    const smtp = { host: inbox.host, port: inbox.port }
    withdraw = announceStudio(project.files.root, { pid: process.pid, url: address, smtp })
  }
  return {
    url: withKey(`${address}/`),
    ready: first.then(begin, begin),
    async close() {
      withdraw()
      await Promise.all([server.close(), press.close(), checks.close(), backstage.close()])
    },
  }
}

function infoOf(
  project: Project,
  { inbox, git }: Backstage,
): Omit<StudioInfo, 'token' | 'pictures'> {
  const { name, from, secrets } = project
  return {
    name,
    version,
    git,
    from: from.name === '' ? from.address : `${from.name} <${from.address}>`,
    madeUpSecret: secrets.secret === undefined,
    ...(inbox ? { smtp: { host: inbox.host, port: inbox.port } } : {}),
    ...(secrets.smtpUrl ? { relay: new URL(secrets.smtpUrl).hostname } : {}),
  }
}

/** What a project looks at; the rest of the environment is nobody's business. */
function pressrunVariables(env: PreviewOptions['env']): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('PRESSRUN_')))
}
