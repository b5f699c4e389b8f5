// Where a link of the letter leads: said at the foot while it is pointed at, kept when it was clicked. Nothing is
// followed by itself.

import { signal } from '@preact/signals'

export const pointedAt = signal<{ readonly href: string; readonly kept: boolean } | null>(null)

export function LinkLine() {
  const link = pointedAt.value
  if (!link) return null
  const { href, kept } = link
  return (
    <output class="link-line">
      <span class="link-href">{href === '' ? 'This link leads nowhere.' : href}</span>
      {kept && (
        <>
          {/^https?:/i.test(href) && (
            <a class="act" href={href} target="_blank" rel="noopener noreferrer">
              Open
            </a>
          )}
          <button
            type="button"
            class="act"
            onClick={() => void navigator.clipboard?.writeText(href)}
          >
            Copy
          </button>
          <button type="button" class="act" onClick={() => (pointedAt.value = null)}>
            Close
          </button>
        </>
      )}
    </output>
  )
}
