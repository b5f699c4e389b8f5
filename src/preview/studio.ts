// What the studio can do, without HTTP: letters for readers, the list of issues, a test copy, a picture. Routes
// ask here; what is on the other side of the wire, the disk and the clock is handed in.

import type { Message } from '../message/message.ts'
import { PressrunError } from '../problem.ts'
import { parseAddress } from '../project/mailbox.ts'
import type { Project } from '../project/project.ts'
import type { Findings } from './findings.ts'
import type { ImageShelf } from './image-shelf.ts'
import type { Inbox } from './inbox.ts'
import { letterView } from './letter-view.ts'
import { type Good, type Letters, messageOf, testMessageOf } from './letters.ts'
import type { PictureKind } from './picture/picture.ts'
import type { CatalogueEntry } from './press/issue-names.ts'
import type { Version } from './press/versions.ts'
import type { ChosenReader, Readers } from './readers.ts'
import type {
  FindingsAnswer,
  IssueRow,
  IssueState,
  LetterAnswer,
  StudioInfo,
  TestAnswer,
  TestRequest,
} from './wire.ts'

/** Where a test copy goes. */
export interface Relay {
  /** `PRESSRUN_SMTP_URL`, or the inbox that catches. */
  readonly url: string
}

/** Sends one message, and says what became of it in a sentence. */
export type SendTest = (message: Message, relay: Relay, project: Project) => Promise<TestAnswer>

export interface StudioInput {
  readonly letters: Letters
  readonly readers: Readers
  readonly shelf: ImageShelf
  readonly project: () => Project
  readonly info: () => StudioInfo
  readonly catalogue: () => readonly CatalogueEntry[]
  /** How far issues have come, by slug; those that are not named are drafts. */
  readonly states: () => Promise<ReadonlyMap<string, IssueState>>
  readonly findings: Findings
  readonly inbox: () => Inbox | undefined
  readonly sendTest: SendTest
  readonly takePicture: (kind: PictureKind, path: string, width: number) => Promise<Buffer>
  /** A page was given a letter. */
  readonly onLooked: () => void
  readonly now: () => Date
}

export interface Studio {
  readonly readers: Readers
  info(): StudioInfo
  issues(): Promise<readonly IssueRow[]>
  letter(slug: string, version: Version, reader: string): Promise<LetterAnswer>
  findings(slug: string): Promise<FindingsAnswer>
  /** @throws PressrunError where there is no letter. */
  bytes(slug: string, version: Version, reader: string): Promise<Buffer>
  /** @param query of the page that shows the letter. */
  picture(kind: PictureKind, slug: string, query: URLSearchParams): Promise<Buffer>
  inbox(): Inbox | undefined
  /** A page shows these issues from now on. @returns their revisions by slug. */
  attend(slugs: readonly string[]): Readonly<Record<string, number>>
  sendTest(request: TestRequest): Promise<TestAnswer>
}

const NOBODY = { key: '', name: '', email: '', lang: '', tags: [], fields: [] }
const WIDTHS = { least: 280, most: 2000, usual: 800 }

export function openStudio(input: StudioInput): Studio {
  const { letters, readers, shelf, now } = input

  async function goodOf(slug: string, version: Version): Promise<Good> {
    const { good, problems } = await letters.letter(slug, version)
    if (good) return good
    throw new PressrunError(problems)
  }

  const readerFor = (key: string, { project, rendered }: Good): Promise<ChosenReader> =>
    readers.choose(key, project, rendered.uses)

  return {
    readers,
    info: input.info,
    inbox: input.inbox,
    attend: (slugs) => Object.fromEntries(slugs.map((slug) => [slug, letters.attend(slug)])),
    async issues() {
      const states = input.findings.states(await input.states())
      return input
        .catalogue()
        .map((entry): IssueRow => ({ ...entry, state: states.get(entry.slug) ?? 'draft' }))
        .sort((a, b) => b.date.localeCompare(a.date) || a.slug.localeCompare(b.slug))
    },
    async letter(slug, version, key) {
      const { good, problems, revision } = await letters.letter(slug, version)
      const state = { problems, made: good?.at.toISOString() ?? '', revision }
      const nobody = { ...NOBODY, key }
      if (!good) return { ...state, letter: null, issue: null, reader: nobody }
      const { issue } = good
      try {
        const reader = await readerFor(key, good)
        const { bytes } = await messageOf(good, reader.subscriber)
        const raw = `/api/letters/${encodeURIComponent(slug)}/raw?${new URLSearchParams({ version, reader: key })}`
        const letter = letterView(bytes, raw, shelf, good.rendered.images)
        setImmediate(input.onLooked)
        return { ...state, letter, issue, reader: reader.row }
      } catch (error) {
        if (!(error instanceof PressrunError)) throw error
        const all = [...problems, ...error.problems]
        return { ...state, problems: all, letter: null, issue, reader: nobody }
      }
    },
    findings: input.findings.of,
    async bytes(slug, version, key) {
      const good = await goodOf(slug, version)
      const { subscriber } = await readerFor(key, good)
      return (await messageOf(good, subscriber)).bytes
    },
    picture(kind, slug, query) {
      const asked = Number(query.get('width') ?? WIDTHS.usual) || WIDTHS.usual
      const width = Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.round(asked)))
      query.set('bare', '1')
      query.set('width', String(width))
      return input.takePicture(kind, `/issues/${encodeURIComponent(slug)}/letter?${query}`, width)
    },
    async sendTest({ slug, reader, to, via }) {
      const address = parseAddress(String(to ?? '').trim())
      if ('problem' in address) return { sent: false, detail: `The address ${address.problem}.` }
      const good = await goodOf(String(slug), 'work')
      const { subscriber } = await readerFor(String(reader ?? ''), good)
      // The reader's name and fields, but the tester's address: a click on 'unsubscribe' must not hit the reader.
      const tester = { ...subscriber, email: address.address }
      const message = await testMessageOf(good, tester, now())
      const relay = relayFor(via, input)
      if (!relay) return { sent: false, detail: 'There is nothing to send it with.' }
      return input.sendTest(message, relay, good.project)
    },
  }
}

function relayFor(via: TestRequest['via'], { inbox, project }: StudioInput): Relay | undefined {
  if (via === 'studio') {
    const open = inbox()
    return open ? { url: `smtp://${open.host}:${open.port}` } : undefined
  }
  const url = project().secrets.smtpUrl
  return url === undefined ? undefined : { url }
}
