// Who is spoken with, from what stands above and before an interview: 'Interview with Dr. Ana Ruiz, expert on …',
// a first sentence ('Ana Ruiz is a …'), `해양학자 김가람 교수`. Names are found, never made up.

import { askedBy } from './evidence.ts'

export interface Person {
  readonly name: string
  readonly description?: string
}

const TITLE = String.raw`(?:Dr|Prof|Professor|Mr|Mrs|Ms|Mx|Sir|Dame|Lord|Lady|Rev|Hon|Sen|Rep|Gov|President|Minister|Judge|Chef|Captain|Dra|Sra|Sr|Don|Doña|Mme|M|Herr|Frau|Pr)\.?`
const WORD = String.raw`[\p{Lu}][\p{L}\p{M}'’-]*\.?`
const PARTICLE = `(?:van|von|de|da|di|del|della|der|den|la|le|el|al|bin|ibn|dos|du|ter|zu)`
const LATIN_NAME = `(?:${TITLE}\\s+){0,2}${WORD}(?:\\s+(?:${PARTICLE}\\s+){0,2}${WORD}){1,3}`
const TITLES_BEFORE = new RegExp(`^(?:${TITLE}\\s+)+`, 'u')

export const withoutTitles = (name: string): string => name.replace(TITLES_BEFORE, '').trim()

/** What stands before the name of whoever is spoken with. */
const INTRODUCES: readonly RegExp[] = [
  /(?:interview(?:ed)?|conversation|q\s?(?:&|and)\s?a|talk(?:s|ed|ing)?|spoke|speaks?|chat|sat down|questions)\s+(?:with|to|for)\s+/giu,
  /(?:entrevista(?:mos)?|conversación|conversamos|hablamos|charla(?:mos)?)\s+(?:a|con|al)\s+/giu,
  /(?:entretien|interview|rencontre|conversation|dialogue|questions)\s+(?:avec|à|de)\s+/giu,
  /(?:interview|gespräch|unterhaltung|fragen)\s+(?:mit|an)\s+/giu,
  /(?:q\s?&\s?a|interview|entrevista|entretien|im gespräch)\s*[:|–—-]\s*/giu,
  /interview\s+between\s+.{2,60}?\s+and\s+/giu,
]
/** The name itself, at most a few words of what the person does before it. */
const NAMED = new RegExp(`^(?:[\\p{L}'’-]+\\s){0,6}?(${LATIN_NAME})`, 'u')
const FIRST_SENTENCE = new RegExp(
  `(?:^|[.!?]\\s)(${LATIN_NAME})(?:,\\s|\\s(?:is|was|has|works?|runs?|teaches|spent|es|ist|est|leitet|dirige|enseigne|enseña|arbeitet|lehrt)\\s)`,
  'u',
)
/** `Dr Efua Sackey talks to us about octopuses` */
const SPEAKS = new RegExp(
  `(${LATIN_NAME})\\s(?:talks|speaks|tells|explains|answers|habla|cuenta|parle|raconte|spricht|erzählt)\\s`,
  'u',
)
/** `Ana Ruiz on rain`, `Ana Ruiz: “…”` */
const TELLING = new RegExp(
  `^(?:\\p{Lu}+:\\s)?(${LATIN_NAME})\\s*(?::|on\\s|über\\s|sur\\s|sobre\\s)`,
  'u',
)
/** `Its keeper, Solveig Haug, meets us` */
const APPOSITION = new RegExp(`\\p{Ll},\\s(${LATIN_NAME})(?=,\\s\\p{Ll})`, 'u')
const KOREAN_JOB =
  '(?:교수|대표|연구원|연구위원|원장|소장|감독|작가|박사|위원|위원장|장관|시장|의원|회장|사장|이사|이사장|팀장|센터장|관장|학장|총장|변호사|의사|시인|소설가|건축가|화가|기획자|디자이너|셰프|선수|코치|배우|가수|국장|본부장|실장|대사|활동가|농부|어부|목수|학자)'
const KOREAN: readonly RegExp[] = [
  new RegExp(
    `(?<![가-힣])([가-힣]{3})\\s${KOREAN_JOB}(?=[은는이가을를와과의도]|에게|께|,|\\.|\\s|$)`,
    'u',
  ),
  new RegExp(
    `(?<![가-힣])([가-힣]{2,4})\\s(?:[가-힣A-Za-z0-9·]{1,16}\\s){0,3}?${KOREAN_JOB}(?=[은는이가을를와과의도]|에게|께|,|\\.|\\s|$)`,
    'u',
  ),
  /(?<![가-힣])([가-힣]{2,4})\s씨(?=[와과는은가를을의도]|에게|$)/u,
]
const JAPANESE =
  /([\p{Script=Han}]{1,4}[\s\u3000]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,5}|[\p{Script=Katakana}ー]{2,10}・[\p{Script=Katakana}ー]{2,10})(?:さん|氏|教授|博士|先生|監督|代表)(?:に(?:聞|話|うかが|伺)|へ|と|インタビュー|が|は|を|（|\s|$)/u
/** After the word for an interview: what somebody does, which ends in one of these, and the name. */
const CHINESE: readonly RegExp[] = [
  /(?:专访|專訪|对话|對話|采访了?|採訪|访谈|訪談)[：:\s]?(?:了)?(?:[\p{Script=Han}]{0,16}(?:主任|总编|馆长|館長|院長|创始人|[员師师家长長授士者手匠]))?([\p{Script=Han}]{2,4})(?=[，,：:。\s！!]|$)/u,
]
const ARABIC =
  /(?:حوار|مقابلة|لقاء|حديث|أسئلة وأجوبة)\s+مع\s+(?:(?:ال\p{Script=Arabic}{2,15}|د\.)\s+){0,3}(\p{Script=Arabic}{2,15}\s+\p{Script=Arabic}{2,15})/u

/** @param texts headings first, then the paragraphs before the first turn. */
export function findGuest(texts: readonly string[], headings: number): Person | undefined {
  for (const [index, text] of texts.entries()) {
    // `Interview: Ana Ruiz` is a headline that says with whom, or a line beneath it that says who asked.
    if (index > 0 && text.length <= 60 && askedBy(text) !== undefined) continue
    const name = guestIn(text, index < headings)
    if (name) return withDescription(name, texts)
  }
  return undefined
}

function guestIn(text: string, heading: boolean): string | undefined {
  for (const pattern of INTRODUCES) {
    for (const found of text.matchAll(pattern)) {
      const name = NAMED.exec(text.slice(found.index + found[0].length))?.[1]
      if (name) return name
    }
  }
  const arabic = ARABIC.exec(text)
  if (arabic) return arabic[1]?.replace(/\s+(?:عن|حول|في)$/u, '')
  const japanese = JAPANESE.exec(text)
  if (japanese) return japanese[1]?.trim()
  for (const pattern of [...CHINESE, ...KOREAN]) {
    const found = pattern.exec(text)
    if (found) return found[1]
  }
  if (heading) return (SPEAKS.exec(text) ?? TELLING.exec(text))?.[1]
  return FIRST_SENTENCE.exec(text)?.[1] ?? APPOSITION.exec(text)?.[1]
}

const ADDRESS =
  /(?:^|[.!?,]\s)(?:Dr|Prof|Professor|Mr|Mrs|Ms|Frau|Herr|Madame|Monsieur|Mme|Señora|Señor|Doctor|Doctora)\.?\s(\p{Lu}[\p{L}’'-]+)(?=[,!?.])/gu

/** Whoever the questions speak to (`Frau Thalheim, woran …`), by the whole name that stands before them. */
export function findAddressed(
  questions: readonly string[],
  texts: readonly string[],
): Person | undefined {
  const names = questions.flatMap((text) => [...text.matchAll(ADDRESS)].map((found) => found[1]))
  const [name] = new Set(names)
  if (name === undefined || new Set(names).size > 1) return undefined
  const whole = new RegExp(
    `\\p{Lu}\\p{Ll}[\\p{L}’'-]*\\s(?:${PARTICLE}\\s){0,2}${literal(name)}(?!\\p{L})`,
    'u',
  )
  const full = texts.map((text) => whole.exec(text)?.[0]).find((found) => found !== undefined)
  return full === undefined ? undefined : withDescription(full, texts)
}

function withDescription(name: string, texts: readonly string[]): Person {
  const description = describe(name, texts)
  return { name, ...(description ? { description } : {}) }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const MAX_DESCRIPTION = 180
/** People are introduced at the start. */
const MAX_TEXTS = 60
const MAX_TEXT = 1_500

/** What is said of somebody where the name stands: `…, expert on …`, `… is a …`. */
export function describe(name: string, all: readonly string[]): string | undefined {
  const texts = all.slice(0, MAX_TEXTS).map((text) => text.slice(0, MAX_TEXT))
  const bare = withoutTitles(name).replace(/\s?(?:교수|박사|대표|씨|님|さん|氏|教授|先生)$/u, '')
  if (bare.length < 2) return undefined
  const at = literal(bare)
  const patterns: readonly RegExp[] = [
    // Latin and Arabic: an apposition.
    new RegExp(
      `${at}\\s*(?:,|،)\\s+((?:(?!who\\b|whose\\b|which\\b|qui\\b|que\\b|der\\b|die\\b|and\\b)[^,،.;:()]){3,}(?:\\s(?:and|und|et|y)\\s[^,،.;:()]+)?)(?=[,،.;:()]|$)`,
      'u',
    ),
    new RegExp(
      `${at}\\s+(?:is|was|es|est|ist|è|é)\\s+((?:an?|the|one of|una?|uno de|la|el|une?|le|l['’]|eine?|der|die|das|professor|profesora?|director|directora?|directrice|directeur)\\b[^.;:]{5,})(?=[.;:]|$)`,
      'u',
    ),
    new RegExp(`${at}\\s*[(（]([^)）\\d][^)）]{3,90})[)）]`, 'u'),
    // Korean: what follows the name up to the job, or stands around it.
    new RegExp(
      `${at}\\s+((?:[가-힣A-Za-z0-9·’'‘]+\\s){0,4}[가-힣A-Za-z0-9·]*${KOREAN_JOB})(?=[은는이가을를와과의도]|에게|께|,|\\.|\\s|$)`,
      'u',
    ),
    // Japanese and Chinese: before the name.
    new RegExp(`([^。、「」（）『』\\s]{2,30}?)の${at}`, 'u'),
    new RegExp(
      `([\\p{Script=Han}A-Za-z0-9·]{2,24}(?:教授|博士|主任|院长|研究员|作家|导演|工程师|总编|所长|创始人|馆长|设计师|館長|院長|专家|学者|会长|理事长|诗人))${at}`,
      'u',
    ),
    new RegExp(
      `${at}\\s?(?:是|，)(?:一[位名个])?([\\p{Script=Han}A-Za-z0-9·]{4,40}?(?:教授|博士|主任|院长|研究员|作家|导演|工程师|总编|所长|创始人|馆长|设计师|专家|学者|会长|诗人))(?=[，。,.]|$)`,
      'u',
    ),
    new RegExp(
      `((?:(?:مدير|رئيس|أستاذ|باحث|مهندس|كاتب|خبير|ناشط|مؤسس|عالم)ة?)\\s[^،.:]{3,60}?)[،,]?\\s(?:د\\.\\s|الدكتورة?\\s)?${at}`,
      'u',
    ),
  ]
  for (const text of texts) {
    for (const pattern of patterns) {
      const found = pattern.exec(text)?.[1]?.trim()
      if (found && found.length <= MAX_DESCRIPTION && !/["“”?？:]/.test(found)) return found
    }
  }
  return undefined
}

/** A fuller form of a name in what stands before: `Ruiz` is `Ana Ruiz`, `AR` too. Undefined where several fit. */
/** `Enter MARA` says what she does. */
const DIRECTION = /^(?:(?:re-)?enter|exit|exeunt|entra|entre|sale|sort|auftritt|abgang)\s/i

export function fullName(short: string, texts: readonly string[]): string | undefined {
  const bare = withoutTitles(short)
  if (!/^[\p{Script=Latin}.'’ -]+$/u.test(bare)) return undefined
  const names = new Map<string, string>()
  for (const text of texts) {
    for (const [name] of text.matchAll(new RegExp(LATIN_NAME, 'gu')))
      names.set(withoutTitles(name).toLowerCase(), name)
  }
  const fitting = [...names.values()].filter(
    (name) => standsFor(bare, name) && !DIRECTION.test(name),
  )
  return fitting.length === 1 ? fitting[0] : undefined
}

/** Whether a short label is the name's: initials, first name, last name, the name without its title. */
export function standsFor(short: string, name: string): boolean {
  const initialled = /^(?:\p{Lu}\.\s?){2,}$/u.test(short)
  const bare = (initialled ? short : withoutTitles(short)).trim().replace(/\.$/, '')
  const words = withoutTitles(name.split(/[,(（]/)[0] as string)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0 || bare === '') return false
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  if (same(bare, words.join(' '))) return true
  if (words.length < 2) return false
  if (/^[\p{Lu}][\p{Lu}.\s]{0,6}$/u.test(bare)) {
    const letters = bare.replace(/[.\s]/g, '')
    const initials = words.map((word) => (word[0] as string).toUpperCase())
    if (
      letters.length >= 2 &&
      (letters === initials.join('') || letters === `${initials[0]}${initials.at(-1)}`)
    )
      return true
  }
  return same(bare, words.at(-1) as string) || same(bare, words[0] as string)
}
