// What differs between two letters, marked in both: words that the other has not, and pictures.

import { diffArrays } from 'diff'

interface Word {
  readonly text: string
  readonly node: Text
  readonly from: number
  readonly to: number
}

const MARK = 'data-studio-differs'
const STYLE = `mark[${MARK}] { background: rgb(255 205 60 / 55%) !important; color: inherit !important; outline: 2px solid rgb(255 205 60 / 55%); border-radius: 1px }
img[${MARK}] { outline: 3px solid rgb(255 190 30) !important; outline-offset: -3px }`
/** Beyond this two letters have next to nothing in common, and marks would say nothing. */
const MAX_EDITS = 6000
const TIMEOUT_MS = 600
const FILLER = /^(?:\p{Cf}|\u034f)+$/u

export interface Differences {
  /** Places that were marked in either letter. */
  readonly count: number
  /** They differ throughout, so nothing was marked. */
  readonly tooMany: boolean
}

export function markDifferences(left: Document, right: Document): Differences {
  for (const doc of [left, right]) prepare(doc)
  const words = [wordsOf(left), wordsOf(right)] as const
  const changes = diffArrays(
    words[0].map(({ text }) => text),
    words[1].map(({ text }) => text),
    { maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS },
  )
  if (!changes) return { count: 0, tooMany: true }
  const only: [Word[], Word[]] = [[], []]
  const at = [0, 0] as [number, number]
  let count = 0
  let inside = false
  for (const { added, removed, count: length = 0 } of changes) {
    if (added || removed) {
      const side = added ? 1 : 0
      only[side].push(...words[side].slice(at[side], at[side] + length))
      at[side] += length
      if (!inside) count++
      inside = true
    } else {
      at[0] += length
      at[1] += length
      inside = false
    }
  }
  for (const list of only) markWords(list)
  return { count: count + markPictures(left, right), tooMany: false }
}

/** Takes away the marks of an earlier comparison. */
function prepare(doc: Document): void {
  for (const mark of doc.querySelectorAll(`mark[${MARK}]`)) {
    const { parentNode } = mark
    mark.replaceWith(...mark.childNodes)
    parentNode?.normalize()
  }
  for (const image of doc.querySelectorAll(`img[${MARK}]`)) image.removeAttribute(MARK)
  if (doc.querySelector(`style[${MARK}]`)) return
  const style = doc.createElement('style')
  style.setAttribute(MARK, '')
  style.textContent = STYLE
  doc.head.append(style)
}

function wordsOf(doc: Document): Word[] {
  const words: Word[] = []
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.parentElement?.closest('style, script, title')) continue
    for (const { 0: text, index } of node.data.matchAll(/\S+/g)) {
      // Characters that only fill the inbox row up are no words.
      if (FILLER.test(text)) continue
      words.push({ text, node, from: index, to: index + text.length })
    }
  }
  return words
}

/** From the end, so that what comes before in a text stays where it is. */
function markWords(words: readonly Word[]): void {
  for (let last = words.length - 1; last >= 0; ) {
    const { node, to } = words[last] as Word
    let first = last
    while (first > 0 && isNext(words[first - 1] as Word, words[first] as Word)) first--
    const mark = node.ownerDocument.createElement('mark')
    mark.setAttribute(MARK, '')
    const range = node.ownerDocument.createRange()
    range.setStart(node, (words[first] as Word).from)
    range.setEnd(node, to)
    range.surroundContents(mark)
    last = first - 1
  }
}

const isNext = (before: Word, word: Word): boolean =>
  before.node === word.node && !/\S/.test(word.node.data.slice(before.to, word.from))

function markPictures(left: Document, right: Document): number {
  const sources = (doc: Document) => new Set([...doc.images].map(({ src }) => src))
  const known = [sources(right), sources(left)] as const
  let count = 0
  for (const [side, doc] of [left, right].entries()) {
    for (const image of doc.images) {
      if (image.src === '' || known[side as 0 | 1].has(image.src)) continue
      image.setAttribute(MARK, '')
      count++
    }
  }
  return count
}
