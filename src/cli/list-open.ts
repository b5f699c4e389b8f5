// What the commands about the list have in common: the store, and which list is meant.

import type { Command } from 'commander'
import type { Announce } from '../circulation/announce.ts'
import { PressrunError } from '../problem.ts'
import type { Project, PublicationList } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import { type CommonOptions, openProject } from './command.ts'
import type { Terminal } from './terminal.ts'

export interface ListOptions extends CommonOptions {
  readonly on?: string
}

export const onOption = (command: Command): Command =>
  command.option('--on <list>', 'which list of the publication (default: its first, or only one)')

export interface OpenList {
  readonly project: Project
  readonly list: PublicationList
  readonly store: Engine
  /** Tells the publication's webhooks. */
  readonly announce: Announce
}

/** Runs work with the store open, and closes it. @throws PressrunError `store`, `usage`, and what loading throws */
export async function withList<T>(
  options: ListOptions,
  terminal: Terminal,
  access: 'read' | 'write',
  work: (open: OpenList) => Promise<T>,
): Promise<T> {
  const { project } = await openProject(options, terminal)
  const list = listNamed(project, options.on)
  const { openStore } = await import('../store/open.ts')
  const store = await openStore(project, access)
  try {
    const { announcer } = await import('../circulation/announce.ts')
    return await work({ project, list, store, announce: announcer(store, project.webhooks) })
  } finally {
    await store.close()
  }
}

/** @throws PressrunError `usage` */
export function listNamed({ lists }: Project, name: string | undefined): PublicationList {
  if (name === undefined) return lists[0]
  const list = lists.find(({ slug }) => slug === name)
  if (list) return list
  throw new PressrunError({
    code: 'usage',
    message: `there is no list "${name}" in newsletter.yaml`,
    mend: `There is: ${lists.map(({ slug }) => slug).join(', ')}.`,
  })
}

/** An address as the store has it. @throws PressrunError `usage` */
export async function addressNamed(text: string): Promise<string> {
  const { parseAddress } = await import('../project/mailbox.ts')
  const parsed = parseAddress(text.trim().normalize('NFC'))
  if ('address' in parsed) return parsed.address
  throw new PressrunError({
    code: 'usage',
    message: `the address "${text}" ${parsed.problem}`,
    mend: 'Write it as name@example.com.',
  })
}

/** Who is at the command line, for the record. */
export const atTheCommandLine = (command: string, note = '') =>
  ({ way: 'command', place: `list ${command}`, note }) as const

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
/** `2024-11-18 06:00 UTC` */
export const momentOf = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
