// Voices to speakers: labels that are one person's are brought together under the fullest name, a voice that
// nobody names gets the name of whoever asked or was asked, roles and descriptions are found. Every inference is
// returned as a remark.

import { rolesOf } from '../../issue/roles.ts'
import { endsAsking } from './asks.ts'
import { ANSWERER, ASKER } from './cues.ts'
import { askedBy } from './evidence.ts'
import {
  ANSWER_LABEL,
  ASK_LABEL,
  ASKING_JOB,
  isSamePerson,
  mergeVoices,
  type Voice,
} from './merge-voices.ts'
import type { InterviewPart, RawTurn } from './part.ts'
import { describe, findAddressed, findGuest, withoutTitles } from './people.ts'

export type Role = 'interviewer' | 'guest'

export interface Speaker {
  readonly name: string
  readonly role: Role
  readonly description?: string
}

export interface Cast {
  readonly speakers: readonly Speaker[]
  /** Index in `speakers` of each voice. */
  readonly speakerOf: ReadonlyMap<string, number>
  readonly remarks: readonly string[]
  /** Whose name was taken from the byline. */
  readonly asker?: string
}

export interface CastHints {
  readonly lang: string
  /** Who wrote the piece, where it is an interview and nothing else. */
  readonly byline?: string
  readonly title?: string
}

/** Words for a voice without a name, by language. */
const UNNAMED: Readonly<Record<string, readonly [string, string]>> = {
  en: ['Interviewer', 'Guest'],
  ko: ['기자', '게스트'],
  ja: ['聞き手', 'ゲスト'],
  zh: ['记者', '嘉宾'],
  es: ['Redacción', 'Persona entrevistada'],
  fr: ['Rédaction', 'Personne interrogée'],
  de: ['Redaktion', 'Gast'],
  it: ['Redazione', 'Ospite'],
  pt: ['Redação', 'Convidado'],
  ar: ['المحاور', 'الضيف'],
}

export function castOf(part: InterviewPart, hints: CastHints): Cast {
  const remarks: string[] = []
  const headings = part.headings.map(({ text }) => text)
  const before = [...(hints.title ? [hints.title] : []), ...headings]
  const texts = [...before, ...part.intro.map(({ text }) => text)]
  const voices = mergeVoices(collectVoices(part.turns), texts, remarks)
  const asker = askerName(part, hints)
  const guest =
    findGuest(texts, before.length) ??
    findAddressed(
      part.turns.map(({ blocks }) => blocks[0]?.text ?? ''),
      texts,
    )
  nameUnnamed(voices, { hints, asker, guest: guest?.name, remarks })

  const declared = declaredRoles(voices, asker?.name, guest?.name, part.turns)
  const spoken = part.turns.map(({ voice, blocks, label }) => ({
    speaker: nameOf(voices, voice),
    text: [label?.rest ?? '', ...blocks.slice(label ? 1 : 0).map(({ text }) => text)].join('\n'),
  }))
  const names = voices.map(({ name }) => name)
  const habits = spoken.map(({ speaker, text }) => ({
    speaker,
    text: endsAsking(text) ? `${text}?` : text.replace(/[?？؟]/g, ''),
  }))
  const roles = rolesOf(names, habits, declared)
  const all = [...texts, ...part.closing.map(({ text }) => text)]
  const speakers = voices.map(({ name, aside }): Speaker => {
    const role = roles.get(name) ?? 'guest'
    const description = aside ?? describe(name, all)
    return { name, role, ...(description ? { description } : {}) }
  })
  const speakerOf = new Map(
    voices.flatMap(({ keys }, index) => keys.map((key) => [key, index] as const)),
  )
  return { speakers, speakerOf, remarks, ...(asker?.byline ? { asker: asker.name } : {}) }
}

const nameOf = (voices: readonly Voice[], key: string) =>
  voices.find(({ keys }) => keys.includes(key))?.name ?? key

/** What stands in brackets after a name is a direction for the stage more often than who this is. */
const DIRECTION =
  /laugh|smil|whisper|sigh|paus|nod|shak|cry|angr|quiet|soft|loud|off|aside|to \p{Lu}|on the phone|voice|via|by phone|translated|continu|lacht|leise|ríe|rit|웃|笑|작게|단호|يضحك/iu

function collectVoices(turns: readonly RawTurn[]): Voice[] {
  const voices = new Map<string, Voice>()
  for (const { voice, label } of turns) {
    const found = voices.get(voice)
    if (found) found.turns++
    const named = splitName(label && label.kind !== 'mark' ? label.name : voice)
    const aside =
      named.description ?? (label?.aside && !DIRECTION.test(label.aside) ? label.aside : undefined)
    if (!found)
      voices.set(voice, { keys: [voice], name: named.name, turns: 1, ...(aside ? { aside } : {}) })
    else if (aside && found.aside === undefined) found.aside = aside
  }
  return [...voices.values()]
}

/** `Ana Ruiz, economist` */
function splitName(label: string): { name: string; description?: string } {
  const [name = '', ...rest] = label.split(/,\s|，/)
  return rest.length > 0
    ? { name: name.trim(), description: rest.join(', ').trim() }
    : { name: label }
}

function askerName(
  part: InterviewPart,
  hints: CastHints,
): { readonly name: string; readonly byline?: boolean } | undefined {
  for (const { text } of [...part.closing, ...part.headings.slice(1), ...part.intro]) {
    const name = text.length < 300 ? askedBy(text) : undefined
    if (name) return { name }
  }
  // `한여울 기자` is how a paper signs, not how a person is called.
  const byline = hints.byline?.replace(/\s*(?:기자|記者|记者|특파원)$/u, '')
  return byline ? { name: byline, byline: true } : undefined
}

function nameUnnamed(
  voices: Voice[],
  {
    hints,
    asker,
    guest,
    remarks,
  }: {
    hints: CastHints
    asker: { name: string; byline?: boolean } | undefined
    guest: string | undefined
    remarks: string[]
  },
): void {
  const [askWord, guestWord] =
    UNNAMED[hints.lang.split('-')[0] as string] ?? (UNNAMED.en as readonly [string, string])
  const taken = (name: string) => voices.some((voice) => voice.name === name)
  for (const voice of voices) {
    if (voice.name === ASKER) {
      const known = asker && !taken(asker.name) ? asker : undefined
      voice.name = known?.name ?? askWord
      remarks.push(
        known
          ? `Nobody is named before the questions; ${known.name} was taken as asking${known.byline ? ', from the byline' : ''}.`
          : `Nobody is named before the questions: they are "${voice.name}". Write in who asked.`,
      )
    } else if (voice.name === ANSWERER) {
      voice.name = guest !== undefined && !taken(guest) ? guest : guestWord
      remarks.push(
        voice.name === guest
          ? `Nobody is named before the answers; ${guest} was taken as answering, from what stands before them.`
          : `Nobody is named before the answers: they are "${voice.name}". Write in who answered.`,
      )
    }
  }
}

/** Of a host's turns so many end in a question. */
const HOST_ASKS = 0.34

function declaredRoles(
  voices: readonly Voice[],
  asker: string | undefined,
  guest: string | undefined,
  turns: readonly RawTurn[],
): Map<string, Role> {
  const roles = new Map<string, Role>()
  for (const { name, keys } of voices) {
    const said = turns.find(({ voice, role }) => role !== undefined && keys.includes(voice))?.role
    if (said) {
      roles.set(name, said)
      continue
    }
    const unnamed = keys.some((key) => key === ASKER || ASK_LABEL.test(key))
    const answers = keys.some((key) => key === ANSWERER || ANSWER_LABEL.test(key))
    if (unnamed && !answers) roles.set(name, 'interviewer')
    else if (answers) roles.set(name, 'guest')
    else if (guest !== undefined && isSamePerson(withoutTitles(name), withoutTitles(guest)))
      roles.set(name, 'guest')
    else if (ASKING_JOB.test(name) || (asker !== undefined && isSamePerson(name, asker)))
      roles.set(name, 'interviewer')
  }
  if (![...roles.values()].includes('guest')) return roles
  // Where it is known with whom somebody spoke, the others who ask are hosts.
  for (const { name, keys } of voices) {
    const own = turns.filter(({ voice }) => keys.includes(voice))
    const asked = own.filter(({ blocks }) => endsAsking(blocks.at(-1)?.text ?? '')).length
    if (!roles.has(name) && asked >= own.length * HOST_ASKS) roles.set(name, 'interviewer')
  }
  return roles
}
