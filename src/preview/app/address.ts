// What the page shows, as an address: every view is a URL, and every URL is a view.

import { batch, signal } from '@preact/signals'

export const VIEWS = [
  { id: 'letter', name: 'Letter' },
  { id: 'text', name: 'Text' },
  { id: 'html', name: 'HTML' },
  { id: 'message', name: 'Message' },
  { id: 'content', name: 'Content' },
  { id: 'row', name: 'Inbox row' },
  { id: 'size', name: 'Size' },
  { id: 'findings', name: 'Findings' },
] as const

export type View = (typeof VIEWS)[number]['id']

/** Views of an issue's files: mail that was caught has none of them. */
export const ISSUE_VIEWS: readonly View[] = ['content', 'findings']

/** Light, or one of the three things that mail programs call dark mode. */
export type Ground = 'light' | 'own' | 'part' | 'full'
export const GROUNDS: readonly Ground[] = ['light', 'own', 'part', 'full']

export interface Place {
  readonly section: 'issues' | 'inbox'
  /** Slug of an issue, or id of a caught message; empty for the list alone. */
  readonly id: string
  readonly view: View
  /** As `wire.ts` says it; empty for the sample reader. */
  readonly reader: string
  /** CSS pixels; 0 for what room there is. */
  readonly width: number
  readonly ground: Ground
  readonly images: boolean
  /** `git:HEAD`, `issue:<slug>`, `reader:<key>`; empty where nothing is compared. */
  readonly beside: string
  /** The letter alone: for pictures. */
  readonly bare: boolean
}

export const WIDTH = { phone: 375, tablet: 768, desktop: 0, least: 280, most: 2000 }

export function placeOf(url: URL): Place {
  const [, section, id = '', view = ''] = url.pathname.split('/')
  const query = url.searchParams
  const width = Math.round(Number(query.get('width') ?? 0)) || 0
  const ground = query.get('dark') as Ground
  return {
    section: section === 'inbox' ? 'inbox' : 'issues',
    id: decode(id),
    view: VIEWS.some((each) => each.id === view) ? (view as View) : 'letter',
    reader: query.get('reader') ?? '',
    width: width === 0 ? 0 : Math.min(WIDTH.most, Math.max(WIDTH.least, width)),
    ground: GROUNDS.includes(ground) ? ground : 'light',
    images: query.get('images') !== 'off',
    beside: query.get('beside') ?? '',
    bare: query.has('bare'),
  }
}

export function addressOf(place: Place): string {
  const { section, id, view, reader, width, ground, images, beside } = place
  const query = new URLSearchParams()
  if (reader !== '') query.set('reader', reader)
  if (width !== 0) query.set('width', String(width))
  if (ground !== 'light') query.set('dark', ground)
  if (!images) query.set('images', 'off')
  if (beside !== '') query.set('beside', beside)
  const path = id === '' ? `/${section}` : `/${section}/${encodeURIComponent(id)}/${view}`
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

export const place = signal<Place>(placeOf(new URL(location.href)))

/** The place with some of it changed. */
export const withPlace = (change: Partial<Place>): Place => ({ ...place.value, ...change })

/**
 * Goes there. What a person would call another page can be gone back from; a width or a ground is the same page
 * seen otherwise.
 */
export function go(change: Partial<Place>): void {
  const next = withPlace(change)
  const before = place.value
  const turned =
    next.section !== before.section || next.id !== before.id || next.view !== before.view
  history[turned ? 'pushState' : 'replaceState'](null, '', addressOf(next))
  batch(() => {
    place.value = next
  })
  if (turned) scrollTo(0, 0)
}

export function followHistory(): void {
  addEventListener('popstate', () => {
    place.value = placeOf(new URL(location.href))
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
