// A reader's value made safe for the place where its slot stands: it changes no markup, no header and no URL's
// host, whatever it holds.

import { PressrunError } from '../problem.ts'
import type { Place } from '../render/rendered.ts'

/** Not allowed in HTML at all: controls and noncharacters. */
const NEVER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g
const MARKUP = /[&<>"']/g
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** @throws PressrunError `message` for a header's value that holds a control character. */
export function escapeFor(place: Place, text: string): string {
  switch (place) {
    case 'html':
    case 'attribute':
    case 'link':
      return markup(text)
    case 'url':
    case 'plain-url':
      return component(text)
    case 'plain':
      return oneLine(clean(text))
    case 'header':
      return headerText(text)
  }
}

const clean = (text: string) => text.toWellFormed().replace(NEVER, '\ufffd')
const markup = (text: string) =>
  clean(text).replace(MARKUP, (character) => ENTITIES[character] as string)
/** In plain text a line break would be the letter's own. */
const oneLine = (text: string) => text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ')

/** RFC 3986 section 2.3: all but unreserved characters, and `'`, which may end an attribute. */
function component(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function headerText(text: string): string {
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) {
    throw new PressrunError({
      code: 'message',
      message: "a reader's value for the subject holds a line break or a control character",
      mend: 'Correct it in the list.',
    })
  }
  return text.toWellFormed()
}
