// The MIME body of a letter, in pieces: what every reader gets the same is encoded once, and only the pieces
// around the slots are made for each. RFC 2046; text first, then HTML with its images.

import type { Merge, RenderedImage, RenderedIssue } from '../render/rendered.ts'
import type { Values } from './evaluate.ts'
import { encodeConstants, pour } from './fill.ts'
import { QuotedPrintableWriter, quotedPrintable } from './quoted-printable.ts'

export interface MimeBody {
  /** Of the whole: the value of Content-Type. */
  readonly contentType: string
  /** One reader's body, in order, ending in CRLF; canonical for DKIM. */
  fill(values: Values): Buffer[]
}

export function mimeBody(rendered: RenderedIssue): MimeBody {
  const { html, text, images, digest } = rendered
  // No encoded line holds "=_", so no boundary is ever met inside a part.
  const boundary = (name: string) => `=_${name}_${digest.slice(0, 24)}`
  const outer = boundary('letter')
  const inner = boundary('html')
  const embedded = images.filter(({ src }) => src.startsWith('cid:'))
  const textPart = textOf('plain', text)
  const htmlPart = textOf('html', html)
  const opening = Buffer.from(`--${outer}\r\n`)
  const between = Buffer.from(
    embedded.length > 0
      ? `--${outer}\r\nContent-Type: multipart/related; type="text/html";\r\n boundary="${inner}"\r\n\r\n--${inner}\r\n`
      : `--${outer}\r\n`,
  )
  const closing = Buffer.concat([
    ...embedded.map((image) => imagePart(image, inner)),
    Buffer.from(`${embedded.length > 0 ? `--${inner}--\r\n` : ''}--${outer}--\r\n`),
  ])
  return {
    contentType: `multipart/alternative;\r\n boundary="${outer}"`,
    fill(values) {
      const pieces: Buffer[] = [opening]
      const put = (piece: Buffer) => pieces.push(piece)
      textPart(values, put)
      pieces.push(between)
      htmlPart(values, put)
      pieces.push(closing)
      return pieces
    },
  }
}

type FillPart = (values: Values, put: (piece: Buffer) => void) => void

function textOf(subtype: 'plain' | 'html', merge: Merge): FillPart {
  const headers = Buffer.from(
    `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
  )
  const encoded = encodeConstants(merge, quotedPrintable)
  return (values, put) => {
    put(headers)
    const writer = new QuotedPrintableWriter(put)
    pour(encoded, values, [], (piece) =>
      writer.write(typeof piece === 'string' ? quotedPrintable(piece) : piece),
    )
    writer.end()
  }
}

function imagePart({ name, type, src, bytes }: RenderedImage, boundary: string): Buffer {
  const base64 = Buffer.from(bytes)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n')
  return Buffer.from(
    `--${boundary}\r\nContent-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <${src.slice('cid:'.length)}>\r\nContent-Disposition: inline; filename="${name}"\r\n\r\n${base64}\r\n`,
  )
}
