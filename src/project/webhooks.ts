// The part of newsletter.yaml that says who is told when readers join and leave. What calls are signed with is a
// secret, and comes from the environment.

import { z } from 'zod'
import { webUrl } from './fields.ts'

/** What readers do, or what becomes of them. */
export const WEBHOOK_EVENTS = [
  'subscribe',
  'confirm',
  'unsubscribe',
  'bounce',
  'complain',
  'erase',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

export interface Webhook {
  readonly url: string
  readonly events: readonly WebhookEvent[]
  /** It may be on this machine or in a private network. */
  readonly isPrivate: boolean
}

const webhook = z.strictObject({
  url: webUrl('Where a POST goes.'),
  events: z
    .array(z.enum(WEBHOOK_EVENTS))
    .min(1)
    .describe('Of what it is told; of everything where nothing is said.')
    .optional(),
  private: z
    .boolean()
    .describe('It may be called on this machine or in a private network.')
    .optional(),
})

export const webhookKeys = {
  webhooks: z
    .array(webhook)
    .max(20)
    .describe(
      'Who is told when readers join and leave: signed calls, tried again until they arrive.',
    )
    .optional(),
}

export const webhooksOf = ({
  webhooks = [],
}: {
  readonly webhooks?: readonly z.output<typeof webhook>[] | undefined
}): readonly Webhook[] =>
  webhooks.map(({ url, events = WEBHOOK_EVENTS, private: isPrivate = false }) => ({
    url,
    events,
    isPrivate,
  }))
