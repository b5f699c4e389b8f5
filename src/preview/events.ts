// What open pages are told: server-sent events, one stream a visible page. A page says which issues it shows, so
// that no other letter is made again for it.

import type { StudioEvent } from './wire.ts'

export interface Listener {
  readonly slugs: readonly string[]
  send(event: StudioEvent, data: string): void
}

export interface Events {
  /** @returns what takes the listener away again. */
  join(listener: Listener): () => void
  /** To every page. */
  tell(event: StudioEvent, data?: string): void
  /** To the pages that show the issue. */
  tellLetter(slug: string): void
  /** An issue that some page shows. */
  watched(slug: string): boolean
}

export function openEvents(): Events {
  const listeners = new Set<Listener>()
  return {
    join(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell(event, data = '') {
      for (const listener of listeners) listener.send(event, data)
    },
    tellLetter(slug) {
      for (const listener of listeners)
        if (listener.slugs.includes(slug)) listener.send('letter', slug)
    },
    watched: (slug) => [...listeners].some((listener) => listener.slugs.includes(slug)),
  }
}
