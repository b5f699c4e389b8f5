// What a conversion did to a line of text, put right: mojibake, entities, invisible characters, masked
// addresses. Each change to the wording is returned to be listed; nothing is changed silently.

import type { Repair } from '../block.ts'
import { repairMojibake } from './mojibake.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  middot: '·',
  bull: '•',
  laquo: '«',
  raquo: '»',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  deg: '°',
  eacute: 'é',
  egrave: 'è',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  ccedil: 'ç',
}
const ENTITY = /&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/gi

/** Soft hyphens, zero-width spaces and joiners of nothing, byte order marks, marks that turn text around. */
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/g
/** Controls that are no white space. */
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/g
/** A mask where an address stood: what page builders and forums put there. */
/** Without one of these there is no mask: a quick look before the long one. */
const MASKS_HAVE = /@|protected|[[({]\s?at\s?[\])}]/i
const MASK =
  /\s{0,3}[[(<]?\s?(?:\[email\s{0,3}protected\]|email\s{0,3}protected\]|(?<![\w.+-])[\w.+-]{0,40}\*{2,9}[\w.*-]{0,40}@[\w.*-]{2,60}|(?<![\w.+-])[\w.+-]{1,64}\s?[[({]\s?(?:at|@)\s?[\])}]\s?[\w-]{1,63}(?:\s?(?:[[({]\s?(?:dot|\.)\s?[\])}]|\.)\s?[\w-]{2,63}){1,4})\s?[\])>]?/gi

export interface Repaired {
  readonly text: string
  readonly repairs: readonly Repair[]
  /** How many invisible characters were taken out. */
  readonly invisible: number
}

/** @param number of the line. @param entities false where the format decodes its own. */
export function repairLine(line: string, number: number, entities = true): Repaired {
  // Plain ASCII without `&`, brackets or stars has nothing to repair.
  if (/^[\t\x20-\x25\x27\x29\x2b-\x5a\x5c\x5e-\x7a\x7c-\x7e]*$/.test(line)) {
    return { text: line, repairs: [], invisible: 0 }
  }
  const repairs: Repair[] = []
  const note = (before: string, after: string, why: string) => {
    if (repairs.length < 200) repairs.push({ line: number, before, after, why })
  }
  let text = line
  if (/[\u0080-\u00ff]/.test(text)) {
    const mended = repairMojibake(text)
    for (const [before, after] of mended.found)
      note(before, after, 'text that was read in the wrong encoding')
    text = mended.text
  }
  if (entities && text.includes('&')) {
    text = text.replace(ENTITY, (entity, name: string) => {
      const meant = entityText(name)
      if (meant === undefined || meant === entity) return entity
      note(entity, meant, 'an HTML entity left in the text')
      return meant
    })
  }
  text = text.replace(/(\p{L})\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)/gu, (found, letter: string) => {
    note(found, `${letter}’`, 'a lost apostrophe')
    return `${letter}’`
  })
  if (text.includes('\ufffd')) {
    const around = /\S*\ufffd\S*/.exec(text)?.[0] ?? '\ufffd'
    note(around, around, 'a character was lost before it came here; write it in')
  }
  let invisible = 0
  const vanish = () => {
    invisible++
    return ''
  }
  text = text.replace(INVISIBLE, vanish).replace(CONTROLS, vanish)
  if (!MASKS_HAVE.test(text)) return { text: spaces(text), repairs, invisible }
  text = text.replace(MASK, (mask) => {
    note(mask.trim(), '', 'a masked address')
    return /^\s/.test(mask) && /\s$/.test(mask) ? ' ' : ''
  })
  return { text: spaces(text), repairs, invisible }
}

function entityText(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES[name] ?? ENTITIES[name.toLowerCase()]
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  if (code < 32 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined
  if (code >= 0x80 && code <= 0x9f)
    return new TextDecoder('windows-1252').decode(Uint8Array.of(code))
  return String.fromCodePoint(code)
}

/** A no-break space stays where typography asks for it: beside French marks, before units. */
function spaces(text: string): string {
  if (!/[\u00a0\u2000-\u200a\u202f]/.test(text)) return text
  return text
    .replace(/[\u2000-\u200a]/g, ' ')
    .replace(/(?<![«\d])\u00a0(?![?!:;»%\d]|(?:kg|km|m|cm|mm|g|l|h|€)\b)/g, ' ')
}
