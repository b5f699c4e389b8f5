// Who asks and who answers in an interview, where nobody said so.

type Role = 'interviewer' | 'guest'

interface Habit {
  readonly name: string
  /** Share of the turns that hold a question. */
  readonly asked: number
  /** Characters a turn. */
  readonly length: number
}

const ASKS = /[?？؟]["”’»」』)\s]*(?:$|\s|[^\x00-\x7f])/u
/** Names that are roles already. */
const QUESTIONER =
  /^(?:q|question|interviewer|moderator|host|editor|interviewerin|질문|문|기자|진행자|사회자|問|问|记者|記者|聞き手|インタビュアー|frage|pregunta|entrevistador|entrevistadora|journaliste|س|المحاور|الصحفي)\.?$/i
const ANSWERER = /^(?:a|answer|guest|답|답변|答|antwort|respuesta|réponse|r|ج|الضيف)\.?$/i
/** `Harbour.Post Editor`: one who asks, unless nobody would be left to answer. */
const ENDS_AS_QUESTIONER = /[\s.](?:editor|interviewer|moderator|reporter|기자|记者|記者)$/i
/** From this share of questions on somebody is one who asks. */
const ASKS_OFTEN = 0.6

/** @param declared roles that were said; nobody overrules them. */
export function rolesOf(
  names: readonly string[],
  turns: readonly { readonly speaker: string; readonly text: string }[],
  declared: ReadonlyMap<string, Role>,
): ReadonlyMap<string, Role> {
  const roles = new Map(declared)
  const open = () => names.filter((name) => !roles.has(name))
  const has = (role: Role) => [...roles.values()].includes(role)
  for (const name of open()) {
    if (QUESTIONER.test(name)) roles.set(name, 'interviewer')
    else if (ANSWERER.test(name)) roles.set(name, 'guest')
  }
  const titled = open().filter((name) => ENDS_AS_QUESTIONER.test(name))
  if (!has('interviewer') && (has('guest') || titled.length < open().length))
    for (const name of titled) roles.set(name, 'interviewer')

  const known = new Map(names.map((name) => [name, habitOf(name, turns)]))
  const habits = open().map((name) => known.get(name) as Habit)
  if (!has('interviewer')) {
    // Who asks most; of equals who speaks shorter, then first.
    const [most] = habits.toSorted((a, b) => b.asked - a.asked || a.length - b.length)
    if (most && (has('guest') || habits.length > 1)) roles.set(most.name, 'interviewer')
  }
  const longest = (role: Role) =>
    Math.max(
      ...names
        .filter((name) => roles.get(name) === role)
        .map((name) => known.get(name)?.length ?? 0),
    )
  // Who says most at a time answers; of the others, who asks as often and as shortly asks as well.
  const rest = habits.filter(({ name }) => !roles.has(name)).toSorted((a, b) => b.length - a.length)
  for (const { name, asked, length } of rest) {
    const short = length <= Math.max(longest('interviewer') * 1.5, longest('guest') / 2)
    roles.set(name, has('guest') && asked >= ASKS_OFTEN && short ? 'interviewer' : 'guest')
  }
  return roles
}

function habitOf(
  name: string,
  turns: readonly { readonly speaker: string; readonly text: string }[],
): Habit {
  const own = turns.filter(({ speaker }) => speaker === name)
  return {
    name,
    asked: own.filter(({ text }) => ASKS.test(text)).length / own.length,
    length: own.reduce((sum, { text }) => sum + text.length, 0) / own.length,
  }
}
