// What a spam filter says. Only where `--spam` asks for it, and a filter is installed on this machine.

import type { Report, Rule } from '../rule.ts'

export const spamScore: Rule = {
  id: 'spam-score',
  level: 'error',
  needs: 'spam',
  about: 'SpamAssassin or rspamd does not take the message for spam (with --spam).',
  mend: 'Change what the rules with the most points name.',
  async check(letter) {
    const { scorer } = letter
    if (!scorer) return []
    const { bytes } = await letter.message()
    const verdict = await scorer.score(bytes)
    if (verdict.kind === 'missing') {
      return [
        {
          level: 'warning',
          message:
            'no spam filter was asked: neither spamc (SpamAssassin) nor rspamc (rspamd) is installed',
          mend: 'Install one of them, with its daemon running, or leave out --spam.',
        },
      ] satisfies Report[]
    }
    if (verdict.kind === 'failed') {
      return [
        {
          level: 'warning',
          message: `${verdict.program} gave no score: ${verdict.reason}`,
          mend: 'Check that its daemon runs.',
        },
      ] satisfies Report[]
    }
    const { program, score, required, rules } = verdict
    const points = (number: number) => `${number > 0 ? '+' : ''}${number}`
    const hit = rules
      .filter((rule) => rule.points !== 0)
      .sort((a, b) => b.points - a.points)
      .map((rule) => `${points(rule.points)} ${rule.name}${rule.about ? ` (${rule.about})` : ''}`)
      .join('; ')
    const spam = score >= required
    return [
      {
        level: spam ? 'error' : score >= required / 2 ? 'warning' : 'note',
        message: `${program} gives ${score} of the ${required} points that make a message spam${hit === '' ? '' : `: ${hit}`}`,
        mend: spam
          ? 'Change what the rules with the most points name.'
          : 'Points for a missing signature go away once the message is sent.',
      },
    ] satisfies Report[]
  },
}
