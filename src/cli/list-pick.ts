// Which readers of a list a command is about: by how they stand, by a segment, by a text.

import { type Command, Option } from 'commander'
import type { Subscriber } from '../audience/subscriber.ts'
import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import { MEMBERSHIP_STATES, type MembershipState } from '../store/list-tables.ts'

export interface PickOptions {
  readonly segment?: string
  readonly state?: readonly MembershipState[]
}

export const pickOptions = (command: Command): Command =>
  command
    .option(
      '--segment <segment>',
      'a segment of newsletter.yaml, or an expression: \'member and lang = "ko"\'',
    )
    .addOption(
      new Option('--state <states...>', 'how they stand (default: all of them)').choices([
        ...MEMBERSHIP_STATES,
      ]),
    )

export interface PickedReader {
  readonly id: number
  readonly subscriber: Subscriber
  readonly state: MembershipState
  /** Milliseconds since 1970. */
  readonly since: number
}

/** @throws PressrunError `usage`, `config`, `store` */
export async function* pickReaders(
  store: Engine,
  list: string,
  project: Project,
  { segment: wanted, state: states, text }: PickOptions & { readonly text?: string },
): AsyncGenerator<PickedReader> {
  const { segment } = await import('../audience/segments.ts')
  const { listedSubscriber, subscriberOfRow } = await import('../circulation/stored.ts')
  const { subscribersOn } = await import('../store/subscribers.ts')
  const isIn =
    wanted === undefined ? () => true : segment(project.segments, wanted, Date.now()).isIn
  const asked = { ...(states ? { states } : {}), ...(text === undefined ? {} : { text }) }
  for await (const row of subscribersOn(store, list, asked)) {
    const { id, state, since } = row
    if (isIn(listedSubscriber(row))) yield { id, subscriber: subscriberOfRow(row), state, since }
  }
}
