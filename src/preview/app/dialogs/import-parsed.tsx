// What comes of an imported text: its article, its interview, and what an editor should look at.

import type { ImportView } from '../../wire.ts'

export function Parsed({ view }: { readonly view: ImportView }) {
  const { article, interview, look, empty } = view
  return (
    <section class="parsed" aria-label="What comes of it">
      {look.length > 0 && (
        <>
          <h3>Look at this</h3>
          <ul class="look">
            {look.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      {empty && (
        <p>Neither an article nor an interview was found. Say of its lines what they are.</p>
      )}
      {article && (
        <article dir="auto">
          <h3>Article</h3>
          {article.kicker && <p class="soft">{article.kicker}</p>}
          {article.title && <p class="headline">{article.title}</p>}
          {article.standfirst && <p class="standfirst">{article.standfirst}</p>}
          <p class="soft">
            {[article.byline, article.dateline, article.published].filter(Boolean).join(', ')}
          </p>
          {article.paragraphs.map((text, index) => (
            <p key={index}>{text}</p>
          ))}
        </article>
      )}
      {interview && (
        <article dir="auto">
          <h3>Interview</h3>
          {interview.title && <p class="headline">{interview.title}</p>}
          <p class="soft">
            {interview.speakers
              .map(({ name, role }) => `${name} ${role === 'guest' ? 'answers' : 'asks'}`)
              .join(', ')}
          </p>
          {interview.turns.map(({ speaker, role, paragraphs }, index) => (
            <div key={index} class={role === 'guest' ? 'turn' : 'turn asks'}>
              <strong>{speaker}:</strong> {paragraphs.join(' ')}
            </div>
          ))}
        </article>
      )}
    </section>
  )
}
