// A dialog over the page: it takes the focus, gives it back, and Escape closes it.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { dialog } from '../keys.ts'

interface DialogProps {
  readonly title: string
  readonly children: ComponentChildren
  /** As wide as there is room for. */
  readonly wide?: boolean
}

export const closeDialog = (): void => {
  dialog.value = null
}

export function Dialog({ title, children, wide = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opened = element.current
    opened?.showModal()
    return () => opened?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by key.
    <dialog
      ref={element}
      class={wide ? 'wide' : ''}
      aria-labelledby="dialog-title"
      // At the key itself: `close` comes later, and a key before it would still be the dialog's.
      onCancel={closeDialog}
      onClose={closeDialog}
      onClick={(event) => {
        if (event.target === element.current) closeDialog()
      }}
    >
      <div class="dialog">
        <header class="dialog-head">
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="act" onClick={closeDialog}>
            Close
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
