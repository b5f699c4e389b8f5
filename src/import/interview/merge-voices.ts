// Labels that are one person's, brought together under the fullest name: `Ana Ruiz`, `Ruiz` and `AR`; `Q` and `Q2`;
// names in capitals as the text writes them.

import { ANSWERER, ASKER } from './cues.ts'
import { fullName, standsFor, withoutTitles } from './people.ts'

/** Letters and words that stand for asking and for answering. */
export const ASK_LABEL =
  /^(?:q|question|pregunta|frage|domanda|pergunta|문|질문|問|问|提问|質問|س|سؤال|السؤال)\s*\.?\s*\d*$/iu
export const ANSWER_LABEL =
  /^(?:a|answer|respuesta|réponse|antwort|risposta|resposta|답|답변|答|回答|ج|جواب|الجواب)\s*\.?\s*\d*$/iu
/** Letters that say so only beside each other. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['p', 'r'],
  ['f', 'a'],
  ['q', 'r'],
  ['d', 'r'],
  ['i', 'r'],
  ['i', 'p'],
]
export const ASKING_JOB =
  /(?:^|[\s(])(?:interviewer|moderator|host|editor|reporter|presenter|anchor|journalist|facilitator|newsroom|entrevistador[a]?|moderador[a]?|periodista|redacción|presentador[a]?|journaliste|modérat(?:eur|rice)|animat(?:eur|rice)|rédaction|moderatorin|redaktion|redakteur(?:in)?|interviewerin)$|^(?:기자|진행자|사회자|앵커|사회|진행|질문자|편집자|聞き手|記者|司会|司会者|編集部|インタビュアー|インタビュー|记者|主持人|编辑|主持|採訪者|المحاورة?|المذيعة?|الصحفية?|المحررة?|المقدمة?)$|(?:기자|앵커|記者|记者)$/iu

export interface Voice {
  readonly keys: string[]
  name: string
  turns: number
  aside?: string
}

/** @param remarks each inference is added to them. */
export function mergeVoices(
  found: readonly Voice[],
  texts: readonly string[],
  remarks: string[],
): Voice[] {
  const letters = pairOf(found)
  const voices: Voice[] = []
  const byLength = found.toSorted((a, b) => b.name.length - a.name.length)
  for (const voice of byLength) {
    const role = roleKey(voice.name, letters)
    if (role) {
      addTo(voices, voice, role)
      continue
    }
    const fuller = voices.filter((other) => isSamePerson(voice.name, other.name))
    if (fuller.length === 1) {
      const [other] = fuller as [Voice]
      if (voice.name !== other.name) remarks.push(`"${voice.name}" was taken as ${other.name}.`)
      addTo(voices, voice, other.name)
    } else addTo(voices, voice, expanded(voice.name, texts, remarks))
  }
  const order = found.map(({ keys }) => keys[0] as string)
  const first = (voice: Voice) => Math.min(...voice.keys.map((key) => order.indexOf(key)))
  return voices.sort((a, b) => first(a) - first(b))
}

function addTo(voices: Voice[], voice: Voice, name: string): void {
  const same = voices.find((other) => other.name === name)
  if (!same) voices.push({ ...voice, name })
  else {
    same.keys.push(...voice.keys)
    same.turns += voice.turns
    if (voice.aside && !same.aside) same.aside = voice.aside
  }
}

/** The pair of letters that stand for the two sides, where the source uses one. */
function pairOf(voices: readonly Voice[]): readonly [string, string] | undefined {
  const keys = new Set(voices.map(({ name }) => name.replace(/[\s.\d]/g, '').toLowerCase()))
  return PAIRS.find(([ask, answer]) => keys.has(ask) && keys.has(answer))
}

function roleKey(name: string, letters: readonly [string, string] | undefined): string | undefined {
  const letter = name.replace(/[\s.\d]/g, '').toLowerCase()
  if (name === ASKER || letter === letters?.[0]) return ASKER
  if (name === ANSWERER || letter === letters?.[1]) return ANSWERER
  if (letters) return undefined
  if (ASK_LABEL.test(name)) return ASKER
  if (ANSWER_LABEL.test(name)) return ANSWERER
  return undefined
}

export function isSamePerson(short: string, long: string): boolean {
  if (long === ASKER || long === ANSWERER) return false
  if (standsFor(short, long)) return true
  // 김가람 교수, 김 교수, 김가람
  const korean = /^([가-힣]{1,4})(?:\s?([가-힣]{2,5}))?$/u
  const a = korean.exec(short)
  const b = korean.exec(long)
  if (a && b && short !== long) {
    const [, nameA = '', jobA] = a
    const [, nameB = '', jobB] = b
    if (nameA === nameB && nameA.length >= 2) return true
    if (nameA.length === 1 && nameB.startsWith(nameA) && jobA !== undefined && jobA === jobB)
      return true
    return false
  }
  const plain = (name: string) => name.replace(/(?:さん|氏|教授|先生|博士|女士|先生|老师)$/u, '')
  return (
    plain(short) === plain(long) ||
    (/^\p{Script=Han}{2,3}$/u.test(plain(short)) &&
      plain(long).startsWith(plain(short)) &&
      plain(long).length <= 6)
  )
}

function expanded(name: string, texts: readonly string[], remarks: string[]): string {
  if (ASKING_JOB.test(name)) return name
  const short = withoutTitles(name).split(/\s+/).length === 1
  const full = short ? fullName(name, texts) : undefined
  if (full) {
    remarks.push(`"${name}" was taken as ${full}, who is named before the first turn.`)
    return full
  }
  return lowered(name, texts)
}

/** ANA RUIZ is written as the text writes her, or in small letters where it never does. */
function lowered(name: string, texts: readonly string[]): string {
  if (!/^[\p{Lu}\p{M}.'’ -]{4,}$/u.test(name)) return name
  const seen = new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'), 'iu')
  for (const text of texts) {
    const found = seen.exec(text)?.[0]
    if (found && /\p{Ll}/u.test(found)) return found
  }
  const words = name.split(' ')
  const spoken = words.every((word) => /[AEIOUYÀ-Ý]/.test(word) && word.length > 1)
  return spoken && (words.length > 1 || name.length > 4)
    ? words.map((word) => word[0] + word.slice(1).toLowerCase()).join(' ')
    : name
}
