// What send and retry have in common: the letter, the relays and the store of one issue, made ready.

import type { Press } from '../build/press.ts'
import type { ContentParts } from '../delivery/content.ts'
import type { RelayTransport } from '../delivery/relay-transports.ts'
import type { Issue } from '../issue/issue.ts'
import type { CountedLink } from '../message/clicks.ts'
import type { MessageMaker } from '../message/maker.ts'
import { PressrunError } from '../problem.ts'
import type { Limits, Project } from '../project/project.ts'
import type { RenderedIssue } from '../render/rendered.ts'
import type { Engine } from '../store/engine.ts'
import { type CommonOptions, findProjectRoot, issueSlugs } from './command.ts'
import type { Terminal } from './terminal.ts'

export interface SendingOptions extends CommonOptions {
  readonly outbox?: string
  /** The studio's inbox, or the port of one: nobody else gets anything. */
  readonly toStudio?: true | number
  readonly dryRun?: boolean
}

export interface Sending {
  readonly project: Project
  readonly slug: string
  readonly title: string
  /** @param list that a send was planned for; the issue's own where nothing is said. */
  makerFor(list?: string): MessageMaker
  /** `Long Meridian <letters@example.com>` */
  readonly sender: string
  readonly parts: Omit<ContentParts, 'sender' | 'list'>
  /** Those whose clicks are counted: in the store before the first message. */
  readonly links: readonly CountedLink[]
  /** As the checks want it. */
  readonly letter: {
    readonly root: string
    readonly press: Press
    readonly issue: Issue
    readonly rendered: RenderedIssue
  }
  readonly limits: Limits
  /** Nobody is written to: letters go to a folder or to the studio, and this says where they are. */
  readonly rehearsal?: string
  /** Not asked for before something is to be sent. @throws PressrunError `config` */
  relays(): readonly RelayTransport[]
  /** @throws PressrunError `store` */
  openStore(): Promise<Engine>
}

/** @param test a copy for looking at. @throws PressrunError for whatever is wrong with project, issue or key */
export async function openSending(
  name: string,
  options: SendingOptions,
  terminal: Terminal,
  test = false,
): Promise<Sending> {
  const root = await findProjectRoot(options, terminal)
  const [slug] = (await issueSlugs(root, [name])) as [string]
  const { openPress } = await import('../build/press.ts')
  const { messageMaker } = await import('../message/maker.ts')
  const { countedLinks } = await import('../message/clicks.ts')
  const { letterParts } = await import('../delivery/content.ts')
  const { envelopeSender } = await import('../delivery/envelope-sender.ts')
  const { signingKey } = await import('../delivery/signing.ts')
  const { openOutbox } = await import('./outbox-store.ts')
  const press = openPress(root, terminal.env)
  const { project, keys } = press
  const rehearsal = options.outbox !== undefined || options.toStudio !== undefined
  if (!project.secrets.secret && !rehearsal && !options.dryRun) throw noSecret()
  const { issue, rendered } = await press.render(slug)
  const shared = {
    ...{ project, keys, test, dkim: signingKey(project) },
    envelopeFrom: envelopeSender(project, keys, slug),
  }
  const { name: from, address } = project.from
  return {
    project,
    slug,
    title: rendered.title,
    makerFor: (list) =>
      messageMaker({ ...shared, rendered: list === undefined ? rendered : { ...rendered, list } }),
    sender: from === '' ? address : `${from} <${address}>`,
    parts: letterParts(rendered),
    links: countedLinks(project, rendered),
    letter: { root, press, issue, rendered },
    ...(await openOutbox(project, options, terminal)),
  }
}

const noSecret = () =>
  new PressrunError({
    code: 'config',
    message: 'without PRESSRUN_SECRET nobody could unsubscribe, so nothing was sent',
    mend: 'Put PRESSRUN_SECRET into .env; make one with: openssl rand -base64 32',
  })
