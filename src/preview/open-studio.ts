// The studio's parts, put together around a server on loopback. The page is served at once; letters are made in a
// thread of their own.

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
import type { KeptLetter } from './kept-letters.ts'
import { openLetters } from './letters.ts'
import { addressOf, isLoopback, LOOPBACK, listen, namesOf } from './listen.ts'
import { findBrowser } from './picture/find-browser.ts'
import { noBrowser, takePicture } from './picture/picture.ts'
import type { PressThread } from './press/client.ts'
import type { CatalogueEntry } from './press/issue-names.ts'
import type { Pressed } from './press/versions.ts'
import type { Preview, PreviewOptions } from './preview.ts'
import { openReaders } from './readers.ts'
import { routes } from './routes.ts'
import { openStudio } from './studio.ts'
import type { StudioInfo } from './wire.ts'

const PORT = 4400
const SMTP_PORT = 1025
/** Editors write a file in steps; people do not notice so short a wait. */
const HOLD_MS = 90
/** So long a browser is given to ask for the first letter. */
const LOOK_MS = 200

/** The issue to begin with. */
export interface FirstIssue {
  readonly slug: string
  /** Its letter, where it was kept and still stands. */
  readonly kept?: KeptLetter
}

export async function openStudioOn(
  options: PreviewOptions,
  press: PressThread,
  issues: readonly CatalogueEntry[],
  issue: FirstIssue | undefined,
): Promise<Preview> {
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
    ...(issue?.kept ? { kept: pressedFrom(issue.slug, issue.kept, project.now()) } : {}),
  })
  const backstage = openBackstage({
    ...{ project, press, letters, readers, events, issues, now, onTrouble },
    smtpPort: options.smtpPort ?? SMTP_PORT,
  })
  const checks = openChecks(project.files.root)
  const findings = openFindings({
    ...{ letters, checks, now, root: project.files.root },
    onState: () => events.tell('issues'),
  })
  const first = issue ? letters.letter(issue.slug, 'work') : Promise.resolve()

  const token = randomBytes(24).toString('base64url')
  const key = isLoopback(host) ? undefined : randomBytes(12).toString('base64url')
  const withKey = (url: string) => (key ? `${url}${url.includes('?') ? '&' : '?'}key=${key}` : url)
  const browser = findBrowser(env)
  let address = ''
  let hasBegun = false
  const looked = Promise.withResolvers<void>()
  const studio = openStudio({
    ...{ letters, readers, shelf, now, project: project.now, sendTest: options.sendTest },
    inbox: () => backstage.inbox,
    catalogue: () => backstage.catalogue,
    // Whoever knows opens a database for it, which can wait: the list is read again once all has begun.
    states: async () => (hasBegun && options.states ? options.states() : new Map()),
    onLooked: looked.resolve,
    findings,
    async takePicture(kind, path, width) {
      if (!browser) throw noBrowser()
      return takePicture(browser, { kind, url: withKey(address + path), width })
    },
    info: () => ({
      ...infoOf(project.now(), backstage),
      token,
      pictures: browser !== undefined,
      ...(issue ? { start: issue.slug } : {}),
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

  let closed = false
  let withdraw = () => {}
  const begin = async () => {
    // A page that opens has the machine to itself until it has its letter.
    await Promise.race([looked.promise, setTimeout(LOOK_MS)])
    await backstage.begin()
    hasBegun = true
    const { inbox } = backstage
    if (!inbox || closed) return
    const smtp = { host: inbox.host, port: inbox.port }
    withdraw = announceStudio(project.files.root, { pid: process.pid, url: address, smtp })
  }
  return {
    url: withKey(`${address}/`),
    ready: first.then(begin, begin),
    async close() {
      closed = true
      withdraw()
      await Promise.all([server.close(), press.close(), checks.close(), backstage.close()])
    },
  }
}

function pressedFrom(
  slug: string,
  { issue, rendered, depends }: KeptLetter,
  project: Project,
): { readonly slug: string; readonly pressed: Pressed } {
  return { slug, pressed: { made: { project, issue, rendered }, problems: [], depends } }
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
