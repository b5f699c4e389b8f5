// A link to another view: a real one, that can be copied and opened in a tab of its own, followed without loading
// the page anew.

import type { ComponentChildren } from 'preact'
import { addressOf, go, type Place, withPlace } from './address.ts'

interface LinkProps {
  readonly to: Partial<Place>
  readonly children: ComponentChildren
  readonly class?: string
  readonly current?: boolean
  readonly onFollow?: () => void
}

export function Link({ to, children, current, onFollow, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={addressOf(withPlace(to))}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
        onFollow?.()
      }}
    >
      {children}
    </a>
  )
}
