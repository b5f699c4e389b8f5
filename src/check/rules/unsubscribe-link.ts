// The way to leave, in every reader's letter and in both of its parts: whoever does not find it presses 'spam'.

import type { Letter } from '../letter.ts'
import { linksIn } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'

export const unsubscribeLink: Rule = {
  id: 'unsubscribe-link',
  level: 'error',
  about: 'Every reader finds a link to unsubscribe in the letter and in its plain text.',
  mend: 'Put `{{links.unsubscribe}}` into the footer and at the end of the text template, outside of any `{{#if}}`.',
  async check(letter) {
    const reports: Report[] = []
    // Whatever the letter asks of a reader, nobody may be left without.
    for (const copy of letter.copies) {
      const { unsubscribe } = letter.linksOf(copy.subscriber)
      const whom = copy.who === 'sample' ? '' : ' for some readers'
      const link = linksIn(copy).find(({ href }) => href === unsubscribe)
      if (!link || copy.look('light').isHidden(link.element)) {
        reports.push({
          message: `there is no link to unsubscribe in the letter${whom}`,
          mend: 'Put <a href="{{links.unsubscribe}}">{{t "unsubscribe"}}</a> into the footer, outside of any {{#if}}.',
          ...(await placeOfFooter(letter)),
        })
      }
      if (!copy.text.includes(unsubscribe)) {
        reports.push({
          message: `there is no link to unsubscribe in the plain text${whom}`,
          mend: 'Put {{links.unsubscribe}} at the end of the text template.',
          file: textTemplate(letter.files.list('templates'), letter.issue.template),
        })
      }
      if (reports.length > 0) break
    }
    return reports
  },
}

/** Where the link to unsubscribe stands, or would. */
export const placeOfFooter = async ({ places }: Letter) =>
  (await places.ofSlot('links', 'unsubscribe')) ?? (await places.inTemplates(/<\/mj-body/))

export function textTemplate(templates: readonly string[], name: string): string {
  return templates.includes(`${name}.txt.hbs`)
    ? `templates/${name}.txt.hbs`
    : 'templates/plain.txt.hbs'
}
