// Quoted-printable (RFC 2045 section 6.7) in pieces: constants are encoded once an issue, values once a reader,
// and each piece begins at column 0, so that pieces can be put together with soft line breaks and nothing is
// encoded twice. What comes out is already canonical for DKIM's relaxed body (RFC 6376 section 3.4.4: no space
// at a line's end, none beside another), and no line begins with a dot, so that nothing on the way rewrites it.

/** Characters a line, without the `=` of a soft break. */
const LINE = 75
const HEX = '0123456789ABCDEF'
const SPACE = 0x20
const EQUALS = 0x3d
const DOT = 0x2e
/** 1 for what stands for itself wherever it is in a line. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > SPACE && byte < 0x7f && byte !== EQUALS ? 1 : 0,
)
const CRLF = Buffer.of(0x0d, 0x0a)
const SOFT_BREAK = Buffer.of(EQUALS, 0x0d, 0x0a)

/**
 * @param text LF at line ends.
 * @returns lines of at most 76 octets with CRLF, beginning at column 0; no CRLF at the end but the text's own.
 */
export function quotedPrintable(text: string): Buffer {
  const input = Buffer.from(text.toWellFormed())
  const output = Buffer.allocUnsafe(input.length * 3 + Math.ceil((input.length * 3) / 60) * 3 + 3)
  let size = 0
  let column = 0
  for (let at = 0; at < input.length; ) {
    const byte = input[at] as number
    // Nearly all there is.
    if (column > 0 && column < LINE && PLAIN[byte] === 1) {
      output[size++] = byte
      column++
      at++
      continue
    }
    if (byte === 0x0a) {
      output.set(CRLF, size)
      size += CRLF.length
      column = 0
      at++
      continue
    }
    const literal = isLiteral(input, at)
    // A character's bytes stay on one line: some clients decode line by line.
    const bytes = literal ? 1 : lengthOfCharacter(byte)
    if (column + (literal ? 1 : bytes * 3) > LINE) {
      output.set(SOFT_BREAK, size)
      size += SOFT_BREAK.length
      column = 0
    }
    if (literal && !mangledAtLineStart(input, at, column)) {
      output[size++] = byte
      column++
      at++
      continue
    }
    for (const end = at + bytes; at < end; at++) {
      const value = input[at] as number
      output[size++] = EQUALS
      output[size++] = HEX.charCodeAt(value >> 4)
      output[size++] = HEX.charCodeAt(value & 15)
    }
    column += bytes * 3
  }
  return output.subarray(0, size)
}

/** Printable and not `=`; a space only where it is neither doubled nor last on its line or in the piece. */
function isLiteral(input: Uint8Array, at: number): boolean {
  const byte = input[at] as number
  if (byte === SPACE) {
    const next = input[at + 1]
    return next !== undefined && next !== 0x0a && next !== SPACE
  }
  return PLAIN[byte] === 1
}

/** A dot that SMTP would stuff; the `From ` that mailbox files quote. */
function mangledAtLineStart(input: Uint8Array, at: number, column: number): boolean {
  if (column > 0) return false
  if (input[at] === DOT) return true
  return (
    input[at] === 0x46 &&
    input[at + 1] === 0x72 &&
    input[at + 2] === 0x6f &&
    input[at + 3] === 0x6d &&
    input[at + 4] === SPACE
  )
}

const lengthOfCharacter = (first: number) =>
  first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4

/** Puts encoded pieces together. */
export class QuotedPrintableWriter {
  readonly #put: (bytes: Buffer) => void
  #atLineStart = true

  constructor(put: (bytes: Buffer) => void) {
    this.#put = put
  }

  /** @param piece made by `quotedPrintable`. */
  write(piece: Buffer): void {
    if (piece.length === 0) return
    if (!this.#atLineStart) this.#put(SOFT_BREAK)
    this.#put(piece)
    this.#atLineStart = piece.at(-1) === 0x0a
  }

  /** Ends the last line. */
  end(): void {
    if (!this.#atLineStart) this.#put(CRLF)
  }
}
