// The part of newsletter.yaml that is about readers: the lists of the publication, and segments, which name some
// of their readers by an expression.

import { z } from 'zod'
import { parseExpression } from './expression.ts'
import { line } from './fields.ts'
import type { PublicationList } from './project.ts'
import { says } from './validate.ts'

/** The one list of a publication that names none. */
export const MAIN_LIST = 'main'

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/
const SEGMENT_NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*$/u

const lists = z
  .record(
    z.string(),
    z.strictObject({
      name: line('What readers know the list by.'),
      description: line('What it brings, and how often.').optional(),
    }),
  )
  .superRefine((record, context) => {
    for (const key of Object.keys(record))
      if (!SLUG.test(key))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: says('% is no name for a list', 'Write a-z, 0-9 and hyphens: weekly'),
        })
  })

const segments = z.record(z.string(), z.string().trim().min(1)).superRefine((record, context) => {
  for (const [key, text] of Object.entries(record)) {
    const say = (message: string, mend: string) =>
      context.addIssue({ code: 'custom', path: [key], message: says(message, mend) })
    if (!SEGMENT_NAME.test(key))
      say('% is no name for a segment', 'Write letters, digits and hyphens: korean-members')
    const parsed = parseExpression(text)
    if ('problem' in parsed)
      say(
        `% cannot be read: ${parsed.problem}, at character ${parsed.at + 1}`,
        'Write it like: member and lang = "ko"',
      )
  }
})

export const readershipKeys = {
  lists: lists
    .describe('Lists that readers join and leave one by one; one for all where none is named.')
    .optional(),
  segments: segments
    .describe(
      'Some of the readers, by a name and what must hold, such as: member and city = "Seoul".',
    )
    .optional(),
}

interface Keys {
  readonly name: string
  readonly lists?: z.output<typeof lists> | undefined
  readonly segments?: z.output<typeof segments> | undefined
}

export function readershipOf({ name, lists: named, segments: said }: Keys): {
  readonly lists: readonly [PublicationList, ...PublicationList[]]
  readonly segments: Readonly<Record<string, string>>
} {
  const all = Object.entries(named ?? {}).map(([slug, list]) => ({
    slug,
    name: list.name,
    ...(list.description === undefined ? {} : { description: list.description }),
  }))
  const [first, ...rest] = all
  return { lists: first ? [first, ...rest] : [{ slug: MAIN_LIST, name }], segments: said ?? {} }
}
