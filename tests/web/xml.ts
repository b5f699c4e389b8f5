// Whether a text is well-formed XML, as a strict parser sees it.

import { Parser } from 'htmlparser2'

/** @returns '' or what is wrong. */
export function xmlProblem(text: string): string {
  const open: string[] = []
  let problem = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(text)
    ? 'a character'
    : ''
  if (/&(?!#\d+;|amp;|lt;|gt;|quot;|apos;)/.test(text)) problem ||= 'an ampersand'
  const parser = new Parser(
    {
      onopentagname: (name) => void open.push(name),
      onclosetag(name, implied) {
        if (open.pop() !== name || (implied && !text.includes('/>'))) problem ||= `</${name}>`
      },
    },
    { xmlMode: true },
  )
  parser.end(text)
  return problem || (open.length > 0 ? `<${open.at(-1)}> is not closed` : '')
}
