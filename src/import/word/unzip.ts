// What a ZIP archive holds, inflated within bounds: whoever reads the archive after this one meets no more than was
// met here. Sizes that an archive claims are believed only where they refuse it.

import { inflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly bytes: Buffer
}

export interface ZipLimits {
  readonly entries: number
  /** Of one entry, inflated. */
  readonly entryBytes: number
  /** Of all of them, inflated. */
  readonly bytes: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Of the end record, without its comment. */
const END_BYTES = 22
const MAX_COMMENT = 65_535

/** @returns the entries, or what is wrong with the archive: a few words that follow "it". */
export function unzip(
  archive: Buffer,
  limits: ZipLimits,
): readonly ZipEntry[] | { readonly problem: string } {
  const end = endOf(archive)
  if (end < 0) return { problem: 'is broken: it has no end' }
  const count = archive.readUInt16LE(end + 10)
  if (count === 0xffff || count > limits.entries) return { problem: 'holds too many files' }
  const entries: ZipEntry[] = []
  let total = 0
  let at = archive.readUInt32LE(end + 16)
  try {
    for (let index = 0; index < count; index++) {
      if (archive.readUInt32LE(at) !== CENTRAL) return { problem: 'is broken: its list is cut off' }
      const header = centralHeader(archive, at)
      at = header.next
      if ((header.flags & 1) !== 0) return { problem: 'is locked with a password' }
      const room = Math.min(limits.entryBytes, limits.bytes - total)
      if (header.claimed > room) return { problem: 'unpacks to more than a document can hold' }
      const bytes = inflated(archive, header, room)
      if (bytes === undefined) return { problem: 'unpacks to more than a document can hold' }
      total += bytes.length
      entries.push({ name: header.name, bytes })
    }
  } catch {
    return { problem: 'is broken' }
  }
  return entries
}

function endOf(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_BYTES - MAX_COMMENT)
  for (let at = archive.length - END_BYTES; at >= first; at--)
    if (archive.readUInt32LE(at) === END) return at
  return -1
}

interface Header {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly packed: number
  readonly claimed: number
  readonly offset: number
  readonly next: number
}

function centralHeader(archive: Buffer, at: number): Header {
  const nameLength = archive.readUInt16LE(at + 28)
  const rest = archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  return {
    name: archive.toString('utf8', at + 46, at + 46 + nameLength),
    flags: archive.readUInt16LE(at + 8),
    method: archive.readUInt16LE(at + 10),
    packed: archive.readUInt32LE(at + 20),
    claimed: archive.readUInt32LE(at + 24),
    offset: archive.readUInt32LE(at + 42),
    next: at + 46 + nameLength + rest,
  }
}

/** Undefined where it is more than `room`. */
function inflated(
  archive: Buffer,
  { offset, method, packed }: Header,
  room: number,
): Buffer | undefined {
  if (archive.readUInt32LE(offset) !== LOCAL) throw new Error('no entry')
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
  const data = archive.subarray(start, start + packed)
  if (method === 0) return data.length > room ? undefined : data
  if (method !== 8) throw new Error('unknown method')
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, room) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}
