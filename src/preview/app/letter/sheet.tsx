// One letter on the table: its frame, as wide as it should be and as high as it is, with an edge to drag.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { LetterView } from '../../wire.ts'
import { WIDTH } from '../address.ts'
import { onKey } from '../keys.ts'
import {
  type FrameReport,
  type FrameSettings,
  fillFrame,
  fillWithText,
  heightOf,
  imagesOf,
} from './frame.ts'
import { pointedAt } from './links.tsx'

export interface SheetProps extends FrameSettings {
  readonly letter: LetterView
  readonly label: string
  /** CSS pixels; 0 for what room there is. */
  readonly width: number
  /** Absent where the width is not to be changed. */
  readonly onWidth?: (width: number) => void
  /** Told whenever the letter stands in the frame. */
  readonly onFilled?: (doc: Document, report: FrameReport) => void
}

export function Sheet({ letter, label, width, ground, images, onWidth, onFilled }: SheetProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [height, setHeight] = useState(600)
  const [loaded, setLoaded] = useState(0)
  const quirks = letter.html !== null && !/^\s*(<!--[\s\S]*?-->\s*)*<!doctype/i.test(letter.html)

  useEffect(() => {
    const doc = frame.current?.contentDocument
    if (!doc || loaded === 0) return undefined
    let report: FrameReport = { ownDark: false, elsewhere: 0 }
    if (letter.html === null) fillWithText(doc, letter.text ?? '')
    else report = fillFrame(doc, letter, { ground, images })
    doc.documentElement.lang ||= letter.lang
    const measure = () => setHeight(heightOf(doc))
    measure()
    const observer = new (doc.defaultView as Window & typeof globalThis).ResizeObserver(measure)
    observer.observe(doc.body)
    void imagesOf(doc).then(measure)
    listenIn(doc)
    onFilled?.(doc, report)
    return () => observer.disconnect()
  }, [loaded, letter.digest, ground, images])

  return (
    <div
      class={width === 0 ? 'sheet roomy' : 'sheet'}
      ref={sheet}
      style={width === 0 ? {} : { width: `${width}px` }}
    >
      <iframe
        ref={frame}
        title={label}
        src={quirks ? '/frame?quirks' : '/frame'}
        sandbox="allow-same-origin allow-modals"
        style={{ height: `${height}px` }}
        onLoad={() => setLoaded((times) => times + 1)}
      />
      {onWidth && <Edge sheet={sheet} width={width} onWidth={onWidth} />}
    </div>
  )
}

/** Links are shown, never followed; keys go to the page. */
function listenIn(doc: Document): void {
  const linkAt = (event: Event) =>
    (event.target as Element | null)?.closest?.('a[href], area[href]')
  doc.onclick = (event) => {
    const link = linkAt(event)
    if (!link) return
    event.preventDefault()
    pointedAt.value = { href: link.getAttribute('href') ?? '', kept: true }
  }
  doc.onauxclick = (event) => linkAt(event) && event.preventDefault()
  doc.onsubmit = (event) => event.preventDefault()
  doc.onmouseover =
    doc.onmouseout =
    doc.onmouseover =
      (event) => {
        if (pointedAt.value?.kept) return
        const link = event.type === 'mouseover' ? linkAt(event) : null
        pointedAt.value = link ? { href: link.getAttribute('href') ?? '', kept: false } : null
      }
  doc.onkeydown = onKey
}

interface EdgeProps {
  readonly sheet: { readonly current: HTMLDivElement | null }
  readonly width: number
  readonly onWidth: (width: number) => void
}

const STEP = 8

/** The right edge: the letter stands in the middle, so that it grows twice as fast as the edge moves. */
function Edge({ sheet, width, onWidth }: EdgeProps) {
  const now = () => width || Math.round(sheet.current?.getBoundingClientRect().width ?? 640)
  const within = (value: number) => Math.min(WIDTH.most, Math.max(WIDTH.least, Math.round(value)))
  const grab = (down: PointerEvent) => {
    const edge = down.currentTarget as HTMLElement
    const start = now()
    edge.setPointerCapture(down.pointerId)
    edge.onpointermove = (move) => onWidth(within(start + (move.clientX - down.clientX) * 2))
    edge.onlostpointercapture = () => {
      edge.onpointermove = null
    }
    down.preventDefault()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is this role; <hr> cannot be moved.
    <div
      class="edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the letter"
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      aria-valuenow={width || 640}
      tabIndex={0}
      onPointerDown={grab}
      onKeyDown={(event) => {
        const steps = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key]
        if (steps === undefined) return
        onWidth(within(now() + steps))
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
