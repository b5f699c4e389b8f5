// The row in the inbox, as programs show it: cut where their column ends. Widths are theirs; the letters are those of
// this machine, so a word more or less may be seen elsewhere.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { LetterView } from '../../wire.ts'
import { mailbox } from '../words.ts'

const PROGRAMS = [
  { id: 'gmail-web', name: 'Gmail in a browser', width: 1100 },
  { id: 'gmail-phone', name: 'Gmail on a phone', width: 390 },
  { id: 'apple-phone', name: 'Apple Mail on an iPhone', width: 390 },
  { id: 'apple-mac', name: 'Apple Mail on a Mac', width: 340 },
  { id: 'outlook-windows', name: 'Outlook for Windows', width: 340 },
  { id: 'outlook-phone', name: 'Outlook on a phone', width: 390 },
] as const

export function RowView({ letter }: { readonly letter: LetterView }) {
  return (
    <div class="page wide">
      {PROGRAMS.map((program) => (
        <Program key={program.id} program={program} letter={letter} />
      ))}
      <p class="soft">
        The columns are as wide as theirs, the type is this machine’s: elsewhere a word more or less
        may be seen. After the subject stands whatever the letter says first, its preheader where it
        has one.
      </p>
    </div>
  )
}

interface ProgramProps {
  readonly program: (typeof PROGRAMS)[number]
  readonly letter: LetterView
}

function Program({ program, letter }: ProgramProps) {
  const { subject, snippet, from, lang } = letter
  const sender = mailbox(from)
  const line = useRef<HTMLSpanElement>(null)
  const cut = useCut(line, subject)
  const web = program.id === 'gmail-web'
  return (
    <section class="program">
      <h2>
        {program.name} <span class="soft">{cut}</span>
      </h2>
      <div
        class={`inbox-row ${program.id}`}
        style={{ maxWidth: `${program.width}px` }}
        lang={lang || undefined}
      >
        {program.id !== 'gmail-web' && program.id !== 'apple-mac' && (
          <span class="circle" aria-hidden="true">
            {[...(sender.name || sender.address)][0]}
          </span>
        )}
        <span class="row-text">
          <span class="row-from" dir="auto">
            {sender.name || sender.address}
          </span>
          <span class="row-subject" dir="auto" ref={line}>
            {subject || '(no subject)'}
            {web && <span class="row-snippet"> - {snippet}</span>}
          </span>
          {!web && (
            <span class="row-snippet" dir="auto">
              {snippet}
            </span>
          )}
        </span>
        <span class="row-time">09:30</span>
      </div>
    </section>
  )
}

/** How much of the subject is seen, in words. */
function useCut(line: { readonly current: HTMLElement | null }, subject: string): string {
  const [words, setWords] = useState('')
  useLayoutEffect(() => {
    const element = line.current
    const text = element?.firstChild
    if (!element || !(text instanceof Text)) return undefined
    const measure = () => setWords(cutWords(element, text, [...subject].length))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [subject])
  return words
}

function cutWords(element: HTMLElement, text: Text, total: number): string {
  const box = element.getBoundingClientRect()
  const range = document.createRange()
  range.selectNodeContents(text)
  const whole = range.getBoundingClientRect().width
  if (whole <= box.width + 0.5) return 'the whole subject is seen'
  const rtl = getComputedStyle(element).direction === 'rtl'
  let low = 0
  let high = text.data.length
  // The dots take room too.
  const room = box.width - Number.parseFloat(getComputedStyle(element).fontSize)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    range.setStart(text, 0)
    range.setEnd(text, middle)
    const { width } = range.getBoundingClientRect()
    if (width <= room) low = middle
    else high = middle - 1
  }
  const seen = [...text.data.slice(0, low)].length
  return rtl || seen > 0 ? `${seen} of ${total} characters of the subject are seen` : ''
}
