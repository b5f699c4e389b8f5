// Lines that name who wrote a piece, where and for whom, in the forms papers use: `By Ana Ruiz`, `Par …`,
// `홍길동 기자`, `文／佐藤葵`, `Lima (Peru) = Reporter …`; and the place at the start of a first paragraph.

import { isRelativeTime, readDateLine } from './dates.ts'

export interface HeadLine {
  readonly byline?: string
  readonly dateline?: string
  /** `YYYY-MM-DD` */
  readonly published?: string
  /** An agency or a paper. */
  readonly source?: string
}

const CAPITAL = String.raw`[\p{Lu}\p{Lt}]`
const NAME_WORD = `(?:${CAPITAL}[\\p{L}\\p{M}.'’-]*|van|von|de|da|di|del|der|den|la|le|el|al|bin|ibn|dos|und|and|y|et|&)`
const PERSONS = new RegExp(`^${CAPITAL}[\\p{L}\\p{M}.'’-]*(?:,? ${NAME_WORD}){0,9}$`, 'u')
const LATIN_BY =
  /^(?:(?:written|reported|reporting|words|story|report|text|texto|texte|text|an article|a report|analysis|opinion|interview)(?: and \p{L}+)?\s*:?\s+by|by|por|par|von|escrito por|texto(?: de|:)|texte(?: de| :|:)|rédigé par|publié par|publicado por|author:?|autor(?:a|in)?:|auteure?\s*:|von unserem korrespondenten|von unserer korrespondentin|reporter:?)\s+(?=[\p{Lu}\p{Lo}])/iu
const ARABIC_BY = /^(?:(?:بقلم|كتبت?)\s*[:：\-–—/]?|(?:إعداد|تقرير|تحرير|حوار)\s*[:：\-–—/])\s*/u
const KOREAN =
  /^(?:글\s?[=·:]?\s*)?([가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4}){0,3})\s?(?:[가-힣]{1,6}\s?)?(?:선임|인턴|수습|객원|전문|논설)?\s?(기자|특파원|논설위원|칼럼니스트|앵커|PD|에디터|작가)(?:\s*[=|].*|\s+[\w.+-]+@[\w.-]+)?$/u
const JAPANESE =
  /^(?:文・写真|取材・文|文・構成|構成・文|文責|執筆者?|筆者|文|ライター|記者|著者)\s*[:：／/=＝・\s]\s*([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・\s]{2,20})$/u
const JAPANESE_AFTER =
  /^[（(【［[]?([\p{Script=Han}]{1,4}[\s\u3000]?[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,6})\s?(?:記者|編集委員|特派員|論説委員|ライター)[）)】］\]]?$/u
const CHINESE =
  /^(?:[（(【]?(?:本报|本刊|本网|特约|新华社|中新社|央视)?(?:见习)?(?:记者|作者|撰文|文|撰稿|撰稿人|作者|採訪|采写|记者手记|通讯员|特約記者|記者)\s*[:：／/|丨\s]\s*)([\p{Script=Han}·\s、]{2,24})(?:\s?(?:发自)?([\p{Script=Han}]{2,6})(?:报道|电))?[）)】]?$/u
const CHINESE_AFTER =
  /^(?:本报|本刊|本网|新华社)?记者\s?([\p{Script=Han}]{2,4})\s([\p{Script=Han}]{2,6})(?:报道|电|发自.*)$/u
/** `Lima (Peru) = Reporter Hwang`, `워싱턴=김가람 특파원`. */
const PLACE_EQUALS =
  /^([\p{Lu}\p{Lo}][\p{L}\s.'’()-]{1,40}?)\s*=\s*(?:(?:staff )?(?:reporter|correspondent)\s+)?(.{2,60})$/iu
const AGENCY =
  'Reuters|AP|AFP|dpa|EFE|ANSA|Xinhua|Kyodo|Yonhap|UPI|TASS|Bloomberg|Europa Press|APA|SDA|PA|IANS|PTI|WAM|로이터|연합뉴스|뉴시스|뉴스1|共同|時事|新华社|中新社|رويترز|أ ف ب|وكالات|قنا|واس|وام'
const JOB =
  /\b(?:staff (?:writer|reporter)|(?:senior |chief |special |foreign |political |science )?(?:correspondent|reporter|editor|writer|columnist|contributor)|redactor[a]?|corresponsal|enviad[oa] especial|redacción|journaliste|correspondante?|envoyée? spéciale?|redakteur(?:in)?|korrespondent(?:in)?|redaktion|reporterin)\b/iu
const SOURCE = /^(?:来源|來源|출처|出典|source|quelle|fuente)\s*[:：]\s*(.{2,30})$/iu
const NOT_PERSONS =
  /^(?:the|a|an|our|this|that|in|on|at|for|with|from|most|all|how|why|what|when|where|der|die|das|le|la|les|el|los|las)\s/i

/** @param text of one line. Undefined unless every part of it is of this kind. */
export function readHeadLine(text: string): HeadLine | undefined {
  const line = text.trim()
  if (line === '' || line.length > 160) return undefined
  const parts = line
    .split(/\s*[|·•｜]\s*|\s{2,}|\t|\s+[–—]\s+(?=\d|[A-Z])/u)
    .map((part) =>
      part.replace(/^[([（【]|[)\]）】]$/g, (bracket) => (balanced(part) ? bracket : '')).trim(),
    )
    .filter((part) => part !== '')
  let found: HeadLine = {}
  let names = 0
  const unknown: string[] = []
  for (const part of parts) {
    const read = readPart(part, parts.length > 1)
    if (!read) {
      // A section's name among the others: `By Ana Ruiz | Food | 12 Mar 2024`.
      if (parts.length < 3 || part.length > 24 || unknown.push(part) > 1) return undefined
      continue
    }
    if (read.byline !== undefined) names++
    found = { ...read, ...found }
  }
  const { byline, dateline, published, source } = found
  if (byline === undefined && published === undefined && dateline === undefined) {
    if (parts.length === 1 && SOURCE.test(line)) return found
    return parts.every(isRelativeTime) && parts.length > 0 ? {} : undefined
  }
  if (unknown.length > 0 && (byline === undefined || published === undefined)) return undefined
  // A bare name counts only where a date or a job stands beside it.
  if (
    names > 1 ||
    (byline !== undefined && parts.length > 1 && !published && !source && !dateline)
  ) {
    if (!readByline(parts[0] as string)) return undefined
  }
  return found
}

const balanced = (text: string) =>
  /^[([（【].*[)\]）】]/.test(text) || !/^[([（【]|[)\]）】]$/.test(text)

function readPart(part: string, among: boolean): HeadLine | undefined {
  const date = readDateLine(part)
  if (date) return { published: date.day }
  if (isRelativeTime(part)) return {}
  if (/^\d{1,3}\s?(?:min|minute|분|分)/i.test(part)) return {}
  const source = SOURCE.exec(part)?.[1]
  if (source) return { source: source.trim() }
  const agency = new RegExp(`^(?:${AGENCY})$`, 'u').exec(part)
  if (agency) return { source: part }
  const byline = readByline(part)
  if (byline) return byline
  const dated = /^(.{2,40}?),\s+(.+)$/u.exec(part)
  const day = dated ? readDateLine(dated[2] as string) : undefined
  if (dated && day) {
    const own = readByline(dated[1] as string)
    if (own) return { ...own, published: day.day }
    if (PERSONS.test(dated[1] as string))
      return { dateline: dated[1] as string, published: day.day }
  }
  if (among && PERSONS.test(part) && part.split(' ').length >= 2 && !NOT_PERSONS.test(part))
    return { byline: part }
  if (among && JOB.test(part) && part.length < 60) return {}
  return undefined
}

function readByline(part: string): HeadLine | undefined {
  const latin = LATIN_BY.exec(part) ?? ARABIC_BY.exec(part)
  if (latin) {
    const rest = part.slice(latin[0].length).trim()
    const [who = '', ...more] = rest.split(/\s*(?:,\s|\s[–—-]\s|\sin\s(?=\p{Lu}))/u)
    const tail = more.join(', ')
    const date = readDateLine(tail)
    const name = who.trim()
    const persons = ARABIC_BY.test(part)
      ? /^[\p{Script=Arabic}\s.]{3,50}$/u.test(name)
      : PERSONS.test(name) || /^[\p{Lu}\s.'’&-]{4,60}$/u.test(name)
    if (!persons || NOT_PERSONS.test(name) || name.split(/\s+/).length > 10) return undefined
    const place = / in \p{Lu}/u.test(rest)
      ? /\sin\s(\p{Lu}[\p{L}\s'’-]{1,30})/u.exec(rest)?.[1]
      : undefined
    const others =
      tail.includes(' ') && !JOB.test(tail) && !date && !place && PERSONS.test(tail)
        ? tail
        : undefined
    if (tail.length > 70) return undefined
    const alone =
      !others && !date && !JOB.test(tail) && /^\p{Lu}[\p{L}'’-]+$/u.test(tail) ? tail : undefined
    const where = place?.trim() ?? alone
    return {
      byline: tidyName(others ? `${name}, ${others}` : name),
      ...(date ? { published: date.day } : {}),
      ...(where ? { dateline: where } : {}),
    }
  }
  const equals = PLACE_EQUALS.exec(part)
  if (equals) {
    const rest = (equals[2] as string).trim()
    const name = KOREAN.test(rest) ? rest : PERSONS.test(rest) ? rest : undefined
    if (name) return { byline: name, dateline: (equals[1] as string).trim() }
  }
  if (KOREAN.test(part))
    return { byline: part.replace(/\s*[=|].*$|\s+\S+@\S+$/, '').replace(/^글\s?[=·:]?\s*/, '') }
  const japanese = JAPANESE.exec(part) ?? JAPANESE_AFTER.exec(part)
  if (japanese) return { byline: (japanese[1] as string).trim() }
  const chinese = CHINESE.exec(part) ?? CHINESE_AFTER.exec(part)
  if (chinese)
    return {
      byline: (chinese[1] as string).trim(),
      ...(chinese[2] ? { dateline: chinese[2] } : {}),
    }
  // `Ana Ruiz, Staff Writer`
  const [who = '', job = ''] = part.split(/,\s/)
  if (PERSONS.test(who) && who.split(' ').length >= 2 && JOB.test(job) && part.length < 80)
    return { byline: who }
  return undefined
}

/** ANA RUIZ, shouted, is Ana Ruiz. */
function tidyName(name: string): string {
  if (!/\p{Lu}{3}/u.test(name) || /\p{Ll}/u.test(name)) return name
  return name.replace(/\p{Lu}[\p{Lu}\p{M}]+/gu, (word) =>
    word === 'AND' ? 'and' : word[0] + word.slice(1).toLowerCase(),
  )
}

const CITY = String.raw`[\p{Lu}][\p{L}.'’ -]{1,30}`
const OPENINGS: readonly { readonly pattern: RegExp; read(found: RegExpExecArray): HeadLine }[] = [
  // LIMA, Peru (AP) — · BERLIN, 15 Nov (Reuters) - · Lima, 15 nov (EFE).-
  {
    pattern: new RegExp(
      `^(${CITY}(?:,\\s${CITY})?)(?:,?\\s(\\d{1,2}\\.?\\s\\p{L}{3,10}\\.?|\\p{Lu}\\p{Ll}{2,8}\\.?\\s\\d{1,2}))?\\s*[(/](${AGENCY})[)/]\\s*\\.?\\s*[-–—]+\\s*(?=\\S)`,
      'u',
    ),
    read: (found) => ({ dateline: place(found[1]), source: found[3] as string }),
  },
  {
    pattern:
      /^(\p{Lu}[\p{Lu}.'’ -]{2,30}(?:,\s\p{Lu}[\p{L}. ]{1,20})?)(?:,\s(?:\p{Lu}\p{L}{2,8}\.?\s\d{1,2}|\d{1,2}\s\p{L}{3,10}))?\s*(?:—|–|--|\s-)\s*(?=[\p{Lu}"“«])/u,
    read: (found) => ({ dateline: place(found[1]) }),
  },
  {
    pattern: new RegExp(
      `^[[(（【<〈]\\s*([가-힣]{2,8})\\s*=\\s*(${AGENCY}|[가-힣A-Za-z0-9]{2,10})\\s*[\\])）】>〉]\\s*(?:([가-힣]{2,4})\\s?(?:기자|특파원)\\s*=?\\s*)?`,
      'u',
    ),
    read: (found) => ({
      dateline: found[1] as string,
      source: found[2] as string,
      ...(found[3] ? { byline: `${found[3]} 기자` } : {}),
    }),
  },
  {
    pattern:
      /^【([\p{Script=Han}\p{Script=Katakana}ー・]{2,12}?)(?:[＝=・](?:([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\s]{2,10})|共同|時事)|(共同|時事))?】\s*/u,
    read: (found) => ({
      dateline: found[1] as string,
      ...(found[2] ? { byline: found[2].trim() } : {}),
      ...(found[3] ? { source: found[3] } : {}),
    }),
  },
  {
    pattern:
      /^(新华社|中新社|中新网|本报|本刊|央视网|人民网|法新社|路透社)([\p{Script=Han}]{2,8}?)(?:\d{1,2}月)?\d{1,2}日(?:电|讯|專電|专电)\s*[（(]?(?:(?:本报)?记者\s?([\p{Script=Han}、\s]{2,16}))?[）)]?\s*/u,
    read: (found) => ({
      dateline: found[2] as string,
      source: found[1] as string,
      ...(found[3] ? { byline: found[3].trim() } : {}),
    }),
  },
  {
    pattern: new RegExp(
      `^([\\p{Script=Arabic} ]{3,20})\\s*(?:[-–—]\\s*)?[(（](${AGENCY})[)）]\\s*[-–—:]*\\s*`,
      'u',
    ),
    read: (found) => ({ dateline: place(found[1]), source: found[2] as string }),
  },
]

const place = (text: string | undefined) => {
  const [city = '', ...country] = (text ?? '').trim().split(', ')
  return [tidyName(city), ...country].join(', ')
}

/** @returns what a paragraph's opening says of place, agency and writer, and how long it is. */
export function readOpening(
  text: string,
): { readonly head: HeadLine; readonly length: number } | undefined {
  for (const { pattern, read } of OPENINGS) {
    const found = pattern.exec(text.slice(0, 200))
    if (found && found[0].length < text.length)
      return { head: read(found), length: found[0].length }
  }
  return undefined
}

/** One name or several, and nothing else. */
export const isPersons = (text: string): boolean =>
  PERSONS.test(text) && text.includes(' ') && text.length <= 60 && !NOT_PERSONS.test(text)
