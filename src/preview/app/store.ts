// What the page knows: the studio, the issues, the letter that is looked at and the one beside it. Fetched when the
// address or the files change; what was there stays until the new is there, so that nothing flashes.

import { batch, computed, effect, signal } from '@preact/signals'
import type { Issue } from '../../issue/issue.ts'
import type {
  CaughtAnswer,
  CaughtList,
  IssueRow,
  LetterAnswer,
  LetterView,
  ReaderRow,
  ShownProblem,
  StudioInfo,
} from '../wire.ts'
import { go, type Place, place, VIEWS } from './address.ts'
import { ask, listen, Refused } from './server.ts'

/** A letter with what belongs to it. */
export interface Shown {
  readonly letter: LetterView | null
  readonly issue: Issue | null
  readonly reader: ReaderRow | null
  readonly problems: readonly ShownProblem[]
  /** ISO 8601: when the letter was made, or caught. */
  readonly made: string
  /** Counts how often it was made. */
  readonly revision: number
  /** Of a caught message. */
  readonly envelope?: { readonly from: string; readonly to: readonly string[] }
}

export const studio = signal<StudioInfo | null>(null)
export const issues = signal<readonly IssueRow[]>([])
export const inbox = signal<CaughtList>({ messages: [], total: 0 })
export const shown = signal<Shown | null>(null)
/** The other side of a comparison. */
export const beside = signal<Shown | null>(null)
/** Words that issues are searched for. */
export const query = signal('')
/** Said aloud by screen readers, and to nobody else. */
export const said = signal('')

export const found = computed<readonly IssueRow[]>(() => {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return issues.value
  return issues.value.filter(({ slug, title, date, state }) => {
    const text = `${slug}\n${title}\n${date}\n${state}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
})

/** Which letter an address asks for. */
const asked = computed(() => {
  const { section, id, reader } = place.value
  return id === '' ? '' : letterPath(section, id, reader)
})
const askedBeside = computed(() => pathBeside(place.value))

export function letterPath(section: Place['section'], id: string, reader: string): string {
  const name = encodeURIComponent(id)
  if (section === 'inbox') return `/api/inbox/${name}`
  return `/api/letters/${name}?${new URLSearchParams(reader === '' ? {} : { reader })}`
}

/** What the other side is: its kind and the rest. */
export function partsOf(text: string): readonly [kind: string, rest: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)]
}

function pathBeside({ section, id, reader, beside: text }: Place): string {
  const [kind, rest] = partsOf(text)
  if (id === '' || section === 'inbox') return ''
  if (kind === 'git') return `${letterPath('issues', id, reader)}&version=HEAD`
  if (kind === 'issue') return letterPath('issues', rest, reader)
  if (kind === 'reader') return letterPath('issues', id, rest)
  return ''
}

/** Fetches into `target`; what was asked later wins. */
function fetcher(target: typeof shown) {
  let current: AbortController | undefined
  return async (path: string): Promise<void> => {
    current?.abort()
    if (path === '') {
      target.value = null
      return
    }
    const mine = new AbortController()
    current = mine
    try {
      const answer = await ask<LetterAnswer | CaughtAnswer>(path, { signal: mine.signal })
      if (current === mine) target.value = shownFrom(answer)
    } catch (error) {
      if (current !== mine || (error as Error).name === 'AbortError') return
      if (!(error instanceof Refused)) throw error
      const before = target.value
      target.value = {
        ...(before ?? { letter: null, issue: null, reader: null, made: '', revision: 0 }),
        problems: error.problems,
      }
    }
  }
}

function shownFrom(answer: LetterAnswer | CaughtAnswer): Shown {
  if (!('envelope' in answer)) return answer
  const { letter, envelope, at } = answer
  return { letter, envelope, issue: null, reader: null, problems: [], made: at, revision: 0 }
}

let fetching: Promise<void> = Promise.resolve()
const fetchShown = fetcher(shown)
const fetchBeside = fetcher(beside)

/** The last question for each path: an answer that a later question overtook is dropped. */
const questions = new Map<string, Promise<void>>()

/** Done once the newest answer is there. */
function load<Answer>(path: string, into: { value: Answer }): Promise<void> {
  const question: Promise<void> = ask<Answer>(path).then((answer) => {
    const last = questions.get(path)
    if (last !== question) return last
    into.value = answer
    return undefined
  })
  questions.set(path, question)
  return question
}

const lists = () =>
  Promise.all([load('/api/studio', studio), load('/api/issues', issues), load('/api/inbox', inbox)])

/** Begins to fetch and to listen. */
export async function begin(): Promise<void> {
  const bare = place.value.bare
  effect(() => {
    fetching = fetchShown(asked.value)
  })
  effect(() => void fetchBeside(askedBeside.value))
  effect(() => {
    document.title = titleOf(place.value)
  })
  if (bare) return
  let helloed = false
  const events = listen((event, data) => {
    if (event === 'letter') {
      const [kind, rest] = partsOf(place.value.beside)
      if (data === place.value.id) void again()
      else if (kind === 'issue' && rest === data) void fetchBeside(askedBeside.value)
    }
    if (event === 'issues') void load('/api/issues', issues)
    if (event === 'inbox') void load('/api/inbox', inbox)
    if (event === 'studio') void load('/api/studio', studio)
    if (event === 'readers') void fetchShown(asked.value)
    if (event !== 'hello') return
    // The stream begins a little after the lists were fetched: what was told in between was not heard.
    void lists()
    if (helloed) void again()
    else void compareRevisions(JSON.parse(data) as Record<string, number>)
    helloed = true
  })
  effect(() => {
    const { section, id, beside: text } = place.value
    const [kind, rest] = partsOf(text)
    const slugs = section === 'issues' && id !== '' ? [id] : []
    events.show(kind === 'issue' ? [...slugs, rest] : slugs)
  })
  await lists()
  const start = studio.value?.start
  if (place.value.section === 'issues' && place.value.id === '' && start) {
    batch(() => go({ id: start }))
  }
}

/** The stream begins a little after the letter was fetched: what was saved in between is fetched again. */
async function compareRevisions(revisions: Readonly<Record<string, number>>): Promise<void> {
  await fetching
  const { id } = place.value
  if ((revisions[id] ?? 0) > (shown.value?.revision ?? 0)) await again()
}

/** What the tab says. */
function titleOf({ section, id, view }: Place): string {
  const name = studio.value?.name ?? 'Pressrun studio'
  if (id === '') return section === 'inbox' ? `Caught mail · ${name}` : name
  const what = shown.value?.issue?.title ?? shown.value?.letter?.subject ?? id
  return `${what} · ${VIEWS.find((each) => each.id === view)?.name} · ${name}`
}

async function again(): Promise<void> {
  const before = shown.value?.letter?.digest
  await Promise.all([fetchShown(asked.value), fetchBeside(askedBeside.value)])
  const problems = shown.value?.problems.length ?? 0
  if (problems > 0) said.value = problems === 1 ? 'One problem.' : `${problems} problems.`
  else if (shown.value?.letter?.digest !== before) said.value = 'The letter has changed.'
}
