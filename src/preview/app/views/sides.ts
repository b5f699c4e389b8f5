// What the two sides of a comparison are called.

import { place } from '../address.ts'
import { partsOf, type Shown } from '../store.ts'

export function sideNames(left: Shown, right: Shown): readonly [string, string] {
  const [kind] = partsOf(place.value.beside)
  if (kind === 'git') return ['As it is now', 'As last committed']
  if (kind === 'issue')
    return [left.issue?.title ?? 'This issue', right.issue?.title ?? 'The other issue']
  return [`For ${nameOf(left)}`, `For ${nameOf(right)}`]
}

const nameOf = ({ reader }: Shown): string =>
  reader?.note ?? (reader?.name || reader?.email || 'another reader')
