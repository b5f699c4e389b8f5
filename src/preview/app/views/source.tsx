// The letter as text: the plain-text part, and the HTML part's source. Alone, or beside another, line by line.

import { useMemo } from 'preact/hooks'
import { place } from '../address.ts'
import { beside, type Shown, shown } from '../store.ts'
import { plural, size } from '../words.ts'
import { highlight } from './highlight.ts'
import { align, type Line } from './lines.ts'
import { sideNames } from './sides.ts'

export function TextView() {
  return <TextLike of={(now) => now.letter?.text ?? null} what="plain text" plain />
}

export function HtmlView() {
  return <TextLike of={(now) => now.letter?.html ?? null} what="HTML" plain={false} />
}

interface TextLikeProps {
  readonly of: (now: Shown) => string | null
  readonly what: string
  readonly plain: boolean
}

function TextLike({ of, what, plain }: TextLikeProps) {
  const left = shown.value
  const right = beside.value
  if (!left) return null
  const text = of(left)
  if (right && place.value.beside !== '') {
    return <Aligned left={left} right={right} texts={[text ?? '', of(right) ?? '']} />
  }
  if (text === null) return <p class="page soft">This message has no {what}.</p>
  const { lang = '', dir = '' } = left.letter ?? {}
  return (
    <div class={plain ? 'page' : 'page wide'}>
      <p class="soft">
        {size(new TextEncoder().encode(text).length)},{' '}
        {plural(text.trimEnd().split('\n').length, 'line')}
      </p>
      {plain ? (
        <pre class="text" lang={lang || undefined} dir={dir || 'auto'}>
          {text}
        </pre>
      ) : (
        <Source html={text} />
      )}
    </div>
  )
}

function Source({ html }: { readonly html: string }) {
  const lines = useMemo(() => highlight(html), [html])
  return (
    <pre class="source">
      {lines.map((stretches, index) => (
        <div class="code-line" key={index}>
          <span class="line-number">{index + 1}</span>
          <code>
            {stretches.map(({ kind, text }, at) =>
              kind === 'word' ? (
                text
              ) : (
                <span key={at} class={`hl-${kind}`}>
                  {text}
                </span>
              ),
            )}
          </code>
        </div>
      ))}
    </pre>
  )
}

interface AlignedProps {
  readonly left: Shown
  readonly right: Shown
  readonly texts: readonly [string, string]
}

function Aligned({ left, right, texts }: AlignedProps) {
  const { pairs, places } = useMemo(() => align(...texts), [...texts])
  const names = sideNames(left, right)
  return (
    <div class="page wide">
      <p class="note">
        {places === 0 ? 'The two are the same.' : `They differ in ${plural(places, 'place')}.`}
      </p>
      <table class="aligned">
        <thead>
          <tr>
            {names.map((name, index) => (
              <th key={index} scope="col" colSpan={2}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ left: a, right: b }, index) => (
            <tr key={index}>
              <Cell line={a} />
              <Cell line={b} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ line }: { readonly line: Line | null }) {
  return (
    <>
      <td class="line-number">{line?.number}</td>
      <td class={line ? (line.differs ? 'differs' : '') : 'missing'} dir="auto">
        {line?.pieces.map(({ text, differs }, index) =>
          differs ? <mark key={index}>{text}</mark> : text,
        )}
      </td>
    </>
  )
}
