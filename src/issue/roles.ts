// Who asks and who answers in an interview, where nobody said so.

type Role = 'interviewer' | 'guest'

const ASKS = /[?？؟]["”’»」』)\s]*(?:$|\s|\p{L})/u
/** Names that are roles already. */
const QUESTIONER =
  /^(q|question|interviewer|moderator|host|editor|질문|문|진행자|사회자|問|问|记者|記者|聞き手|frage|pregunta|س)\.?$/i

/** @param declared roles that were said; nobody overrules them. */
export function rolesOf(
  names: readonly string[],
  turns: readonly { readonly speaker: string; readonly text: string }[],
  declared: ReadonlyMap<string, Role>,
): ReadonlyMap<string, Role> {
  const roles = new Map(declared)
  const open = names.filter((name) => !roles.has(name))
  for (const name of open)
    if (QUESTIONER.test(name) || /\b(editor|interviewer|moderator)$/i.test(name))
      roles.set(name, 'interviewer')
  const rest = open.filter((name) => !roles.has(name))
  const asker = [...roles.values()].includes('interviewer')
  const answerer = [...roles.values()].includes('guest')
  if (asker || rest.length === 0) {
    for (const name of rest) roles.set(name, 'guest')
    return roles
  }
  if (answerer && rest.length === 1) return roles.set(rest[0] as string, 'interviewer')

  const habit = (name: string) => {
    const own = turns.filter(({ speaker }) => speaker === name)
    const asked = own.filter(({ text }) => ASKS.test(text)).length / own.length
    const length = own.reduce((sum, { text }) => sum + text.length, 0) / own.length
    return { name, asked, length, first: turns.findIndex(({ speaker }) => speaker === name) }
  }
  const habits = rest.map(habit)
  // Who asks most; of equals who speaks shorter, then first.
  const [most] = habits.toSorted(
    (a, b) => b.asked - a.asked || a.length - b.length || a.first - b.first,
  )
  for (const { name, asked, length } of habits) {
    const alsoAsks =
      asked >= 0.6 && most !== undefined && asked >= most.asked * 0.8 && length <= most.length * 1.5
    roles.set(name, name === most?.name || alsoAsks ? 'interviewer' : 'guest')
  }
  if (![...roles.values()].includes('guest')) {
    for (const { name } of habits) if (name !== most?.name) roles.set(name, 'guest')
  }
  return roles
}
