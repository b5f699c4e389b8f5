// Above the letter, as a mail program has it: subject, sender, reader, and what the inbox says first.

import type { LetterView } from '../wire.ts'

interface EnvelopeProps {
  readonly letter: LetterView
  /** Of a caught message, which may differ from its headers. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] }
  /** What it is compared with: what differs is marked. */
  readonly other?: LetterView | null
}

export function Envelope({ letter, envelope, other }: EnvelopeProps) {
  const { lang } = letter
  const part = (name: 'subject' | 'from' | 'to', words = letter[name]) =>
    other && other[name] !== letter[name] ? <mark>{words}</mark> : words
  return (
    <header class="envelope">
      <h1 dir="auto" lang={lang || undefined}>
        {part('subject', letter.subject || '(no subject)')}
      </h1>
      <p class="soft">
        <span>From </span>
        <bdi>{part('from')}</bdi>
        <span> to </span>
        <bdi>{part('to')}</bdi>
      </p>
      {envelope && (
        <p class="soft">
          On the envelope: from <bdi>{envelope.from || 'nobody'}</bdi> to{' '}
          <bdi>{envelope.to.join(', ')}</bdi>
        </p>
      )}
    </header>
  )
}
