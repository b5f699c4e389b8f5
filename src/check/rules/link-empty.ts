// A link that leads nowhere: nothing in it, a lone #, a place in the letter that is not there, a script.

import { elements } from '../html/document.ts'
import { linksOf } from '../links/letter-links.ts'
import type { Report, Rule } from '../rule.ts'

export const linkEmpty: Rule = {
  id: 'link-empty',
  level: 'error',
  about: 'Every link leads somewhere.',
  mend: 'Write the whole address, or take the link away.',
  async check(letter) {
    const reports: Report[] = []
    for (const link of linksOf(letter)) {
      const { href, name, element, copy } = link
      const shown = name === '' ? 'a link' : `the link "${name}"`
      const problem =
        href === ''
          ? `${shown} has no address`
          : href === '#'
            ? `${shown} leads to "#", which is nowhere`
            : /^javascript:/i.test(href)
              ? `${shown} runs a script, which no mail client does`
              : href.startsWith('#') && !hasAnchor(copy.document, href.slice(1))
                ? `${shown} leads to "${href}", and there is no such place in the letter`
                : undefined
      if (!problem) continue
      reports.push({
        message: problem,
        mend: 'Write the whole address, or take the link away.',
        ...(await letter.places.ofElement(element)),
      })
    }
    return reports
  },
}

function hasAnchor(document: Parameters<typeof elements>[0], name: string): boolean {
  return elements(document).some(({ attribs }) => attribs.id === name || attribs.name === name)
}
