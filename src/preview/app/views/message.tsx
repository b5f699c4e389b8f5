// The message as it goes over the wire: its headers, each explained, its parts, and its bytes as text.

import { useEffect, useState } from 'preact/hooks'
import type { HeaderLine, LetterView } from '../../wire.ts'
import { place } from '../address.ts'
import { askText } from '../server.ts'
import { beside, shown } from '../store.ts'
import { size } from '../words.ts'
import { noteFor } from './header-notes.ts'
import { sideNames } from './sides.ts'

export function MessageView() {
  const left = shown.value
  const right = beside.value
  if (!left?.letter) return null
  if (right?.letter && place.value.beside !== '') {
    return <HeadersBeside left={left.letter} right={right.letter} names={sideNames(left, right)} />
  }
  const { letter } = left
  return (
    <div class="page wide">
      <h2>Headers</h2>
      <dl class="headers">
        {letter.headers.map((header, index) => (
          <Header key={index} header={header} />
        ))}
      </dl>
      <h2>Parts</h2>
      <Parts letter={letter} />
      <h2>
        Bytes{' '}
        <a class="act" href={withSave(letter.raw)} download>
          Save as .eml
        </a>
      </h2>
      <RawBytes letter={letter} />
    </div>
  )
}

const withSave = (raw: string): string => `${raw}${raw.includes('?') ? '&' : '?'}save=1`

function Header({ header }: { readonly header: HeaderLine }) {
  const { name, value, raw } = header
  const note = noteFor(name)
  const differs = raw.trim() !== value
  return (
    <div class="header">
      <dt>{name}</dt>
      <dd>
        <bdi class="header-value">{value}</bdi>
        {note !== '' && <p class="soft">{note}</p>}
        {differs && (
          <details>
            <summary>As it stands in the message</summary>
            <pre>{`${name}:${raw}`}</pre>
          </details>
        )}
      </dd>
    </div>
  )
}

export function Parts({ letter }: { readonly letter: LetterView }) {
  return (
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Name</th>
          <th scope="col" class="number">
            Content
          </th>
          <th scope="col" class="number">
            In the message
          </th>
        </tr>
      </thead>
      <tbody>
        {letter.parts.map(({ depth, type, name, bytes, carried }, index) => (
          <tr key={index}>
            <td style={{ paddingInlineStart: `${depth * 16}px` }}>{type}</td>
            <td>{name ?? ''}</td>
            <td class="number">{bytes > 0 ? size(bytes) : ''}</td>
            <td class="number">{size(carried)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Lines of Base64 that are shown before the rest is folded away. */
const SHOWN = 3
const MOST_CHARACTERS = 2_000_000

function RawBytes({ letter }: { readonly letter: LetterView }) {
  const [text, setText] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  useEffect(() => {
    const mine = new AbortController()
    askText(letter.raw, { signal: mine.signal }).then(setText, () => {})
    return () => mine.abort()
  }, [letter.raw, letter.digest])
  if (text === null) return null
  const shownText = all ? text : folded(text)
  return (
    <>
      {shownText !== text && (
        <p>
          <button type="button" class="act" onClick={() => setAll(true)}>
            Show all of it
          </button>
        </p>
      )}
      <pre class="raw">{shownText.slice(0, MOST_CHARACTERS)}</pre>
    </>
  )
}

/** Pictures as Base64 say nothing to people. */
function folded(text: string): string {
  return text.replace(/(?:^[A-Za-z0-9+/]{60,}={0,2}\r?\n){4,}/gm, (lines) => {
    const list = lines.split('\n')
    return `${list.slice(0, SHOWN).join('\n')}\n… ${list.length - SHOWN - 1} more lines …\n`
  })
}

interface HeadersBesideProps {
  readonly left: LetterView
  readonly right: LetterView
  readonly names: readonly [string, string]
}

function HeadersBeside({ left, right, names }: HeadersBesideProps) {
  const known = [...new Set([...left.headers, ...right.headers].map(({ name }) => name))]
  const value = (letter: LetterView, name: string) =>
    letter.headers
      .filter((header) => header.name === name)
      .map((header) => header.value)
      .join('\n')
  return (
    <div class="page wide">
      <table class="aligned">
        <thead>
          <tr>
            <th scope="col">Header</th>
            {names.map((name, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {known.map((name) => {
            const [a, b] = [value(left, name), value(right, name)]
            const same = a === b
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {[a, b].map((text, index) => (
                  <td key={index} class={same ? '' : 'differs'} dir="auto">
                    {same ? text : <mark>{text}</mark>}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
