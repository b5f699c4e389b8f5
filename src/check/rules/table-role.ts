// Tables that only lay out the letter must say so, or a screen reader counts their rows and columns aloud.

import { all, wordsIn } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'

export const tableRole: Rule = {
  id: 'table-role',
  level: 'warning',
  about:
    'Tables for layout have role="presentation"; tables of data have headings for their columns.',
  mend: 'Put `role="presentation"` on tables for layout, and headings into tables of data.',
  async check(letter) {
    const reports: Report[] = []
    for (const { document } of letter.copies) {
      for (const table of all(document, 'table')) {
        const { role } = table.attribs
        const layout = role === 'presentation' || role === 'none'
        const headings = all(table, 'th', 'caption').length > 0
        if (layout === !headings || all(table, 'td', 'th').length === 0) continue
        const ownHeadings = table.children.length > 0 && headings && isOwn(table)
        if (layout && !ownHeadings) continue
        const words = wordsIn(table)
        const shown = words.length > 40 ? `${words.slice(0, 40)}…` : words
        reports.push(
          layout
            ? {
                message: `the table "${shown}" has headings, but says it is only layout`,
                mend: 'Take role="presentation" away from it.',
                ...(await letter.places.inTemplates(
                  /<table\b[^>]*role="(?:presentation|none)"[^>]*>\s*(?:<thead>)?\s*<tr>\s*<th/i,
                )),
              }
            : {
                message: `the table "${shown}" says neither that it is layout nor what its columns are`,
                mend: 'Put role="presentation" on it, or give its columns a <th> each.',
                ...(await letter.places.inTemplates(
                  /<table\b(?![^>]*\brole=)|<mj-table\b(?![^>]*\brole=)/i,
                )),
              },
        )
      }
    }
    return [...new Map(reports.map((report) => [report.message, report])).values()]
  },
}

/** Whether the headings are of this table, not of one that stands in a cell of it. */
function isOwn(table: import('../html/document.ts').Element): boolean {
  const inner = all(table, 'table').flatMap((each) => all(each, 'th', 'caption'))
  return all(table, 'th', 'caption').some((heading) => !inner.includes(heading))
}
