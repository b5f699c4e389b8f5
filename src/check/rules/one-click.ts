// RFC 8058: what Gmail and Yahoo ask of whoever sends to many. The link in the header leads to https and is
// posted to, without a page in between.

import type { Report, Rule } from '../rule.ts'

export const oneClick: Rule = {
  id: 'one-click',
  level: 'error',
  about: 'The message says in its headers how to unsubscribe with one click (RFC 8058).',
  mend: 'Write `url:` in newsletter.yaml with https.',
  async check(letter) {
    const { fields } = await letter.message()
    const leave = fields.get('list-unsubscribe')
    const post = fields.get('list-unsubscribe-post')
    const reports: Report[] = []
    if (leave === undefined || !/<https?:/.test(leave)) {
      reports.push({
        message: 'the message has no List-Unsubscribe header with a web address',
        mend: 'Set "url:" in newsletter.yaml: the link is made from it.',
        ...letter.places.inConfig(/^url:/),
      })
    } else if (!/<https:/.test(leave)) {
      reports.push({
        message: 'the one-click link to unsubscribe is not https, so Gmail and Yahoo pass over it',
        mend: 'Write "url:" in newsletter.yaml with https.',
        ...letter.places.inConfig(/^url:/),
      })
    }
    if (post?.trim() !== 'List-Unsubscribe=One-Click') {
      reports.push({
        message: 'the message has no List-Unsubscribe-Post header, so a click does not unsubscribe',
        mend: 'Send it with Pressrun, which writes the header.',
      })
    }
    return reports
  },
}
