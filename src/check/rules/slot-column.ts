// A slot that asks for a column which the list does not have: every reader gets nothing there.

import { PROJECT_FILE } from '../../project/find.ts'
import { columnsOf } from '../readers.ts'
import type { Report, Rule } from '../rule.ts'

/** Columns that every list has, if only with nothing in them. */
const GIVEN = new Set(['email', 'name', 'first_name', 'lang', 'tags'])

export const slotColumn: Rule = {
  id: 'slot-column',
  level: 'error',
  about:
    'What the letter asks of a reader is a column of the list (of the sample reader, without --list).',
  mend: 'Add the column to the list, or correct its name in the letter.',
  async check(letter) {
    const { list, rendered } = letter
    const columns = list?.columns ?? new Set(columnsOf(letter.sample.subscriber))
    if (list && list.readers === 0) return []
    const wanted = [...new Set(rendered.uses.map((path) => path.split('.')[0] as string))]
    const missing = wanted.filter((column) => !columns.has(column) && !GIVEN.has(column))
    return Promise.all(
      missing.map(async (column): Promise<Report> => {
        const known = [...columns].filter((name) => !GIVEN.has(name))
        const has = known.length > 0 ? ` (it has ${known.join(', ')})` : ''
        return {
          ...(list
            ? {
                message: `the letter asks for the column "${column}", which ${list.name} does not have${has}`,
                mend: 'Add the column, or correct the name in the letter.',
              }
            : {
                level: 'warning' as const,
                message: `the letter asks for the column "${column}", which the sample reader does not have`,
                mend: `Add it to "sample:" in ${PROJECT_FILE}, or correct the name in the letter.`,
              }),
          ...(await letter.places.ofSlot('subscriber', column)),
        }
      }),
    )
  },
}
