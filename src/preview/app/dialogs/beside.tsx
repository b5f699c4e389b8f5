// What to put beside the letter: the last commit, another reader, another issue.

import { useState } from 'preact/hooks'
import { go, place } from '../address.ts'
import { issues, studio } from '../store.ts'
import { day } from '../words.ts'
import { closeDialog, Dialog } from './dialog.tsx'
import { Picker } from './picker.tsx'

export function BesideDialog() {
  const [picking, setPicking] = useState(false)
  const put = (beside: string) => {
    go({ beside })
    closeDialog()
  }
  if (picking) {
    return (
      <Dialog title="Beside the letter of">
        <Picker current={place.value.reader} onPick={(key) => put(`reader:${key}`)} />
      </Dialog>
    )
  }
  const others = issues.value.filter(({ slug }) => slug !== place.value.id)
  return (
    <Dialog title="Compare with">
      <ul class="choices">
        {studio.value?.git && (
          <li>
            <button type="button" class="choice-row" onClick={() => put('git:HEAD')}>
              The last commit
              <span class="soft"> what changed since</span>
            </button>
          </li>
        )}
        <li>
          <button type="button" class="choice-row" onClick={() => setPicking(true)}>
            Another reader
            <span class="soft"> the same letter for somebody else</span>
          </button>
        </li>
      </ul>
      {others.length > 0 && (
        <>
          <h3>Another issue</h3>
          <ul class="choices scroll">
            {others.map(({ slug, title, date }) => (
              <li key={slug}>
                <button type="button" class="choice-row" onClick={() => put(`issue:${slug}`)}>
                  <bdi>{title}</bdi> <span class="soft"> {day(date)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  )
}
