// The issues, with how far each has come, in words; and the mail that was caught.

import { useEffect, useRef } from 'preact/hooks'
import type { IssueRow } from '../wire.ts'
import { place } from './address.ts'
import { dialog, drawer } from './keys.ts'
import { Link } from './link.tsx'
import { found, inbox, issues, query, studio } from './store.ts'
import { counted, day } from './words.ts'

const close = () => {
  drawer.value = false
}

export function Sidebar() {
  const { section, id } = place.value
  const rows = found.value
  return (
    <nav class="sidebar" aria-label="Issues and mail">
      <header class="masthead">
        <strong>{studio.value?.name ?? ''}</strong>
      </header>
      <input
        id="search"
        class="search"
        type="search"
        placeholder="Search issues"
        aria-label="Search issues"
        autocomplete="off"
        spellcheck={false}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          query.value = ''
          event.currentTarget.blur()
        }}
      />
      <ol class="issues">
        {rows.map((row) => (
          <Row key={row.slug} row={row} current={section === 'issues' && row.slug === id} />
        ))}
      </ol>
      {rows.length === 0 && issues.value.length > 0 && (
        <p class="soft none">No issue has these words.</p>
      )}
      <footer class="foot">
        <Link
          to={{ section: 'inbox', id: '', beside: '' }}
          current={section === 'inbox'}
          class="foot-link"
          onFollow={close}
        >
          Caught mail
          {inbox.value.messages.length > 0 && (
            <span class="soft"> {counted(inbox.value.messages.length)}</span>
          )}
        </Link>
        <button type="button" class="foot-link" onClick={() => (dialog.value = 'import')}>
          Import
        </button>
        <button type="button" class="foot-link" onClick={() => (dialog.value = 'keys')}>
          Keys <kbd>?</kbd>
        </button>
      </footer>
    </nav>
  )
}

function Row({ row, current }: { readonly row: IssueRow; readonly current: boolean }) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (current) item.current?.scrollIntoView({ block: 'nearest' })
  }, [current])
  const { slug, title, date, lang, state, broken } = row
  return (
    <li ref={item}>
      <Link
        to={{ section: 'issues', id: slug, beside: '' }}
        current={current}
        class="issue"
        onFollow={close}
      >
        <span class="issue-title" lang={lang || undefined} dir="auto">
          {title}
        </span>
        <span class="soft">
          {broken ? (
            <span class="wrong">cannot be read</span>
          ) : (
            [day(date), state].filter(Boolean).join(', ')
          )}
        </span>
      </Link>
    </li>
  )
}
