// Above the table: which view, whose letter, and what can be done with it.

import { useEffect, useRef } from 'preact/hooks'
import { ISSUE_VIEWS, place, VIEWS } from './address.ts'
import { findings } from './findings.ts'
import { dialog, drawer } from './keys.ts'
import { Link } from './link.tsx'
import { partsOf, shown } from './store.ts'
import { LetterTools } from './tools.tsx'

export function Bar() {
  const { section, id, view, beside } = place.value
  const views = VIEWS.filter((each) => section === 'issues' || !ISSUE_VIEWS.includes(each.id))
  const nav = useRef<HTMLElement>(null)
  // On a phone they are wider than the screen.
  useEffect(() => {
    nav.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [view, id])
  return (
    <header class="bars">
      <div class="bar">
        <button
          type="button"
          class="act menu"
          aria-expanded={drawer.value}
          onClick={() => (drawer.value = true)}
        >
          Issues
        </button>
        {id !== '' && (
          <nav ref={nav} class="views" aria-label="Views">
            {views.map((each) => (
              <Link key={each.id} to={{ view: each.id }} current={each.id === view} class="view">
                {each.name}
                {each.id === 'findings' && <FindingsCount />}
              </Link>
            ))}
          </nav>
        )}
        {id !== '' && section === 'issues' && (
          <div class="acts">
            <button type="button" class="act" onClick={() => (dialog.value = 'reader')}>
              <span class="soft">Reader</span> <ReaderName />
            </button>
            {beside === '' ? (
              <button type="button" class="act" onClick={() => (dialog.value = 'beside')}>
                Compare
              </button>
            ) : (
              <Link to={{ beside: '' }} class="act">
                End comparison
              </Link>
            )}
            <button type="button" class="act" onClick={() => (dialog.value = 'test')}>
              Send me this
            </button>
          </div>
        )}
      </div>
      {id !== '' && view === 'letter' && <LetterTools />}
    </header>
  )
}

function FindingsCount() {
  const count = findings.value?.findings.length ?? 0
  return count > 0 && <span class="soft count"> {count}</span>
}

function ReaderName() {
  const { reader: key } = place.value
  const [kind, rest] = partsOf(key)
  const { note, name, email } = shown.value?.reader ?? {}
  const words = note || name || email || (kind === 'list' ? rest : key === '' ? 'sample' : kind)
  return (
    <b class="reader-name" dir="auto">
      {kind === 'made' ? `${words} (made up)` : words}
    </b>
  )
}
