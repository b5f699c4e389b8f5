// Whose letter: picked, or made up.

import { useState } from 'preact/hooks'
import { go, place } from '../address.ts'
import { shown } from '../store.ts'
import { closeDialog, Dialog } from './dialog.tsx'
import { Picker } from './picker.tsx'

export function ReaderDialog() {
  const [making, setMaking] = useState(place.value.reader.startsWith('made:'))
  const pick = (key: string) => {
    go({ reader: key })
    closeDialog()
  }
  return (
    <Dialog title={making ? 'Make a reader up' : 'Whose letter'}>
      {making ? <MadeUp onMade={pick} /> : <Picker current={place.value.reader} onPick={pick} />}
      <p>
        <button type="button" class="act" onClick={() => setMaking(!making)}>
          {making ? 'Pick one from the list instead' : 'Make one up'}
        </button>
      </p>
    </Dialog>
  )
}

interface Field {
  readonly name: string
  readonly label: string
  readonly value: string
}

/** The reader who is shown now, to begin with: with the columns that the list has. */
function fieldsNow(): Field[] {
  const { email = '', name = '', lang = '', tags = [], fields = [] } = shown.value?.reader ?? {}
  return [
    { name: 'email', label: 'Address', value: email },
    { name: 'name', label: 'Name', value: name },
    { name: 'lang', label: 'Language', value: lang },
    { name: 'tags', label: 'Tags, with ; between them', value: tags.join(';') },
    ...fields.map(([column, value]) => ({ name: column, label: column, value })),
  ]
}

function MadeUp({ onMade }: { readonly onMade: (key: string) => void }) {
  const [fields] = useState(fieldsNow)
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const row: Record<string, unknown> = {}
        for (const { name } of fields) row[name] = String(data.get(name) ?? '')
        row.tags = String(row.tags)
          .split(';')
          .map((tag) => tag.trim())
          .filter(Boolean)
        onMade(`made:${JSON.stringify(row)}`)
      }}
    >
      {fields.map(({ name, label, value }, index) => (
        <label key={name}>
          <span>{label}</span>
          <input
            name={name}
            type="text"
            dir="auto"
            autocomplete="off"
            spellcheck={false}
            required={name === 'email'}
            autofocus={index === 1}
            defaultValue={value}
          />
        </label>
      ))}
      <button type="submit" class="act main">
        Show this reader’s letter
      </button>
    </form>
  )
}
