// Whether a passage asks.

const CLOSING = String.raw`["'”’»」』）)\]*_]*`
const ENDS_ASKING = new RegExp(
  `(?:[?？؟]${CLOSING}|(?:ですか|ますか|でしょうか|のか|たか|かね)。?${CLOSING}|(?:습니까|입니까|나요|가요|는지요|을까요|까요|[았었였했겠]나|[는은인던떤른]가)\\.?${CLOSING})$`,
  'u',
)
const QUESTION_MARK = /[?？؟]/
const MAX_ASIDE = 60

/** It ends in a question, or in one short sentence after it. */
export function endsAsking(text: string): boolean {
  const end = text.trim()
  if (ENDS_ASKING.test(end)) return true
  const last = Math.max(end.lastIndexOf('?'), end.lastIndexOf('？'), end.lastIndexOf('؟'))
  return last >= 0 && end.length - last <= MAX_ASIDE && end.length < 600
}

/** There is a question somewhere in it. */
export const asks = (text: string): boolean => QUESTION_MARK.test(text) || endsAsking(text)

/** Of so many passages, how many ask. */
export const shareAsking = (texts: readonly string[]): number =>
  texts.length === 0 ? 0 : texts.filter(endsAsking).length / texts.length
