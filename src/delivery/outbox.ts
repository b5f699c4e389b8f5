// A folder as a transport: each message is a file of its own, byte for byte as it would go over the wire. A file is
// there whole or not at all, and the same message has the same name whenever it is written.

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Message } from '../message/message.ts'
import type { Lane, Outcome, Transport } from './transport.ts'

export interface OutboxSettings {
  /** What outcomes call it. */
  readonly name?: string
  /** Files written at once. */
  readonly lanes?: number
}

/** @param folder absolute; made where there is none. */
export function outboxTransport(
  folder: string,
  { name = 'outbox', lanes = 4 }: OutboxSettings = {},
): Transport {
  const trouble = (error: unknown) => `${folder} takes no file: ${reason(error)}`
  const lane: Lane = {
    async send(message, beforeBody) {
      try {
        makeFolder(folder)
      } catch (error) {
        return { kind: 'sender', problem: trouble(error), relay: name }
      }
      if (!(await beforeBody())) return { kind: 'withheld' }
      const file = outboxName(message)
      try {
        await writeWhole(folder, file, message.bytes)
      } catch (error) {
        return { kind: 'sender', problem: trouble(error), relay: name }
      }
      return written(file, name)
    },
    close: async () => {},
  }
  return {
    name,
    lanes,
    open: () => lane,
    async verify() {
      try {
        makeFolder(folder)
        await writeWhole(folder, '.pressrun-test', Buffer.alloc(0))
        await rm(join(folder, '.pressrun-test'))
        return { ok: true, detail: `${folder}: letters are written here as .eml files` }
      } catch (error) {
        return { ok: false, detail: trouble(error) }
      }
    },
    close: async () => {},
  }
}

const written = (file: string, relay: string): Outcome => ({
  kind: 'accepted',
  reply: { code: 250, text: `written to ${file}` },
  relay,
})

/** `ana@example.com-3f9c0a12b4d5.eml`: for whom, and a digest of the Message-ID, so that no two are the same. */
export function outboxName({ id, envelope }: Pick<Message, 'id' | 'envelope'>): string {
  const who = envelope.to.replace(/[^\w.+@-]/g, '_').replace(/^\.+/, '_')
  const mark = createHash('sha256').update(`${id}\0${envelope.to}`).digest('hex').slice(0, 12)
  return `${who.slice(0, 100)}-${mark}.eml`
}

/** On disk, under another name first: whoever looks finds no half of a letter. */
async function writeWhole(folder: string, file: string, bytes: Buffer): Promise<void> {
  const unfinished = join(folder, `.${file}.${process.pid}`)
  try {
    const handle = await open(unfinished, 'w')
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, join(folder, file))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Node's own `recursive` never returns where a file system takes no folder and says that its parent is missing. */
function makeFolder(folder: string): void {
  const parent = dirname(folder)
  if (!existsSync(parent)) makeFolder(parent)
  try {
    mkdirSync(folder)
  } catch (error) {
    // What is there may be a file: whoever writes into it is told.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'it may only be read',
    ENOENT: 'it cannot be made',
    ENOTDIR: 'it, or a part of its path, is a file and not a folder',
  }
  return reasons[code ?? ''] ?? message
}
