// 'Send me this': one test copy of this very letter, to one address.

import { useState } from 'preact/hooks'
import type { TestAnswer, TestRequest } from '../../wire.ts'
import { place } from '../address.ts'
import { Link } from '../link.tsx'
import { ask, Refused } from '../server.ts'
import { studio } from '../store.ts'
import { closeDialog, Dialog } from './dialog.tsx'

const REMEMBERED = 'pressrun-test-address'

export function TestDialog() {
  const { relay, smtp, madeUpSecret, token } = studio.value ?? {}
  const [via, setVia] = useState<TestRequest['via']>(relay ? 'relay' : 'studio')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<TestAnswer | null>(null)

  async function send(to: string): Promise<void> {
    const { id, reader } = place.value
    const request: TestRequest = { slug: id, reader, to, via }
    localStorage.setItem(REMEMBERED, to)
    setBusy(true)
    try {
      const body = JSON.stringify(request)
      const headers = { 'content-type': 'application/json', 'x-studio-token': token ?? '' }
      setAnswer(await ask<TestAnswer>('/api/test', { method: 'POST', body, headers }))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setAnswer({ sent: false, detail: error.message })
    }
    setBusy(false)
  }

  return (
    <Dialog title="Send me this">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void send(String(new FormData(event.currentTarget).get('to') ?? ''))
        }}
      >
        <label>
          <span>To</span>
          <input
            name="to"
            type="text"
            inputmode="email"
            required
            autocomplete="email"
            spellcheck={false}
            placeholder="you@example.com"
            autofocus
            defaultValue={localStorage.getItem(REMEMBERED) ?? ''}
          />
        </label>
        <fieldset class="radios">
          <legend>By way of</legend>
          <label>
            <input
              type="radio"
              name="via"
              checked={via === 'relay'}
              disabled={!relay}
              onChange={() => setVia('relay')}
            />
            {relay ?? 'your mail server: set PRESSRUN_SMTP_URL in .env'}
          </label>
          <label>
            <input
              type="radio"
              name="via"
              checked={via === 'studio'}
              disabled={!smtp}
              onChange={() => setVia('studio')}
            />
            the inbox here, which delivers to nobody
          </label>
        </fieldset>
        {madeUpSecret && via === 'relay' && (
          <p class="soft">PRESSRUN_SECRET is not set, so the links to leave will lead nowhere.</p>
        )}
        <button type="submit" class="act main" disabled={busy}>
          {busy ? 'Sending …' : 'Send one copy'}
        </button>
        <p role="status" class={answer && !answer.sent ? 'wrong' : ''}>
          {answer?.detail}{' '}
          {answer?.sent && via === 'studio' && (
            <Link to={{ section: 'inbox', id: '', beside: '' }} onFollow={closeDialog}>
              See caught mail
            </Link>
          )}
        </p>
      </form>
    </Dialog>
  )
}
