// A message's bytes to what the page shows of them. The same for a letter of the project and for a message that
// any program sent to the inbox.

import { createHash } from 'node:crypto'
import { htmlShares, plainSnippet, snippetOf } from './html-shares.ts'
import type { ImageShelf, ShelfImage } from './image-shelf.ts'
import {
  contentOf,
  type Entity,
  entitiesOf,
  headerOf,
  readMessage,
  textOf,
} from './read-message.ts'
import type { LetterView, MessagePart } from './wire.ts'

/** An image that the letter has by public address: the studio shows its own copy. */
export interface LinkedImage extends ShelfImage {
  readonly src: string
}

/** @param raw address of the bytes. @param linked images that are not in the message. */
export function letterView(
  bytes: Buffer,
  raw: string,
  shelf: ImageShelf,
  linked: readonly LinkedImage[] = [],
): LetterView {
  const message = readMessage(bytes)
  const entities = [...entitiesOf(message)]
  const first = (type: string) =>
    entities.find(({ entity }) => entity.type === type && !entity.attachment)?.entity
  const htmlPart = first('text/html')
  const textPart = first('text/plain')
  const html = htmlPart ? textOf(htmlPart) : null
  const text = textPart ? textOf(textPart) : null
  const images: Record<string, string> = {}
  const place = (src: string, image: ShelfImage) => {
    images[src] = `/image/${shelf.put(image)}`
  }
  for (const image of linked) place(image.src, image)
  for (const { entity } of entities) {
    if (entity.type.startsWith('image/') && entity.contentId !== '') {
      place(`cid:${entity.contentId}`, { type: entity.type, bytes: contentOf(entity) })
    }
  }
  const subject = headerOf(message, 'subject')
  return {
    digest: createHash('sha256')
      .update(JSON.stringify([subject, html, text, images]))
      .digest('hex')
      .slice(0, 16),
    subject,
    from: headerOf(message, 'from'),
    to: headerOf(message, 'to'),
    date: headerOf(message, 'date'),
    lang: attributeOf(html, 'lang') || headerOf(message, 'content-language'),
    dir: directionOf(html),
    headers: message.headers,
    text,
    html,
    images,
    parts: entities.map(partView),
    bytes: bytes.length,
    shares: html === null ? [] : htmlShares(html),
    snippet: html === null ? plainSnippet(text ?? '') : snippetOf(html),
    raw,
  }
}

function partView({ entity, depth }: { entity: Entity; depth: number }): MessagePart {
  return {
    depth,
    type: entity.type,
    ...(entity.name === '' ? {} : { name: entity.name }),
    bytes: entity.children.length > 0 ? 0 : contentOf(entity).length,
    carried: entity.carried,
  }
}

function attributeOf(html: string | null, name: string): string {
  const root = /<html\b[^>]*>/i.exec(html ?? '')?.[0] ?? ''
  return new RegExp(`\\s${name}\\s*=\\s*["']?([\\w-]+)`, 'i').exec(root)?.[1] ?? ''
}

function directionOf(html: string | null): LetterView['dir'] {
  const dir = attributeOf(html, 'dir').toLowerCase()
  return dir === 'ltr' || dir === 'rtl' ? dir : ''
}
