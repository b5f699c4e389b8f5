// Bytes to text, whatever they were written in: what marks them (byte order mark), what was said of them (a header,
// a meta tag), what they are (strict UTF-8), what they look like (chardet). Never throws, never loses a byte unseen:
// what cannot be read becomes U+FFFD and is found by repair.ts.

import { analyse } from 'chardet'

export interface Decoded {
  readonly text: string
  /** As the Encoding Standard calls it: `utf-8`, `euc-kr`, `windows-1252`. */
  readonly encoding: string
  /** Nobody said it and it is not UTF-8: a guess. */
  readonly guessed: boolean
}

/** @param said encodings that somebody named, the most trusted first; those that are none are passed over. */
export function decodeText(bytes: Uint8Array, said: readonly (string | undefined)[] = []): Decoded {
  const marked = markOf(bytes)
  if (marked) return { text: lenient(bytes, marked), encoding: marked, guessed: false }
  const utf8 = strict(bytes, 'utf-8')
  // A page that says one thing and is valid UTF-8 with more than ASCII in it is UTF-8.
  if (utf8 !== undefined && (isAscii(utf8) || said.every((label) => label === undefined)))
    return { text: utf8, encoding: 'utf-8', guessed: false }
  for (const label of said) {
    const encoding = knownEncoding(label)
    const text = encoding && strict(bytes, encoding)
    if (encoding && text !== undefined && (utf8 === undefined || encoding === 'utf-8'))
      return { text, encoding, guessed: false }
  }
  if (utf8 !== undefined) return { text: utf8, encoding: 'utf-8', guessed: false }
  const encoding = guess(bytes)
  return { text: lenient(bytes, encoding), encoding, guessed: true }
}

function markOf([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

const isAscii = (text: string) => !/[^\u0000-\u007f]/.test(text)

function strict(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const lenient = (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding).decode(bytes)

/** The standard's own name, undefined where there is no such encoding. */
export function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return undefined
  }
}

const SAMPLE_BYTES = 60_000
/** Encodings of whole alphabets come before those that take any byte for a letter. */
const STRICT_ONES = new Set(['euc-kr', 'shift_jis', 'gb18030', 'euc-jp', 'big5', 'iso-2022-jp'])

function guess(bytes: Uint8Array): string {
  // UTF-16 without its mark: every other byte of ASCII is a NUL.
  const zeros = [0, 0]
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  for (const [at, byte] of sample.subarray(0, 4000).entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] as number) + 1
  const most = Math.min(sample.length, 4000) / 2
  if ((zeros[1] as number) > most * 0.4) return 'utf-16le'
  if ((zeros[0] as number) > most * 0.4) return 'utf-16be'
  const candidates = analyse(sample)
    .map(({ name, confidence }) => ({ encoding: knownEncoding(name), confidence }))
    .filter(({ encoding }) => encoding !== undefined && encoding !== 'utf-8') as {
    encoding: string
    confidence: number
  }[]
  // Cut at a sample's end a character may be halved: the whole must decode.
  const fits = candidates.filter(({ encoding }) => strict(bytes, encoding) !== undefined)
  const [best] = fits
  if (!best) return 'windows-1252'
  const sure = fits.find(
    ({ encoding, confidence }) => STRICT_ONES.has(encoding) && confidence >= best.confidence * 0.9,
  )
  return (sure ?? best).encoding
}
