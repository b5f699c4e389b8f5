// A letter in its frame. The frame has no scripts and may load nothing but the studio's own images; the page reaches
// in from outside: it puts the letter there, takes it away, and listens for links and keys.

import type { LetterView } from '../../wire.ts'
import type { Ground } from '../address.ts'
import { applyGround } from './ground.ts'

export interface FrameSettings {
  readonly ground: Ground
  readonly images: boolean
}

export interface FrameReport {
  /** The letter has dark rules of its own. */
  readonly ownDark: boolean
  /** Pictures that stand on another server: they are not fetched. */
  readonly elsewhere: number
}

/** Puts the letter into the frame's document in place of what was there. */
export function fillFrame(
  doc: Document,
  letter: LetterView,
  { ground, images }: FrameSettings,
): FrameReport {
  const made = new DOMParser().parseFromString(withOwnImages(letter), 'text/html')
  // None of these would do anything in the frame; without them nothing is even tried.
  for (const element of made.querySelectorAll(
    'script, link, base, meta[http-equiv], iframe, object, embed',
  )) {
    element.remove()
  }
  const elsewhere = leaveElsewhere(made)
  if (!images) hideImages(made)
  doc.replaceChild(doc.adoptNode(made.documentElement), doc.documentElement)
  const ownDark = applyGround(doc, ground)
  return { ownDark, elsewhere }
}

/** A letter without HTML, as programs show it. */
export function fillWithText(doc: Document, text: string): void {
  const pre = doc.createElement('pre')
  pre.style.cssText =
    'margin:24px;font:14px/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap'
  pre.textContent = text
  doc.body.replaceChildren(pre)
}

function withOwnImages({ html, images }: LetterView): string {
  return Object.entries(images).reduce(
    (text, [src, own]) => text.replaceAll(src, new URL(own, location.origin).href),
    html ?? '',
  )
}

function leaveElsewhere(doc: Document): number {
  let count = 0
  for (const image of doc.images) {
    const src = image.getAttribute('src') ?? ''
    image.removeAttribute('srcset')
    if (!/^(https?:)?\/\//i.test(src) || src.startsWith(`${location.origin}/`)) continue
    image.removeAttribute('src')
    count++
  }
  return count
}

/** As programs do that ask before they fetch: the room is kept, the words for it are there. */
function hideImages(doc: Document): void {
  for (const image of [...doc.images]) {
    const box = doc.createElement('span')
    box.textContent = image.alt
    const style = image.getAttribute('style') ?? ''
    const own = (property: string, value: string) =>
      new RegExp(`(^|[;\\s])${property}\\s*:`).test(style) ? '' : `${property}:${value};`
    const size = (name: string) => Number(image.getAttribute(name)) || 0
    const room = `${own('display', 'inline-block')}${size('width') ? own('width', `${size('width')}px`) : ''}`
    box.setAttribute(
      'style',
      `${style};${room}min-height:${size('height') || 20}px;box-sizing:border-box;padding:6px;border:1px solid #b9b9b9;overflow:hidden;font:13px/18px Arial,sans-serif;color:#5f5f5f;text-align:start`,
    )
    image.replaceWith(box)
  }
  for (const element of doc.querySelectorAll<HTMLElement>('[background]')) {
    element.removeAttribute('background')
  }
  const style = doc.createElement('style')
  style.textContent = '* { background-image: none !important }'
  doc.head.append(style)
}

/** The letter's own height, whatever the frame's is. */
export function heightOf(doc: Document): number {
  const { documentElement: root, body } = doc
  return Math.ceil(Math.max(root.getBoundingClientRect().height, body?.scrollHeight ?? 0))
}

/** Every picture is there, or will not come. */
export async function imagesOf(doc: Document): Promise<void> {
  await Promise.all([...doc.images].map((image) => image.decode().catch(() => {})))
}
