// An HTML part looked at as bytes and as an inbox sees it: what takes the room, and what follows the subject.

import { Parser } from 'htmlparser2'
import type { HtmlShare } from './wire.ts'

const TOKEN =
  /<!--\[if(?![^\]]*!mso)[\s\S]*?<!\[endif\]-->|<!--[\s\S]*?-->|<style[\s>][\s\S]*?<\/style\s*>|<(?:"[^"]*"|'[^']*'|[^'">])*>/gi
const STYLE_ATTRIBUTE = /\sstyle\s*=\s*(?:"[^"]*"|'[^']*')/gi
/** The first element of the body that is there for the inbox alone. */
const HIDDEN =
  /<(div|span|td|p)\b[^>]*style\s*=\s*"[^"]*display\s*:\s*none[^"]*"[^>]*>[\s\S]*?<\/\1>/i
const HIDDEN_WITHIN = 4000

/** The shares add up to the part's bytes. */
export function htmlShares(html: string): readonly HtmlShare[] {
  const bytes: Record<HtmlShare['name'], number> = {
    words: 0,
    markup: 0,
    'inline styles': 0,
    'style sheets': 0,
    'Outlook only': 0,
    preheader: 0,
  }
  const add = (name: HtmlShare['name'], text: string) => {
    bytes[name] += Buffer.byteLength(text)
  }
  const hidden = preheaderOf(html)
  if (hidden) add('preheader', html.slice(hidden.from, hidden.to))
  const rest = hidden ? [html.slice(0, hidden.from), html.slice(hidden.to)] : [html]
  for (const piece of rest) {
    let at = 0
    for (const match of piece.matchAll(TOKEN)) {
      add('words', piece.slice(at, match.index))
      at = match.index + match[0].length
      const token = match[0]
      if (/^<!--\[if/i.test(token)) add('Outlook only', token)
      else if (/^<style/i.test(token)) add('style sheets', token)
      else {
        const bare = token.replace(STYLE_ATTRIBUTE, (style) => {
          add('inline styles', style)
          return ''
        })
        add('markup', bare)
      }
    }
    add('words', piece.slice(at))
  }
  return (Object.keys(bytes) as HtmlShare['name'][])
    .map((name) => ({ name, bytes: bytes[name] }))
    .sort((a, b) => b.bytes - a.bytes)
}

function preheaderOf(html: string): { readonly from: number; readonly to: number } | undefined {
  const body = html.search(/<body[\s>]/i)
  const start = body < 0 ? 0 : body
  const match = HIDDEN.exec(html.slice(start, start + HIDDEN_WITHIN * 4))
  if (!match || match.index > HIDDEN_WITHIN) return undefined
  const from = start + match.index
  return { from, to: from + match[0].length }
}

const SNIPPET_CHARACTERS = 400
const BLOCK =
  /^(address|article|blockquote|br|center|dd|div|dl|dt|figure|footer|h\d|header|hr|li|main|ol|p|pre|section|table|tbody|td|th|tr|ul)$/

/** The words of an HTML part from its beginning, hidden ones too, as an inbox reads them. */
export function snippetOf(html: string): string {
  let text = ''
  let silent = 0
  const quiet = (name: string) => /^(head|style|script|title|template)$/.test(name)
  const parser = new Parser({
    onopentagname(name) {
      if (quiet(name)) silent++
      if (BLOCK.test(name)) text += ' '
    },
    ontext(data) {
      if (silent === 0 && text.length < SNIPPET_CHARACTERS * 8) text += data
    },
    onclosetag(name) {
      if (quiet(name)) silent--
      if (BLOCK.test(name)) text += ' '
    },
  })
  parser.end(html)
  return cut(text)
}

/** A plain text's beginning, for messages that have no HTML. */
export const plainSnippet = (text: string): string => cut(text.slice(0, SNIPPET_CHARACTERS * 8))

function cut(text: string): string {
  const line = text.replace(/[ \t\r\n]+/g, ' ').trim()
  return [...line.slice(0, SNIPPET_CHARACTERS * 2)].slice(0, SNIPPET_CHARACTERS).join('')
}
