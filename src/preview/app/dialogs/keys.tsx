// The dialog that shows every key, from the same table that binds them.

import { BINDINGS } from '../keys.ts'
import { Dialog } from './dialog.tsx'

export function KeysDialog() {
  return (
    <Dialog title="Keys">
      <dl class="keys">
        {BINDINGS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              <kbd>{keys.length > 2 ? `${keys[0]}–${keys.at(-1)}` : keys[0]}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>close what is open</dd>
        </div>
      </dl>
    </Dialog>
  )
}
