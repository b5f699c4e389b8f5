// The letter itself, or two of them side by side with what differs marked.

import { signal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { go, place } from '../address.ts'
import { Envelope } from '../envelope.tsx'
import type { FrameReport } from '../letter/frame.ts'
import { type Differences, markDifferences } from '../letter/marks.ts'
import { Sheet } from '../letter/sheet.tsx'
import { Problems } from '../problems.tsx'
import { beside, type Shown, shown } from '../store.ts'
import { GroundNote } from '../tools.tsx'
import { plural } from '../words.ts'
import { sideNames } from './sides.ts'

/** Of the letter that is shown. */
export const report = signal<FrameReport | null>(null)
/** CSS pixels, as measured. */
export const sheetWidth = signal(0)
const frames: { left: Document | null; right: Document | null } = { left: null, right: null }

/** For printing. */
export const currentFrame = (): Window | null => frames.left?.defaultView ?? null

export function LetterPane() {
  const left = shown.value
  const right = beside.value
  if (!left?.letter) return null
  return right && place.value.beside !== '' ? (
    <TwoLetters left={left} right={right} />
  ) : (
    <OneLetter now={left} />
  )
}

function OneLetter({ now }: { readonly now: Shown }) {
  const { letter } = now
  const { width, ground, images } = place.value
  const stage = useRef<HTMLDivElement>(null)
  useWidthOf(stage, '.sheet')
  if (!letter) return null
  const elsewhere = report.value?.elsewhere ?? 0
  return (
    <div class={now.problems.length > 0 ? 'stage dimmed' : 'stage'} ref={stage}>
      <Envelope letter={letter} {...(now.envelope ? { envelope: now.envelope } : {})} />
      <GroundNote />
      {place.value.beside !== '' && <p class="note waiting">Making the other letter …</p>}
      {elsewhere > 0 && (
        <p class="note">
          {plural(elsewhere, 'picture')} on other servers {elsewhere === 1 ? 'is' : 'are'} not
          fetched: the studio asks nobody for anything.
        </p>
      )}
      <Sheet
        letter={letter}
        label={`The letter “${letter.subject}”`}
        width={width}
        ground={ground}
        images={images}
        onWidth={(next) => go({ width: next })}
        onFilled={(doc, told) => {
          frames.left = doc
          report.value = told
        }}
      />
    </div>
  )
}

/** How many differences were marked. */
const differences = signal<Differences | null>(null)
/** Raised when a side was filled anew: marks stand in the letters themselves. */
const filled = signal({ left: 0, right: 0 })

function TwoLetters({ left, right }: { readonly left: Shown; readonly right: Shown }) {
  const { width, ground, images } = place.value
  const names = sideNames(left, right)
  useSignalEffect(() => {
    const { left: a, right: b } = filled.value
    if (a === 0 || b === 0 || !frames.left || !frames.right) return
    differences.value = markDifferences(frames.left, frames.right)
  })
  useEffect(
    () => () => {
      filled.value = { left: 0, right: 0 }
      differences.value = null
    },
    [],
  )
  const onFilled = (side: 'left' | 'right') => (doc: Document) => {
    frames[side] = doc
    filled.value = { ...filled.value, [side]: filled.value[side] + 1 }
  }
  return (
    <div class="stage">
      <GroundNote />
      <p class="note" aria-live="polite">
        {differenceWords(differences.value)}
      </p>
      <div class="sides">
        {([left, right] as const).map((each, index) => (
          <section class="side" key={index === 0 ? 'left' : 'right'} aria-label={names[index]}>
            <h2 class="side-name">{names[index]}</h2>
            <div>{each.problems.length > 0 && <Problems problems={each.problems} made="" />}</div>
            {each.letter && (
              <>
                <Envelope letter={each.letter} other={(index === 0 ? right : left).letter} />
                <Sheet
                  letter={each.letter}
                  label={`${names[index]}: the letter “${each.letter.subject}”`}
                  width={width}
                  ground={ground}
                  images={images}
                  onFilled={onFilled(index === 0 ? 'left' : 'right')}
                />
              </>
            )}
          </section>
        ))}
      </div>
    </div>
  )
}

export function differenceWords(found: Differences | null): string {
  if (!found) return ''
  if (found.tooMany) return 'The two differ throughout, so nothing is marked.'
  if (found.count === 0) return 'The two letters say the same.'
  return `They differ in ${plural(found.count, 'place')}, which ${found.count === 1 ? 'is' : 'are'} marked.`
}

function useWidthOf(within: { readonly current: HTMLElement | null }, selector: string): void {
  useEffect(() => {
    const element = within.current?.querySelector(selector)
    if (!element) return undefined
    const observer = new ResizeObserver(() => {
      sheetWidth.value = Math.round(element.getBoundingClientRect().width)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
}
