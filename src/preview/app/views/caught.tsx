// Mail that the studio's own SMTP server caught.

import { useState } from 'preact/hooks'
import { Link } from '../link.tsx'
import { ask } from '../server.ts'
import { inbox, studio } from '../store.ts'
import { clock, counted, mailbox, size } from '../words.ts'

export function CaughtMail() {
  const { messages, total } = inbox.value
  const smtp = studio.value?.smtp
  return (
    <div class="page wide">
      <h1>Caught mail</h1>
      {smtp ? (
        <p>
          Whatever a program sends to <code>{`smtp://${smtp.host}:${smtp.port}`}</code> ends here
          and goes to nobody. Any name and password will do: as <code>PRESSRUN_SMTP_URL</code> it
          catches what <code>pressrun send</code> sends to a whole list.
        </p>
      ) : (
        <p>The inbox is not open yet.</p>
      )}
      {messages.length > 0 && (
        <>
          <p class="soft">
            {counted(total)} caught
            {total > messages.length && `, the last ${counted(messages.length)} kept`}. They go when
            the studio closes. <Clear />
          </p>
          <ol class="caught">
            {messages.map(({ id, subject, from, to, at, bytes }) => (
              <li key={id}>
                <Link
                  to={{ section: 'inbox', id, view: 'letter', reader: '', beside: '' }}
                  class="caught-row"
                >
                  <bdi class="caught-subject">{subject || '(no subject)'}</bdi>
                  <span class="soft">
                    <bdi>{mailbox(from).name || from}</bdi> to{' '}
                    <bdi>{mailbox(to).address || to}</bdi>
                  </span>
                  <span class="soft number">{size(bytes)}</span>
                  <time class="soft number" dateTime={at}>
                    {clock(at)}
                  </time>
                </Link>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}

function Clear() {
  const [busy, setBusy] = useState(false)
  const clear = async () => {
    setBusy(true)
    await ask('/api/inbox', {
      method: 'DELETE',
      headers: { 'x-studio-token': studio.value?.token ?? '' },
    }).catch(() => {})
    setBusy(false)
  }
  return (
    <button type="button" class="act" disabled={busy} onClick={() => void clear()}>
      Clear
    </button>
  )
}
