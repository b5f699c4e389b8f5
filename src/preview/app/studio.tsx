// The light table: issues at the side, the letter in the middle, tools at the edge.

import { place, VIEWS } from './address.ts'
import { Bar } from './bar.tsx'
import { BesideDialog } from './dialogs/beside.tsx'
import { ImportDialog } from './dialogs/import.tsx'
import { KeysDialog } from './dialogs/keys.tsx'
import { ReaderDialog } from './dialogs/reader.tsx'
import { TestDialog } from './dialogs/test.tsx'
import { dialog, drawer } from './keys.ts'
import { LinkLine } from './letter/links.tsx'
import { Problems } from './problems.tsx'
import { Sidebar } from './sidebar.tsx'
import { said, shown } from './store.ts'
import { CaughtMail } from './views/caught.tsx'
import { ContentView } from './views/content.tsx'
import { FindingsView } from './views/findings.tsx'
import { LetterPane } from './views/letter.tsx'
import { MessageView } from './views/message.tsx'
import { RowView } from './views/row.tsx'
import { SizeView } from './views/size.tsx'
import { HtmlView, TextView } from './views/source.tsx'

export function Studio() {
  const { section, id } = place.value
  return (
    <div class={drawer.value ? 'studio drawn' : 'studio'}>
      <a class="skip" href="#table">
        To the letter
      </a>
      <Sidebar />
      {drawer.value && (
        <button
          type="button"
          class="veil"
          aria-label="Close the issues"
          onClick={() => (drawer.value = false)}
        />
      )}
      <div class="desk">
        <Bar />
        <main id="table" class="table" tabIndex={-1}>
          {id === '' ? section === 'inbox' ? <CaughtMail /> : <Empty /> : <Pane />}
        </main>
      </div>
      <LinkLine />
      {dialog.value === 'keys' && <KeysDialog />}
      {dialog.value === 'reader' && <ReaderDialog />}
      {dialog.value === 'beside' && <BesideDialog />}
      {dialog.value === 'test' && <TestDialog />}
      {dialog.value === 'import' && <ImportDialog />}
      <div class="unseen" role="status" aria-live="polite">
        {said.value}
      </div>
    </div>
  )
}

function Pane() {
  const { view } = place.value
  const now = shown.value
  if (!now) return <p class="waiting">Making the letter …</p>
  const name = VIEWS.find(({ id }) => id === view)?.name
  const hasOwn = now.letter && (view === 'letter' || view === 'content')
  return (
    <>
      {!hasOwn && (
        <h1 class="unseen">
          {name}: {now.letter?.subject ?? place.value.id}
        </h1>
      )}
      {view !== 'findings' && (
        <Problems problems={now.problems} made={now.letter ? now.made : ''} />
      )}
      {view === 'findings' ? (
        <FindingsView />
      ) : view === 'content' ? (
        now.issue && <ContentView issue={now.issue} />
      ) : (
        <LetterViews />
      )}
    </>
  )
}

function LetterViews() {
  const letter = shown.value?.letter
  if (!letter) return null
  switch (place.value.view) {
    case 'text':
      return <TextView />
    case 'html':
      return <HtmlView />
    case 'message':
      return <MessageView />
    case 'row':
      return <RowView letter={letter} />
    case 'size':
      return <SizeView letter={letter} />
    default:
      return <LetterPane />
  }
}

function Empty() {
  return (
    <div class="page">
      <h1>No issue yet</h1>
      <p>
        Add a file such as <code>issues/first.yaml</code>, and it stands here as soon as it is
        saved. Or begin with a text that you have:
      </p>
      <button type="button" class="act" onClick={() => (dialog.value = 'import')}>
        Import
      </button>
    </div>
  )
}
