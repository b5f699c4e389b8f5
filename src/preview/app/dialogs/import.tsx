// Import: paste or drop a text, see what each line was taken as beside what comes of it, say otherwise, save.

import { useRef, useState } from 'preact/hooks'
import type { ImportRequest, ImportSaved, ImportView } from '../../wire.ts'
import { go } from '../address.ts'
import { ask, Refused } from '../server.ts'
import { issues, studio } from '../store.ts'
import { closeDialog, Dialog } from './dialog.tsx'
import { Parsed } from './import-parsed.tsx'
import { Verdicts } from './import-verdicts.tsx'

type Source = Pick<ImportRequest, 'text' | 'file'>
type Corrections = ImportRequest['corrections']

export function ImportDialog() {
  const [source, setSource] = useState<Source | null>(null)
  const [corrections, setCorrections] = useState<Corrections>([])
  const [view, setView] = useState<ImportView | null>(null)
  const [slug, setSlug] = useState('')
  const [wrong, setWrong] = useState('')
  const [busy, setBusy] = useState(false)
  const asked = useRef(0)
  const name = slug === '' ? (view?.slug ?? '') : slug
  const exists = issues.value.some((issue) => issue.slug === name)

  async function post<Answer>(path: string, request: ImportRequest): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      'x-studio-token': studio.value?.token ?? '',
    }
    return ask<Answer>(path, { method: 'POST', body: JSON.stringify(request), headers })
  }

  /** What is asked last is shown. */
  async function read(from: Source, said: Corrections): Promise<void> {
    const mine = ++asked.current
    setSource(from)
    setCorrections(said)
    setWrong('')
    setBusy(true)
    try {
      const answer = await post<ImportView>('/api/import', { ...from, corrections: said })
      if (mine === asked.current) setView(answer)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (mine === asked.current) setWrong(sentences(error))
    }
    if (mine === asked.current) setBusy(false)
  }

  async function save(): Promise<void> {
    if (!source || !view) return
    setBusy(true)
    try {
      const request = { ...source, corrections, slug: name }
      const saved = await post<ImportSaved>('/api/import/save', request)
      closeDialog()
      go({ section: 'issues', id: saved.slug, view: 'letter', beside: '' })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setWrong(sentences(error))
      setBusy(false)
    }
  }

  return (
    <Dialog title="Import" wide={view !== null}>
      {view === null || source === null ? (
        <SourceForm busy={busy} onSource={(from) => void read(from, [])} />
      ) : (
        <>
          <div class="import">
            <Verdicts
              view={view}
              onCorrect={(correction) => {
                const others = corrections.filter(({ line }) => line !== correction.line)
                void read(source, [...others, correction])
              }}
            />
            <Parsed view={view} />
          </div>
          <form
            class="import-foot"
            onSubmit={(event) => {
              event.preventDefault()
              void save()
            }}
          >
            <label>
              Saved as issues/
              <input
                type="text"
                aria-label="Name of the issue"
                spellcheck={false}
                value={name}
                onInput={(event) => setSlug(event.currentTarget.value.trim())}
              />
            </label>
            {exists && <span class="wrong">An issue has this name already.</span>}
            <span class="room" />
            <button type="button" class="act" onClick={() => setView(null)}>
              Another text
            </button>
            <button type="submit" class="act main" disabled={busy || view.empty || exists}>
              Save as an issue
            </button>
          </form>
        </>
      )}
      <p role="status" class={wrong === '' ? 'unseen' : 'wrong'}>
        {wrong || (view && !busy ? `Read: ${view.title}` : '')}
      </p>
    </Dialog>
  )
}

const sentences = ({ problems }: Refused): string =>
  problems.map(({ message, mend }) => `${message}.${mend ? ` ${mend}` : ''}`).join(' ')

function SourceForm({
  busy,
  onSource,
}: {
  readonly busy: boolean
  readonly onSource: (source: Source) => void
}) {
  const [over, setOver] = useState(false)
  const take = async (file: File | undefined) => {
    if (file) onSource({ file: { name: file.name, data: await base64(file) } })
  }
  return (
    <form
      class={over ? 'form drop over' : 'form drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer?.files[0])
      }}
      onSubmit={(event) => {
        event.preventDefault()
        onSource({ text: String(new FormData(event.currentTarget).get('text') ?? '') })
      }}
    >
      <label class="stacked">
        <span>A page, a transcript or a web address, pasted here; or drop a file</span>
        <textarea name="text" rows={12} required autofocus spellcheck={false} />
      </label>
      <label>
        <span>File</span>
        <input
          type="file"
          accept=".txt,.md,.markdown,.html,.htm,.docx,text/*"
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </label>
      <button type="submit" class="act main" disabled={busy}>
        {busy ? 'Reading …' : 'Read it'}
      </button>
    </form>
  )
}

/** In parts: a call takes only so many arguments. */
async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  return btoa(text)
}
