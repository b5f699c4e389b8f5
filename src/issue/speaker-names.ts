// How a turn of an interview begins on its line, and which words before a colon can be a speaker at all: a
// person or a role, in any script, and not the start of a sentence.

/** A speaker who is known whatever their name looks like. */
export interface KnownSpeaker {
  /** What stands before the colon. */
  readonly label: string
  readonly name: string
}

export interface TurnStart {
  readonly name: string
  /** What follows the colon. */
  readonly rest: string
  /** The name alone is set in bold or italics: the way of a speaker, seldom of a sentence. */
  readonly marked: boolean
  readonly known: boolean
}

/** Marks of direction that editors leave at the start of a line. */
const INVISIBLE = '[\\u200e\\u200f\\u061c\\ufeff]*'
const NAME = '\\p{L}[^*_:：`\\[\\]{}<>|?!？！؟;；“”"«»„]{0,99}?'
/** After a half-width colon comes a space, or a script that writes none. */
const COLON = '(?::(?=\\s|$|[^\\x00-\\x7f])|：)'
const MARKED = new RegExp(
  `^${INVISIBLE}(\\*\\*\\*|\\*\\*|\\*|__|_)(${NAME})(?:\\s*[:：]\\s*\\1|\\1\\s*${COLON})(?=\\s|$|[^\\x00-\\x7f])\\s*`,
  'u',
)
/** The whole line, or its beginning, is bold: `**Ana: How did it begin?**` */
const WITHIN = new RegExp(`^${INVISIBLE}(\\*\\*|__)(${NAME})\\s*${COLON}\\s*(?=\\S.*\\1)`, 'u')
const PLAIN = new RegExp(`^${INVISIBLE}(${NAME})\\s*${COLON}\\s*`, 'u')

/** @returns undefined where the line cannot begin a turn. */
export function readTurnStart(line: string, known: readonly KnownSpeaker[]): TurnStart | undefined {
  for (const { label, name } of known) {
    const start = startOf(label).exec(line)
    if (!start) continue
    const [whole, mark, closed] = start
    const rest = line.slice(whole.length)
    return { name, rest: mark && !closed ? mark + rest : rest, marked: true, known: true }
  }
  const marked = MARKED.exec(line)
  if (marked) {
    const name = nameOf(marked[2] as string)
    return { name, rest: line.slice(marked[0].length), marked: true, known: false }
  }
  const within = WITHIN.exec(line)
  const plain = within ? undefined : PLAIN.exec(line)
  const found = within?.[2] ?? plain?.[1]
  const name = found === undefined ? '' : nameOf(found)
  if (!looksLikeName(name)) return undefined
  const rest = line.slice((within ?? plain)?.[0].length)
  return { name, rest: `${within?.[1] ?? ''}${rest}`, marked: false, known: false }
}

const starts = new Map<string, RegExp>()

function startOf(label: string): RegExp {
  let start = starts.get(label)
  if (!start) {
    const literal = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
    start = new RegExp(
      `^${INVISIBLE}(\\*\\*|__|\\*|_)?${literal}(?:\\s*[:：]\\s*(\\1)|(\\1)\\s*[:：]|\\s*[:：])\\s*`,
      'iu',
    )
    starts.set(label, start)
  }
  return start
}

/** Questions and answers that are counted are all of one speaker: `Q1`, `Q2`. */
const nameOf = (text: string) =>
  text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(q|a|question|answer|frage|antwort|pregunta|respuesta|문|답|问|答)[ .]?\d+$/iu, '$1')

/** Words that introduce a remark, not a person. */
const REMARKS = new Set(
  [
    'note,notes,editor’s note,editors’ note,editor’s notes,update,correction,corrections,clarification',
    'warning,tip,example,for example,see,see also,source,sources,photo,image,credit,ps,p.s,nb,n.b,tl,dr',
    'disclaimer,disclosure,reminder,caveat,side note,fact,myth,result,first,second,third,firstly,secondly',
    'finally,in short,in brief,in other words,on the other hand,related,read more,more,context,background',
    'nota,notas,ejemplo,fuente,nota del editor,nota de la redacción,hinweis,anmerkung,beispiel,quelle',
    'anm. d. red,remarque,note de la rédaction,ndlr,exemple,à noter,참고,주,편집자 주,출처,사진,예',
    '注,注意,备注,编者按,来源,图片,例,例如,註,編集部注,編注,出典,写真,例えば,補足,ملاحظة,المصدر,مثال,تصحيح',
  ].flatMap((line) => line.split(',')),
)

export function isRemark(name: string): boolean {
  const plain = name
    .toLowerCase()
    .replaceAll("'", '’')
    .replace(/^the |\.$/g, '')
  return REMARKS.has(plain)
}

/** Parts of names that are written small. */
const PARTICLES = new Set(
  'de,da,do,dos,das,del,della,di,du,la,le,les,van,von,der,den,zu,zum,ten,ter,bin,ibn,bint,ben,al,el,abu,y,e,af,av,of,and,the,und,et'.split(
    ',',
  ),
)
const ROLE =
  /^(?:q|a|editor|interviewer|moderator|host|guest|reporter|correspondent|journalist|speaker|voice|member|audience|student|author|translator|anchor|presenter|witness|redaktion|frage|antwort)$/iu

/** Few words, the first in capitals where the script has them, no comma, no end of a sentence. */
function looksLikeName(text: string): boolean {
  const words = text.split(' ')
  if (text === '' || words.length > 6 || /[,،、，]/.test(text)) return false
  if (/[.…]$/.test(text.replace(/(?<!\p{L})\p{L}{1,3}\.$/u, ''))) return false
  const [first = ''] = words
  return !isSmall(first) || ROLE.test(first) || (words.length > 1 && PARTICLES.has(first))
}

/** `d’Aubigné` and `al-Sayed` are written large. */
const isSmall = (word: string) => /^\p{Ll}/u.test(word) && !/^\p{Ll}{1,3}['’-]\p{Lu}/u.test(word)

/** Words in small letters that are no part of a name: `The short answer`. */
export function isPhrase(name: string): boolean {
  const words = name
    .replace(/\(.*\)$/, '')
    .trim()
    .split(' ')
  if (ROLE.test(words.at(-1) as string)) return false
  return words.some((word) => isSmall(word) && !PARTICLES.has(word))
}

const TITLE =
  /^(?:dr|prof|professor|mr|mrs|ms|mx|miss|sir|dame|lord|lady|rev|hon|judge|senator|president|minister|herr|frau|m|mme|sr|sra|د|أ)\.? /iu

/** Whether `short` is how somebody is called after having been introduced as `full`: `Lee`, `Dr. Jessica Lee`. */
export function isShortOf(short: string, full: string): boolean {
  const part = short.replace(TITLE, '').toLowerCase()
  const whole = full.replace(TITLE, '').toLowerCase()
  if (part.length < 2 || part.length >= whole.length) return false
  return whole.endsWith(` ${part}`) || whole.startsWith(`${part} `)
}
