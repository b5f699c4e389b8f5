// Where bounces of a letter go (RFC 5321's reverse path). With `verp` each reader has an address of their own in
// each issue, so that a bounce names them whatever else it says: the mark that is in the Message-ID as well.

import { type Keyring, readerMark } from '../audience/links.ts'
import type { Project } from '../project/project.ts'

type Sender = Pick<Project, 'from' | 'envelopeSender' | 'verp'>

/** @returns for a reader's address, theirs to bounce to: what `messageMaker` takes as `envelopeFrom`. */
export function envelopeSender(
  project: Sender,
  keys: Keyring,
  slug: string,
): (email: string) => string {
  const sender = senderOf(project)
  if (!project.verp) return () => sender
  const at = sender.lastIndexOf('@')
  const local = sender.slice(0, at)
  const domain = sender.slice(at)
  return (email) => `${local}+${readerMark(keys, email, slug)}${domain}`
}

/** @returns the mark of reader and issue in an address that a bounce came to; undefined where there is none. */
export function markOfBounce(project: Sender, address: string): string | undefined {
  const sender = senderOf(project).toLowerCase()
  const at = sender.lastIndexOf('@')
  const lower = address.toLowerCase()
  const before = `${sender.slice(0, at)}+`
  const after = sender.slice(at)
  if (!lower.startsWith(before) || !lower.endsWith(after)) return undefined
  const mark = lower.slice(before.length, lower.length - after.length)
  return /^[0-9a-f]{32}$/.test(mark) ? mark : undefined
}

const senderOf = ({ envelopeSender, from }: Sender) => envelopeSender ?? from.address
