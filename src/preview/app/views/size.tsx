// How large the letter is, against the size at which Gmail cuts it, and what makes it so.

import type { LetterView } from '../../wire.ts'
import { plural, size } from '../words.ts'
import { Parts } from './message.tsx'

/** Bytes of HTML, as Gmail counts: after personalisation, without images. */
const GMAIL_LIMIT = 102_000

export function SizeView({ letter }: { readonly letter: LetterView }) {
  const { html, shares, parts, bytes } = letter
  const total = shares.reduce((sum, share) => sum + share.bytes, 0)
  const images = parts.filter(({ type }) => type.startsWith('image/'))
  const weight = images.reduce((sum, image) => sum + image.bytes, 0)
  return (
    <div class="page">
      <h2>Against Gmail’s limit</h2>
      {html === null ? (
        <p>This message has no HTML, so Gmail cuts nothing.</p>
      ) : (
        <Limit total={total} />
      )}
      {shares.length > 0 && (
        <>
          <h2>What the HTML is made of</h2>
          <table class="figures">
            <tbody>
              {shares
                .filter((share) => share.bytes > 0)
                .map((share) => (
                  <tr key={share.name}>
                    <th scope="row">{share.name}</th>
                    <td class="number">{size(share.bytes)}</td>
                    <td class="number soft">{Math.round((share.bytes / total) * 100)} %</td>
                    <td class="share">
                      <span style={{ width: `${(share.bytes / total) * 100}%` }} />
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        </>
      )}
      <h2>The whole message</h2>
      <p>
        {size(bytes)}
        {images.length > 0 && `, of which ${plural(images.length, 'picture')} of ${size(weight)}`}.
      </p>
      <Parts letter={letter} />
    </div>
  )
}

function Limit({ total }: { readonly total: number }) {
  const over = total > GMAIL_LIMIT
  const part = Math.round((total / GMAIL_LIMIT) * 100)
  return (
    <>
      <p>
        {size(total)} of HTML, {part} % of the 102 kB after which Gmail cuts a message.{' '}
        {over ? (
          <b class="wrong">The end of the letter will not be seen there, nor the way to leave.</b>
        ) : (
          `There is room for ${size(GMAIL_LIMIT - total)} more.`
        )}
      </p>
      <meter
        class="limit"
        min={0}
        max={GMAIL_LIMIT}
        value={Math.min(total, GMAIL_LIMIT)}
        aria-label="Share of Gmail's limit"
      />
    </>
  )
}
