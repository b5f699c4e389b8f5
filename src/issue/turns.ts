// Where the turns of an interview begin. A turn begins with its speaker: `Name:` or `**Name:**` at the start of
// a paragraph. Not every colon is one: a name counts when it is known, when it recurs, or when it is set in bold.

export interface Passage {
  readonly speaker: string
  /** Markdown, without the name. */
  readonly text: string
  /** Lines before the turn in the text that was split. */
  readonly line: number
}

export interface SplitInterview {
  /** What stands before the first turn. */
  readonly intro: { readonly text: string; readonly line: number }
  readonly turns: readonly Passage[]
}

interface Candidate {
  readonly name: string
  readonly line: number
  /** What follows the colon. */
  readonly rest: string
  readonly bold: boolean
  /** At the start of a paragraph. */
  readonly opens: boolean
}

/** @param known names that are speakers whatever they look like. */
export function splitTurns(markdown: string, known: readonly string[]): SplitInterview {
  const { lines, notes } = withoutFootnotes(markdown.split('\n'))
  const candidates = findCandidates(lines, known)
  const names = speakerNames(candidates, known)
  const starts = candidates.filter(
    ({ name, opens }) => names.has(name) && (opens || names.get(name) === 'sure'),
  )
  const until = (index: number) => starts[index]?.line ?? lines.length
  const withNotes = (text: string) =>
    /\[\^/.test(text) && notes !== '' ? `${text}\n\n${notes}` : text
  return {
    intro: { text: withNotes(lines.slice(0, until(0)).join('\n')), line: 0 },
    turns: starts.map(({ name, line, rest }, index) => ({
      speaker: name,
      text: withNotes([rest, ...lines.slice(line + 1, until(index + 1))].join('\n')),
      line,
    })),
  }
}

const NAME = '[^\\s*_:：#>|`\\[\\](){}<>\\d-][^*_:：`\\[\\]{}<>|?!？！؟;；“”"]{0,59}?'
const BOLD = new RegExp(
  `^(\\*\\*|__)(${NAME})(?:\\s*[:：]\\1|\\1\\s*[:：])(?=\\s|$|[^\\x00-\\x7f])\\s*`,
  'u',
)
const PLAIN = new RegExp(`^(${NAME})\\s*(?::(?=\\s|$)|：)\\s*`, 'u')

function findCandidates(lines: readonly string[], known: readonly string[]): Candidate[] {
  const candidates: Candidate[] = []
  let fenced = false
  for (const [line, text] of lines.entries()) {
    if (/^ {0,3}(```|~~~)/.test(text)) fenced = !fenced
    if (fenced) continue
    const found = readName(text, known)
    if (found)
      candidates.push({ ...found, line, opens: line === 0 || lines[line - 1]?.trim() === '' })
  }
  return candidates
}

function readName(line: string, known: readonly string[]) {
  for (const name of known) {
    const start = new RegExp(
      `^(\\*\\*|__)?${literal(name)}(?:\\s*[:：](?:\\1)?|\\1\\s*[:：])\\s*`,
      'u',
    ).exec(line)
    if (start) return { name, rest: line.slice(start[0].length), bold: start[1] !== undefined }
  }
  const bold = BOLD.exec(line)
  if (bold)
    return { name: (bold[2] as string).trim(), rest: line.slice(bold[0].length), bold: true }
  const plain = PLAIN.exec(line)
  const name = plain?.[1]?.trim()
  if (!plain || name === undefined || !looksLikeName(name)) return undefined
  return { name, rest: line.slice(plain[0].length), bold: false }
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Words that introduce a remark, not a person. */
const REMARKS = new Set(
  "note,notes,editor’s note,editors’ note,editor's note,update,correction,warning,tip,example,see also,source,sources,photo,image,credit,ps,p.s,nota,hinweis,anmerkung,remarque,nb,n.b,참고,주,편집자 주,注,注意,备注,ملاحظة".split(
    ',',
  ),
)

/** A person or a role: few words, the first in capitals where the script has them, no sentence. */
function looksLikeName(text: string): boolean {
  const words = text.split(/\s+/)
  if (words.length > 6 || text.includes(',') || /[.…]$/.test(text.replace(/\b\p{L}{1,3}\.$/u, '')))
    return false
  return !/^\p{Ll}/u.test(text)
}

/** `sure`: starts a turn on any line. `likely`: at the start of a paragraph. */
function speakerNames(
  candidates: readonly Candidate[],
  known: readonly string[],
): Map<string, 'sure' | 'likely'> {
  const names = new Map<string, 'sure' | 'likely'>(known.map((name) => [name, 'sure']))
  const times = new Map<string, number>()
  for (const { name, opens } of candidates) if (opens) times.set(name, (times.get(name) ?? 0) + 1)
  for (const { name, bold, opens } of candidates) {
    if (names.has(name) || REMARKS.has(name.toLowerCase())) continue
    if ((times.get(name) ?? 0) > 1) names.set(name, 'sure')
    else if (bold && opens) names.set(name, 'likely')
  }
  if (names.size < 2) {
    // One question and one answer: nobody recurs, so that whoever stands at a paragraph is taken.
    for (const { name, opens } of candidates) {
      if (opens && !names.has(name) && !REMARKS.has(name.toLowerCase())) names.set(name, 'likely')
    }
  }
  return names
}

/** Footnotes stand where the author likes; each turn that refers to one needs it. */
function withoutFootnotes(lines: readonly string[]): { lines: string[]; notes: string } {
  const notes: string[] = []
  let inside = false
  const kept = lines.map((line) => {
    if (/^\[\^[^\]]+\]:/.test(line)) inside = true
    else if (inside && line.trim() !== '' && !/^\s/.test(line) && notes.at(-1)?.trim() === '')
      inside = false
    else if (inside && line.trim() !== '' && !/^\s/.test(line) && readsAsTurn(line)) inside = false
    if (!inside) return line
    notes.push(line)
    return ''
  })
  return { lines: kept, notes: notes.join('\n') }
}

const readsAsTurn = (line: string) => BOLD.test(line)
