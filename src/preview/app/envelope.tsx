// Above the letter, as a mail program has it: subject, sender, reader, and what the inbox says first.

import type { LetterView } from '../wire.ts'

interface EnvelopeProps {
  readonly letter: LetterView
  /** Of a caught message, which may differ from its headers. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] }
}

export function Envelope({ letter, envelope }: EnvelopeProps) {
  const { subject, from, to, lang } = letter
  return (
    <header class="envelope">
      <h1 dir="auto" lang={lang || undefined}>
        {subject || '(no subject)'}
      </h1>
      <p class="soft">
        <span>From </span>
        <bdi>{from}</bdi>
        <span> to </span>
        <bdi>{to}</bdi>
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
