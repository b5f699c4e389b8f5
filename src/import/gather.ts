// What an import was asked for, to an import: sources read one after the other, their pieces parted, the images
// they show fetched, the files composed. Files, streams and the network are edges that it is given.

import { PressrunError } from '../problem.ts'
import type { PlacedFile } from '../project/place-files.ts'
import type { Correction } from './block.ts'
import { imageKey, type WantedImage, wantedImages } from './images.ts'
import {
  composeIssue,
  type ImportOptions,
  type ImportResult,
  type ImportSource,
  readSources,
} from './import.ts'
import { MAX_IMAGE_BYTES, MAX_IMAGES_BYTES, MAX_SOURCE_BYTES } from './limits.ts'
import type { Fetched, FetchLimits } from './net/fetch.ts'
import { bytesOfDataUrl, missing, type Picture, pictureOf } from './picture.ts'
import { type OpenedSource, readSource, type SourceBytes } from './source.ts'

export interface Wanted {
  /** A path, an address, or `-`. */
  readonly source: string
  readonly role?: 'article' | 'interview'
  readonly corrections?: readonly Correction[]
}

export interface ImportEdges {
  /** A file's bytes, bounded, or those of standard input. Throws PressrunError `file`. */
  read(source: string): Promise<SourceBytes>
  /** Bytes of a file that a source file points to; undefined where there is none, or it is not beside it. */
  beside(source: string, path: string): Promise<Buffer | undefined>
  /** Throws PressrunError `file`. */
  fetch(url: string, limits: FetchLimits): Promise<Fetched>
}

export interface Gathered {
  readonly result: ImportResult
  /** All there is to write, in the order in which it is to be put in place. */
  readonly files: readonly PlacedFile[]
}

const PAGE: FetchLimits = {
  bytes: MAX_SOURCE_BYTES,
  ms: 30_000,
  redirects: 5,
  types: [
    'text/html',
    'application/xhtml+xml',
    'text/plain',
    'text/markdown',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
}
const IMAGE: FetchLimits = {
  bytes: MAX_IMAGE_BYTES,
  ms: 20_000,
  redirects: 5,
  types: ['image/', 'application/octet-stream', 'binary/octet-stream'],
}
const AT_ONCE = 4

/**
 * @param pictures false: none is fetched, each is named as left out.
 * @throws PressrunError `usage`, `file`, `content`
 */
export async function gatherImport(
  wanted: readonly Wanted[],
  { pictures = true, ...options }: ImportOptions & { readonly pictures?: boolean },
  edges: ImportEdges,
): Promise<Gathered> {
  checkWanted(wanted)
  const opened: (OpenedSource & ImportSource)[] = []
  for (const { source, role, corrections = [] } of wanted) {
    const bytes = await bytesOf(source, edges)
    opened.push({
      ...(await readSource(bytes)),
      name: bytes.name,
      corrections,
      ...(role ? { role } : {}),
    })
  }
  const read = readSources(opened, options)
  const got = new Map<string, Picture>()
  const images = pictures ? wantedImages(read.pieces) : []
  let total = 0
  await forEach(images, AT_ONCE, async (image) => {
    const picture =
      total > MAX_IMAGES_BYTES
        ? missing('since there were too many already')
        : await pictureFor(image, wanted[image.source]?.source ?? '-', opened[image.source], edges)
    if (picture.kind === 'got') total += picture.bytes.length
    got.set(imageKey(image.source, image.src), picture)
  })
  const result = composeIssue(read, options, got)
  return { result, files: filesOf(result, got) }
}

function checkWanted(wanted: readonly Wanted[]): void {
  const wrong = (message: string, mend: string) =>
    new PressrunError({ code: 'usage', message, mend })
  if (wanted.length === 0)
    throw wrong(
      'there is nothing to import',
      'Name a file, an address, or - for standard input; or give --article and --interview.',
    )
  const other = wanted.find(
    ({ source }) => /^[a-z][a-z0-9+.-]+:\/\//i.test(source) && !isAddress(source),
  )
  if (other)
    throw wrong(
      `${other.source.replace(/\/\/[^/@]*@/, '//')} is no web address`,
      'Write it as https://host/path, or name a file.',
    )
  if (wanted.filter(({ source }) => source === '-').length > 1)
    throw wrong('standard input can be read once', 'Name - for one of the sources only.')
}

const isAddress = (source: string) => /^https?:\/\//i.test(source)

async function bytesOf(source: string, edges: ImportEdges): Promise<SourceBytes> {
  if (!isAddress(source)) return edges.read(source)
  const { url, bytes, type, charset } = await edges.fetch(source, PAGE)
  return { name: source, bytes, url, type, ...(charset === undefined ? {} : { charset }) }
}

async function pictureFor(
  { src }: WantedImage,
  source: string,
  opened: OpenedSource | undefined,
  edges: ImportEdges,
): Promise<Picture> {
  const within = opened?.pictures?.get(src) ?? bytesOfDataUrl(src)
  if (within) return pictureOf(within)
  if (/^[a-z][a-z0-9+.-]+:/i.test(src) && !isAddress(src))
    return missing('since its address is none of the web')
  try {
    if (isAddress(src)) return await pictureOf((await edges.fetch(src, IMAGE)).bytes)
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    const [problem] = error.problems
    return missing(`since it ${problem?.message.replace(/^\S+ /, '') ?? 'cannot be had'}`)
  }
  const bytes = isAddress(source) ? undefined : await edges.beside(source, src)
  return bytes ? pictureOf(bytes) : missing('since there is no such file beside the source')
}

async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

/** The issue's own file last, so that nothing points to what is not there. */
function filesOf(result: ImportResult, got: ReadonlyMap<string, Picture>): PlacedFile[] {
  const texts = result.files.map(({ name, text }) => ({ name, content: text }))
  const images = result.images.flatMap(({ source, src, name }): PlacedFile[] => {
    const picture = got.get(imageKey(source, src))
    return picture?.kind === 'got' ? [{ name, content: picture.bytes }] : []
  })
  return [...texts.slice(0, -1), ...images, ...texts.slice(-1)]
}
