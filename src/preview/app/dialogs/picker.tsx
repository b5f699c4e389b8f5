// Readers to pick from: the sample, hard cases, the list as it is searched. Arrows move, Enter picks.

import { useEffect, useState } from 'preact/hooks'
import type { ReaderRow, ReaderSearch } from '../../wire.ts'
import { ask, Refused } from '../server.ts'
import { studio } from '../store.ts'
import { counted, plural } from '../words.ts'

interface PickerProps {
  /** Key of the reader who is shown now. */
  readonly current: string
  readonly onPick: (key: string) => void
}

interface Group {
  readonly name: string
  readonly rows: readonly ReaderRow[]
}

const SAMPLE: ReaderRow = {
  key: '',
  name: 'The sample reader',
  email: '',
  lang: '',
  tags: [],
  fields: [],
  note: 'The sample reader',
}
/** Its types ask for a `list`, which a combobox of our own has not. */
const COMBOBOX: object = {
  type: 'search',
  role: 'combobox',
  'aria-expanded': 'true',
  'aria-controls': 'readers',
}
/** So long is waited for the next letter of a word. */
const TYPING_MS = 60

export function Picker({ current, onPick }: PickerProps) {
  const [words, setWords] = useState('')
  const [search, setSearch] = useState<ReaderSearch | null>(null)
  const [cases, setCases] = useState<readonly ReaderRow[]>([])
  const [at, setAt] = useState(0)

  useEffect(() => {
    ask<readonly ReaderRow[]>('/api/cases').then(setCases, () => {})
  }, [])
  useEffect(() => {
    const mine = new AbortController()
    const timer = setTimeout(() => {
      ask<ReaderSearch>(`/api/readers?${new URLSearchParams({ q: words })}`, {
        signal: mine.signal,
      }).then(setSearch, (error: unknown) => {
        if (!(error instanceof Refused)) return
        setSearch({ readers: [], looked: 0, rejected: 0, more: false, problem: error.message })
      })
    }, TYPING_MS)
    return () => {
      clearTimeout(timer)
      mine.abort()
    }
  }, [words])

  const groups = groupsOf(words, search, cases)
  const rows = groups.flatMap((group) => group.rows)
  const chosen = Math.min(at, rows.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined) {
      event.preventDefault()
      setAt(Math.min(rows.length - 1, Math.max(0, chosen + by)))
    }
    const row = rows[chosen]
    if (event.key === 'Enter' && row) {
      event.preventDefault()
      onPick(row.key)
    }
  }
  return (
    <>
      <input
        class="search"
        {...COMBOBOX}
        placeholder="Search the list"
        aria-label="Search readers"
        aria-activedescendant={rows[chosen] ? `reader-${chosen}` : undefined}
        autocomplete="off"
        spellcheck={false}
        autofocus
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div class="readers" id="readers" role="listbox" aria-label="Readers">
        {groups.map((group) => (
          <Rows key={group.name} {...{ group, rows, chosen, current, onPick }} />
        ))}
      </div>
      <p class="soft">{searchWords(search)}</p>
    </>
  )
}

function groupsOf(
  words: string,
  search: ReaderSearch | null,
  cases: readonly ReaderRow[],
): readonly Group[] {
  const list = { name: studio.value?.list ?? 'The list', rows: search?.readers ?? [] }
  const groups =
    words === ''
      ? [
          { name: 'From newsletter.yaml', rows: [SAMPLE] },
          { name: 'Hard cases', rows: cases },
          list,
        ]
      : [list]
  return groups.filter((group) => group.rows.length > 0)
}

interface RowsProps {
  readonly group: Group
  readonly rows: readonly ReaderRow[]
  readonly chosen: number
  readonly current: string
  readonly onPick: (key: string) => void
}

function Rows({ group, rows, chosen, current, onPick }: RowsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: options stand in groups here, which <optgroup> cannot show.
    <div role="group" aria-label={group.name}>
      <div class="group-name" aria-hidden="true">
        {group.name}
      </div>
      {group.rows.map((row) => {
        const index = rows.indexOf(row)
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys are the search field's.
          <div
            key={row.key}
            id={`reader-${index}`}
            role="option"
            class="reader"
            aria-selected={index === chosen}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onClick={() => onPick(row.key)}
          >
            <span dir="auto">
              {row.note ?? (row.name || '(no name)')}
              {row.key === current && <span class="soft"> shown now</span>}
            </span>
            <span class="soft" dir="auto">
              {row.key.startsWith('case:') ? '' : row.email}
            </span>
          </div>
        )
      })}
    </div>
  )
}

function searchWords(search: ReaderSearch | null): string {
  if (!search) return ''
  const { problem, looked, more, rejected, readers } = search
  if (problem) return problem
  if (!studio.value?.list)
    return 'There is no list: put one into subscribers/, or name it with --list.'
  const bad = rejected > 0 ? `; ${plural(rejected, 'row')} cannot be read` : ''
  if (more) return `The first ${readers.length} that were found${bad}.`
  return `${counted(readers.length)} of ${plural(looked - rejected, 'reader')}${bad}.`
}
