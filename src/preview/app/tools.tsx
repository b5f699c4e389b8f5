// Tools of the letter's view: how wide, on what ground, with or without its pictures; and out of here as a picture.

import { type Ground, go, place, WIDTH, withPlace } from './address.ts'
import { studio } from './store.ts'
import { currentFrame, report, sheetWidth } from './views/letter.tsx'

const WIDTHS = [
  { name: 'Phone', width: WIDTH.phone },
  { name: 'Tablet', width: WIDTH.tablet },
  { name: 'Desktop', width: WIDTH.desktop },
]

export const GROUND_NAMES: readonly {
  readonly ground: Ground
  readonly name: string
  readonly who: string
}[] = [
  { ground: 'light', name: 'Light', who: 'As most readers see it by day' },
  {
    ground: 'own',
    name: 'Own rules',
    who: 'Dark by the letter’s own rules: Apple Mail and others that keep to them',
  },
  {
    ground: 'part',
    name: 'Part inversion',
    who: 'Light grounds made dark, dark grounds left: Outlook.com, Gmail on Android',
  },
  {
    ground: 'full',
    name: 'Full inversion',
    who: 'Every colour turned over: Gmail on iOS, Outlook for Windows',
  },
]

export function LetterTools() {
  const { width, ground, images, section } = place.value
  return (
    <div class="bar tools">
      <fieldset class="choice">
        <legend>Width</legend>
        {WIDTHS.map((each) => (
          <Choice
            key={each.name}
            on={width === each.width}
            onChoose={() => go({ width: each.width })}
          >
            {each.name}
          </Choice>
        ))}
        <span class="soft px">{sheetWidth.value > 0 && `${sheetWidth.value} px`}</span>
      </fieldset>
      <fieldset class="choice">
        <legend>Ground</legend>
        {GROUND_NAMES.slice(0, 1).map((each) => (
          <Choice
            key={each.ground}
            on={ground === each.ground}
            title={each.who}
            onChoose={() => go({ ground: each.ground })}
          >
            {each.name}
          </Choice>
        ))}
        <span class="soft">Dark:</span>
        {GROUND_NAMES.slice(1).map((each) => (
          <Choice
            key={each.ground}
            on={ground === each.ground}
            title={each.who}
            onChoose={() => go({ ground: each.ground })}
          >
            {each.name}
          </Choice>
        ))}
      </fieldset>
      <Choice on={!images} onChoose={() => go({ images: !images })}>
        Images off
      </Choice>
      <span class="gap" />
      <button type="button" class="act" onClick={() => currentFrame()?.print()}>
        Print
      </button>
      {studio.value?.pictures && section === 'issues' && (
        <>
          <a class="act" href={pictureAddress('png')} download>
            PNG
          </a>
          <a class="act" href={pictureAddress('pdf')} download>
            PDF
          </a>
        </>
      )}
    </div>
  )
}

interface ChoiceProps {
  readonly on: boolean
  readonly onChoose: () => void
  readonly title?: string
  readonly children: string
}

function Choice({ on, onChoose, children, title }: ChoiceProps) {
  return (
    <button type="button" class="act" aria-pressed={on} title={title} onClick={onChoose}>
      {children}
    </button>
  )
}

/** The picture is taken of this very view. */
function pictureAddress(kind: 'png' | 'pdf'): string {
  const { id, reader, ground, images, width } = withPlace({})
  const query = new URLSearchParams({ width: String(width || sheetWidth.value || 800) })
  if (reader !== '') query.set('reader', reader)
  if (ground !== 'light') query.set('dark', ground)
  if (!images) query.set('images', 'off')
  return `/api/letters/${encodeURIComponent(id)}/picture/${kind}?${query}`
}

/** What should be known about the ground that is shown. */
export function GroundNote() {
  const { ground } = place.value
  if (ground === 'light') return null
  const who = GROUND_NAMES.find((each) => each.ground === ground)?.who
  const none = ground === 'own' && report.value && !report.value.ownDark
  return (
    <p class="note">
      {who}.{none && ' This letter has no dark rules, so it stays as it is.'}
    </p>
  )
}
