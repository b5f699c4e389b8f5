// A Word document to a Reading: by way of HTML. Tracked changes are taken as they would be once accepted, comments are
// left out; both are said, with their words. Pictures in it come out beside.

import { convertToHtml, images } from 'mammoth'
import type { Reading } from '../block.ts'
import { MAX_IMAGES_BYTES } from '../limits.ts'
import { readHtml } from '../page/read-html.ts'
import { unzip, type ZipEntry } from './unzip.ts'

export interface WordDocument {
  readonly reading: Reading
  /** By the `src` that the reading's images have. */
  readonly pictures: ReadonlyMap<string, Buffer>
}

const LIMITS = { entries: 2_000, entryBytes: 60_000_000, bytes: 150_000_000 }
const STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p.standfirst:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Caption'] => p.caption:fresh",
]

/** @returns the document, or what is wrong with it: a few words that follow its name. */
export async function readWord(
  archive: Buffer,
): Promise<WordDocument | { readonly problem: string }> {
  const entries = unzip(archive, LIMITS)
  if ('problem' in entries) return entries
  const part = (name: string) => entries.find((entry) => entry.name === name)?.bytes
  if (!part('word/document.xml')) return { problem: 'is an archive, and no Word document in it' }
  const pictures = new Map<string, Buffer>()
  let size = 0
  const convertImage = images.imgElement(async (image) => {
    const src = `word-picture-${pictures.size + 1}`
    const bytes = await image.readAsBuffer()
    size += bytes.length
    if (size <= MAX_IMAGES_BYTES) pictures.set(src, bytes)
    return { src }
  })
  let html: string
  try {
    const converted = await convertToHtml(
      { buffer: archive },
      { convertImage, styleMap: STYLES, externalFileAccess: false },
    )
    html = converted.value
  } catch {
    return { problem: 'cannot be read as a Word document' }
  }
  const reading = readHtml(`<body>${html}</body>`, { whole: true })
  const remarks = [...changesIn(entries), ...reading.remarks]
  return { reading: { ...reading, remarks }, pictures }
}

const MAX_SHOWN = 200
const MAX_LISTED = 20

function changesIn(entries: readonly ZipEntry[]): string[] {
  const xml = (name: string) =>
    entries.find((entry) => entry.name === name)?.bytes.toString('utf8') ?? ''
  const document = xml('word/document.xml')
  const deleted = stretches(document, 'w:del', 'w:delText')
  const inserted = stretches(document, 'w:ins', 'w:t')
  const comments = stretches(xml('word/comments.xml'), 'w:comment', 'w:t')
  const remarks: string[] = []
  if (inserted.length > 0)
    remarks.push(`Tracked insertions were taken as accepted: ${listed(inserted)}.`)
  if (deleted.length > 0)
    remarks.push(
      `Tracked deletions were taken as accepted, so these words are gone: ${listed(deleted)}.`,
    )
  if (comments.length > 0) remarks.push(`Comments were left out: ${listed(comments)}.`)
  return remarks
}

const listed = (texts: readonly string[]) => {
  const shown = texts
    .slice(0, MAX_LISTED)
    .map((text) => `“${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}”`)
    .join(', ')
  return texts.length > MAX_LISTED ? `${shown} and ${texts.length - MAX_LISTED} more` : shown
}

/** The words in each element of a kind: what stands between its tags. */
function stretches(xml: string, element: string, text: string): string[] {
  const found: string[] = []
  const open = new RegExp(`<${element}(?=[\\s>])[^>]*(?<!/)>`, 'g')
  for (const start of xml.matchAll(open)) {
    const from = start.index + start[0].length
    const end = xml.indexOf(`</${element}>`, from)
    if (end < 0) break
    const words = [
      ...xml.slice(from, end).matchAll(new RegExp(`<${text}(?:\\s[^>]*)?>([^<]*)</${text}>`, 'g')),
    ]
      .map((match) => unescaped(match[1] as string))
      .join('')
      .trim()
    if (words !== '') found.push(words)
  }
  return found
}

const unescaped = (text: string) =>
  text.replace(
    /&(lt|gt|quot|apos|amp);/g,
    (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] as string,
  )
