// Days as pages and documents write them, to `YYYY-MM-DD`; and lines that say nothing but when.

import { isDay } from '../../project/fields.ts'

const MONTHS: Record<string, number> = {}
const NAMES = [
  'january jan enero ene janvier janv januar jänner يناير كانون_الثاني',
  'february feb febrero février févr fév februar feber فبراير شباط',
  'march mar marzo mars märz mär مارس آذار',
  'april apr abril abr avril avr أبريل ابريل نيسان',
  'may mayo mai مايو أيار',
  'june jun junio juin juni يونيو حزيران',
  'july jul julio juillet juil juli يوليو تموز',
  'august aug agosto ago août أغسطس آب',
  'september sept sep septiembre septembre سبتمبر أيلول',
  'october oct octubre octobre oktober okt أكتوبر تشرين_الأول',
  'november nov noviembre novembre نوفمبر تشرين_الثاني',
  'december dec diciembre dic décembre déc dezember dez ديسمبر كانون_الأول',
]
for (const [index, names] of NAMES.entries()) {
  for (const name of names.split(' ')) MONTHS[name.replace('_', ' ')] = index + 1
}
const MONTH = Object.keys(MONTHS)
  .sort((a, b) => b.length - a.length)
  .join('|')
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th|er|º|\.)?`
const YEAR = String.raw`((?:19|20)\d{2})`

interface Form {
  readonly pattern: RegExp
  /** Which group is year, month, day. */
  readonly order: readonly [number, number, number]
}

const FORMS: readonly Form[] = [
  {
    pattern: new RegExp(`${YEAR}\\s*[년年]\\s*(\\d{1,2})\\s*[월月]\\s*(\\d{1,2})\\s*[일日号]`, 'u'),
    order: [1, 2, 3],
  },
  {
    pattern: new RegExp(
      `(?<!\\d)${YEAR}\\s?[-./]\\s?(\\d{1,2})\\s?[-./]\\s?(\\d{1,2})(?!\\d)`,
      'u',
    ),
    order: [1, 2, 3],
  },
  {
    pattern: new RegExp(
      `(?<!\\d)${DAY}\\s+(?:de\\s+)?(${MONTH})\\.?,?\\s+(?:(?:de|del)\\s+)?${YEAR}`,
      'iu',
    ),
    order: [3, 2, 1],
  },
  {
    pattern: new RegExp(`(?<!\\p{L})(${MONTH})\\.?\\s+${DAY},?\\s+${YEAR}`, 'iu'),
    order: [3, 1, 2],
  },
  {
    pattern: new RegExp(`(?<!\\d)(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?${YEAR}(?!\\d)`, 'u'),
    order: [3, 2, 1],
  },
]

export interface FoundDate {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly index: number
  readonly length: number
}

/** The first whole date of a line: day, month and year. `11/12/2024` is none: nobody can tell which is the month. */
export function findDate(text: string): FoundDate | undefined {
  const ascii = text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
  for (const { pattern, order } of FORMS) {
    const found = pattern.exec(ascii)
    if (!found) continue
    const [year, month, date] = order.map((group) => found[group] as string) as [
      string,
      string,
      string,
    ]
    const number = MONTHS[month.toLowerCase()] ?? Number(month)
    const day = calendarDay(Number(year), number, Number(date))
    if (day) return { day, index: found.index, length: found[0].length }
  }
  return undefined
}

function calendarDay(year: number, month: number, date: number): string | undefined {
  const day = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

/** Words that stand around a date on a line of its own. Scripts without spaces run them together. */
const AROUND = new RegExp(
  `^(?:${'up published posted first last update updated modified created edited online date issued on at mon monday tue tues tuesday wed wednesday thu thurs thursday fri friday sat saturday sun sunday a p m am pm gmt utc est edt cst cdt mst mdt pst pdt cet cest kst jst bst et o clock 시 분 時 分 秒 点 點 時間 입력 수정 승인 등록 송고 발행 기사 최종 작성 오전 오후 지면 월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일 公開 更新 掲載 配信 投稿 日時 午前 午後 曜日 月 火 水 木 金 土 日 曜 发布 发表 更新 时间 日期 星期 周 一 二 三 四 五 六 天 上午 下午 于 發布 發表 時間 publicado actualizado el a las lunes martes miércoles jueves viernes sábado domingo h hs hrs horas publié le mis mise à jour modifié lundi mardi mercredi jeudi vendredi samedi dimanche veröffentlicht aktualisiert erstellt stand um uhr montag dienstag mittwoch donnerstag freitag samstag sonntag نشر نشرت في تاريخ النشر آخر تحديث الساعة الأحد الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت م ص مساء صباحا'.split(' ').join('|')})+$`,
  'iu',
)

const UPDATED = /updated|modified|수정|更新|actualizado|mise? à jour|modifié|aktualisiert|تحديث/iu

/** @returns the day of publication, where the line says nothing else. */
export function readDateLine(text: string): FoundDate | undefined {
  if (text.length > 140) return undefined
  const found = findDate(text)
  if (!found) return undefined
  let rest = text
  for (let more: FoundDate | undefined = found; more; more = findDate(rest))
    rest = rest.slice(0, more.index) + rest.slice(more.index + more.length)
  const words = rest.match(/\p{L}+/gu) ?? []
  return words.every((word) => AROUND.test(word)) && !/\d{3}/.test(rest) ? found : undefined
}

/** A line about when, whole or relative: `Updated 3 hours ago`, `2시간 전`. */
const RELATIVE =
  /^(?:(?:published|posted|updated|last updated)\s*:?\s*)?(?:\d{1,3}|an?|one) (?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?) ago$|^\d{1,3}\s?(?:분|시간|일|주|개월) ?전$|^\d{1,3}\s?(?:分|時間|日|週間|か月)前$|^\d{1,3}\s?(?:分钟|小时|天|周|个月)前$|^hace \d{1,3} (?:minutos?|horas?|días?|semanas?)$|^il y a \d{1,3} (?:minutes?|heures?|jours?|semaines?)$|^vor \d{1,3} (?:minuten?|stunden?|tag(?:en)?|wochen?)$|^منذ \d{0,3} ?\p{L}{3,8}$/iu

export const isRelativeTime = (text: string): boolean => RELATIVE.test(text.trim())

export const saysUpdated = (text: string): boolean => UPDATED.test(text)
