// Who speaks, where a line says so at its start: `Ana Ruiz:`, `ANA RUIZ (laughing):`, `**AR**`, `Q.`, `[00:12] Ana:`,
// `김철수 교수:`, `山田　`. What is found here is a candidate: whether it is a speaker is decided over the whole
// text (styles.ts), since a colon alone makes none.

export type LabelKind = 'colon' | 'dash' | 'equals' | 'space' | 'bold' | 'bare' | 'mark'

export interface Label {
  readonly kind: LabelKind
  /** As written, without titles' brackets and colons; a mark itself for `mark`. */
  readonly name: string
  /** What stands in brackets after the name: a stage direction or who this is. */
  readonly aside?: string
  /** Set in bold together with its colon. */
  readonly strong: boolean
  /** What follows, as read. Empty where the label has the line to itself. */
  readonly rest: string
}

/** Words that introduce a remark, not a person. */
const REMARKS = new Set(
  `note|notes|editor’s note|editor's note|editors’ note|editors' note|author’s note|update|updated|correction|clarification|warning|tip|tips|example|see also|source|sources|photo|photos|picture|image|images|illustration|graphic|video|credit|credits|caption|ps|p.s|p.s.|nb|n.b|n.b.|background|context|summary|conclusion|disclaimer|related|read more|read also|more|tags|tag|topics|topic|share|follow|copyright|published|date|time|place|venue|where|when|what|who|why|how|tel|phone|fax|email|e-mail|mail|web|website|url|link|subject|re|fwd|from|to|cc|by|via|price|address|hours|methodology|fact|facts|key points|rating|verdict|pros|cons|step|listen|watch|analysis|opinion|exclusive|breaking|live|interview|q&a|the question|the answer|the result|remember|important|attention|today|tomorrow|yesterday|first|second|third|finally|result
nota|nota del editor|nota de la redacción|fuente|fuentes|foto|fotos|imagen|crédito|ejemplo|véase|más información|lea también|etiquetas|contexto|actualización|posdata|conclusión|resultado|atención|importante
remarque|note de la rédaction|source|crédit|photo|exemple|voir aussi|lire aussi|à lire|contexte|mise à jour|attention|important|résultat|bilan|post-scriptum
hinweis|anmerkung|anmerkung der redaktion|quelle|quellen|bild|beispiel|siehe auch|mehr dazu|lesen sie auch|hintergrund|wichtig|achtung|ergebnis|fazit|update|stand
참고|주|편집자 주|편집자주|출처|자료|사진|그림|영상|제보|문의|일시|장소|예|관련기사|결론|요약
注|備考|編集部注|出典|出所|写真|画像|図|資料|例|参考|補足|日時|場所|問い合わせ|関連記事|結論|まとめ|引用
注意|备注|编者按|编者注|来源|图|图片|资料|例如|参考|原标题|标题|时间|地点|责任编辑|编辑|作者|记者|结论|摘要|關鍵詞|关键词|電話|电话
ملاحظة|ملاحظات|المصدر|مصدر|صورة|الصورة|مثال|انظر أيضا|اقرأ أيضا|خلاصة|تنبيه|هام|تحديث|المكان|الزمان`
    .split(/[|\n]/)
    .map((word) => word.trim()),
)
/** Words above that are also what Chinese papers call their own side of a conversation. */
const ALSO_SPEAKERS = new Set(['记者', '编辑'])

const TIME = String.raw`[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?`
const LEADING_TIME = new RegExp(`^${TIME}\\s*(?:[-–—]\\s*)?(?=\\S)`)
const TRAILING_TIME = new RegExp(`\\s*${TIME}$`)
const COLON =
  /^([^\s:：?!？！؟“”"«»…>|•·*#=[\](){}][^:：?!？！؟“”"«»…|]{0,89}?)\s*(?::(?=[\s*_]|$)|：)[\s*_]*/u
/** Without a space after the colon: names in scripts without capitals, and letters that stand for roles. */
const TIGHT_COLON =
  /^([\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic} ]{1,20}|[QA])\s*:(?=\p{L}|["“«])/u
const ROLE_LETTER =
  /^((?:[QAPRFD]|Question|Answer|문|답|질문|답변|問|答|问|س|ج)\s*\d{0,3})\s*[.)、．]\s*(?=\S)/iu
const DASH = /^([\p{Lu}\p{Lo}][^:：?!？！؟“”"«»…—–,;]{0,49}?)\s+[—–-]\s+(?=\S)/u
const EQUALS = /^([\p{Script=Hangul} ]{2,24})\s*=\s*(?=\S)/u
const SPACE = /^([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー・]{1,10})\u3000+(?=\S)/u
const BOLD = /^(\*\*|__)([^*_:：\n]{1,60}?)\1\s*(?=[^\s:：])/u
const MARK = /^(——|――|──|--|[▲△▶▷►▸◆◇■□●○◎▼▽★☆◀◁♦♣♠🔵🔴⚫⚪]|[—―–─-])\s*(?=[^\s—―–─>-])/u

/**
 * @param text as read; @param markdown the same with its markup, where there is any.
 * @returns every way in which the line could name its speaker, the likeliest first.
 */
export function labelsOf(text: string, markdown = text): readonly Label[] {
  const labels: Label[] = []
  const timed = LEADING_TIME.exec(text)
  const line = timed ? text.slice(timed[0].length) : text
  const add = (kind: LabelKind, raw: string, rest: string, strong = false) => {
    const label = labelFrom(kind, raw, rest, strong)
    if (label) labels.push(label)
  }
  const letter = ROLE_LETTER.exec(line)
  if (letter) add('colon', letter[1] as string, line.slice(letter[0].length))
  const colon = COLON.exec(line) ?? TIGHT_COLON.exec(line)
  if (colon) {
    const strong = /^(\*\*|__)[^*_]{1,90}?(?:[:：]\s*\1|\1\s*[:：])/u.test(markdown)
    add('colon', colon[1] as string, line.slice(colon[0].length), strong)
  }
  const mark = MARK.exec(line)
  if (mark)
    labels.push({
      kind: 'mark',
      name: mark[1] as string,
      strong: false,
      rest: line.slice(mark[0].length),
    })
  for (const [kind, pattern] of [
    ['dash', DASH],
    ['equals', EQUALS],
    ['space', SPACE],
  ] as const) {
    const found = pattern.exec(line)
    if (found) add(kind, found[1] as string, line.slice(found[0].length))
  }
  const bold = BOLD.exec(markdown)
  if (bold && !/[.?!,;？！。]$/.test(bold[2] as string)) {
    const name = (bold[2] as string).trim()
    if (text.startsWith(name)) add('bold', name, text.slice(name.length).trim(), true)
  }
  const trailing = TRAILING_TIME.exec(line)
  if (trailing || timed || (line.length <= 40 && !/[.?!,;:：。？！…]$/.test(line)))
    add('bare', trailing ? line.slice(0, trailing.index) : line, '')
  return labels
}

function labelFrom(kind: LabelKind, raw: string, rest: string, strong: boolean): Label | undefined {
  let name = raw
    .replace(TRAILING_TIME, '')
    .replace(/^[\s*_◆◇■□▲△●○▶▷]+|[\s*_]+$/gu, '')
    .trim()
  const aside = /^(.+?)\s*[（([]([^）)\]]{1,80})[）)\]]$/u.exec(name)
  if (aside) name = aside[1] as string
  if (!looksLikeName(name) || isRemark(name)) return undefined
  return { kind, name, strong, rest: rest.trim(), ...(aside ? { aside: aside[2] as string } : {}) }
}

const isRemark = (name: string) =>
  REMARKS.has(name.toLowerCase()) && !ALSO_SPEAKERS.has(name.toLowerCase())

/** A person or a role: few words, the first in capitals where the script has them, no sentence. */
export function looksLikeName(text: string): boolean {
  if (text === '' || text.length > 90 || !/\p{L}/u.test(text)) return false
  if (/^\p{Ll}/u.test(text) || /[.…]$/.test(text.replace(/(?<!\p{L})\p{L}{1,4}\.$/u, '')))
    return false
  if (/\d{3}|https?$|[@/\\<>]/i.test(text)) return false
  const [before, ...after] = text.split(/,\s|、|，/)
  const words = (before as string).trim().split(/\s+/)
  if (words.length > 6 || after.join(' ').length > 70) return false
  // A sentence in a script with capitals has more small words than names and roles do.
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && !PARTICLES.has(word)).length
  return small <= 2 && !(words.length > 3 && small > 1)
}

const PARTICLES = new Set(
  'de|da|do|dos|das|del|della|di|du|des|la|le|las|los|y|e|et|und|von|van|der|den|ter|zu|zur|zum|bin|ibn|al|el|of|the|for|and'.split(
    '|',
  ),
)

/** `Q1`, `답 2`: the letter counts. `Panelist 2` is somebody else than `Panelist 1`. */
const NUMBERED =
  /^(q|a|p|r|f|question|answer|pregunta|respuesta|frage|antwort|réponse|문|답|질문|답변|問|答|问|س|ج)\s*\d{1,3}$/iu

/** The same label however it is written: for counting. */
export const labelKey = (name: string): string =>
  name
    .replace(/[’']s$/, '')
    .replace(/\s+/g, ' ')
    .replace(NUMBERED, '$1')
    .replace(/\.$/, '')
    .trim()
    .toLowerCase()

/** Keys of the names before a colon that begin at least so many of the lines. */
export function recurringLabels(lines: readonly string[], atLeast = 2): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const label = labelsOf(line).find(({ kind }) => kind === 'colon')
    if (label) counts.set(labelKey(label.name), (counts.get(labelKey(label.name)) ?? 0) + 1)
  }
  return new Set(counts.keys().filter((key) => (counts.get(key) as number) >= atLeast))
}
