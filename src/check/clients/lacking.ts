// The features of a letter that some of its readers' clients lack, and where they stand in a template. What MJML
// writes by itself stands in none, and is left alone: it is made for those clients.

import type { Letter } from '../letter.ts'
import type { Report } from '../rule.ts'
import { type Use, usesOf } from './features.ts'
import { clientIndexes, DEFAULT_CLIENTS, support } from './support.ts'
import { weightOf } from './weight.ts'

/** Where caniemail says more. */
export const pageOf = ({ slug }: Use) => `https://www.caniemail.com/features/${slug}/`

/** Reports on each feature that some client answers so, and that stands in a template. */
export async function lacking(
  letter: Letter,
  isLacking: (said: string) => boolean,
  report: (use: Use, clients: readonly string[], title: string, notes: readonly string[]) => Report,
): Promise<readonly Report[]> {
  const { features, clients } = support()
  const wanted = clientIndexes(letter.project.checks.clients ?? DEFAULT_CLIENTS)
  const reports: Report[] = []
  const seen = new Set<string>()
  for (const { document, sheets } of letter.copies) {
    for (const use of usesOf(document, sheets).values()) {
      const feature = features.get(use.slug)
      const weight = weightOf(use.slug)
      if (!feature || seen.has(use.slug) || weight === 'harmless') continue
      const without = wanted.filter((index) => isLacking(feature.support[index] ?? 'u'))
      if (without.length === 0) continue
      seen.add(use.slug)
      const where = await placeOf(letter, use)
      // Nobody wrote it: MJML did, and knows what it does.
      if (!where) continue
      const numbers = without.flatMap((index) => (feature.support[index] ?? '').slice(1).split(','))
      const notes = [...new Set(numbers)].flatMap((number) => feature.notes[number] ?? [])
      const names = without.map((index) => clients[index]?.[1] ?? '')
      reports.push({
        ...(weight === 'slight' ? { level: 'note' as const } : {}),
        ...report(use, names, feature.title, notes),
        ...where,
      })
    }
  }
  return reports
}

/** A picture is the issue's own; anything else stands in a template. */
async function placeOf(letter: Letter, use: Use) {
  if (use.slug.startsWith('image-')) {
    return letter.places.inContent(use.written) ?? letter.places.inTemplates(use.written)
  }
  return letter.places.inTemplates(use.written)
}

const MOST_NAMED = 4

/** `Gmail on iOS, Outlook on Windows and 2 more` */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  const last = shown.at(-1) ?? ''
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last
}
