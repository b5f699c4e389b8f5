// The keyboard: one table, which the help shows and the listener reads.

import { signal } from '@preact/signals'
import { GROUNDS, go, place, VIEWS, WIDTH } from './address.ts'
import { found } from './store.ts'

export type Dialog = 'keys' | 'reader' | 'beside' | 'test' | 'import'
/** The dialog that is open. */
export const dialog = signal<Dialog | null>(null)
/** Issues in front, where there is no room for both. */
export const drawer = signal(false)

interface Binding {
  readonly keys: readonly string[]
  readonly does: string
  run(key: string): void
}

export const BINDINGS: readonly Binding[] = [
  { keys: ['j'], does: 'next issue', run: () => step(1) },
  { keys: ['k'], does: 'issue before', run: () => step(-1) },
  {
    keys: VIEWS.map((_, index) => String(index + 1)),
    does: VIEWS.map(({ name }) => name.toLowerCase()).join(', '),
    run: (key) => go({ view: VIEWS[Number(key) - 1]?.id ?? 'letter' }),
  },
  { keys: ['d'], does: 'light, and the three kinds of dark', run: nextGround },
  { keys: ['p'], does: 'as wide as a phone, and back', run: () => toggleWidth(WIDTH.phone) },
  { keys: ['t'], does: 'as wide as a tablet, and back', run: () => toggleWidth(WIDTH.tablet) },
  { keys: ['i'], does: 'images off, and on', run: () => letter({ images: !place.value.images }) },
  { keys: ['r'], does: 'pick a reader', run: () => open('reader') },
  { keys: ['c'], does: 'compare with something', run: () => open('beside') },
  { keys: ['s'], does: 'send me this', run: () => open('test') },
  {
    keys: ['m'],
    does: 'mail that was caught',
    run: () => go({ section: 'inbox', id: '', beside: '' }),
  },
  { keys: ['n'], does: 'import a text as a new issue', run: () => open('import') },
  { keys: ['/'], does: 'search the issues', run: focusSearch },
  { keys: ['?'], does: 'these keys', run: () => open('keys') },
]

function open(which: Dialog): void {
  const needsIssue = which !== 'keys' && which !== 'import'
  if (needsIssue && (place.value.section !== 'issues' || place.value.id === '')) return
  dialog.value = which
}

/** Width, ground and images are seen in the letter alone. */
function letter(change: Parameters<typeof go>[0]): void {
  go({ ...change, ...(place.value.view === 'letter' ? {} : { view: 'letter' as const }) })
}

function nextGround(): void {
  const index = GROUNDS.indexOf(place.value.ground)
  letter({ ground: GROUNDS[(index + 1) % GROUNDS.length] ?? 'light' })
}

function toggleWidth(width: number): void {
  letter({ width: place.value.width === width ? WIDTH.desktop : width })
}

function step(by: number): void {
  const { section, id } = place.value
  const rows = found.value
  const at = section === 'issues' ? rows.findIndex(({ slug }) => slug === id) : -1
  const row = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
  if (row) go({ section: 'issues', id: row.slug, beside: '' })
}

/** At once, or the letters typed next would be taken for keys; in a drawer, as soon as that is open. */
function focusSearch(): void {
  drawer.value = true
  const search = document.getElementById('search')
  search?.focus()
  if (document.activeElement !== search) {
    requestAnimationFrame(() => document.getElementById('search')?.focus())
  }
}

const isTyping = (element: Element | null): boolean =>
  element !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)

/** Also called for keys that are pressed inside the letter's frame. */
export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const target = event.target as Element | null
  if (event.key === 'Escape' && drawer.value) drawer.value = false
  if (dialog.value !== null || isTyping(target)) return
  const binding = BINDINGS.find(({ keys }) => keys.includes(event.key))
  if (!binding) return
  event.preventDefault()
  binding.run(event.key)
}
