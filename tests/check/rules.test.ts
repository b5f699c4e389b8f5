import { describe, expect, it } from 'vitest'
import { RULES } from '../../src/check/registry.ts'
import { RULE_IDS, type RuleId } from '../../src/project/check-names.ts'
import { ACCESS } from './cases/access.ts'
import type { Case } from './cases/case.ts'
import { CLIENTS } from './cases/clients.ts'
import { CONTENT } from './cases/content.ts'
import { DELIVERY } from './cases/delivery.ts'
import { INBOX } from './cases/inbox.ts'
import { LINKS } from './cases/links.ts'
import { checked, publication } from './letter.ts'

/** Every rule has a case here, or this file has no type. */
const CASES: Record<RuleId, readonly Case[]> = {
  ...CLIENTS,
  ...INBOX,
  ...LINKS,
  ...ACCESS,
  ...DELIVERY,
  ...CONTENT,
}

/** What works in part is looked for on purpose alone: nobody knows which part a letter needs. */
const isSure = (id: RuleId) => id !== 'client-partial'

describe('a rule', () => {
  it('is in the registry once, under a name that newsletter.yaml may say', () => {
    expect(RULES.map(({ id }) => id)).toEqual([...RULE_IDS])
  })

  it('finds nothing in a letter that is right, whichever rule', async () => {
    expect(await checked(publication(), { only: RULE_IDS.filter(isSure) })).toEqual([])
  })

  for (const id of RULE_IDS) {
    it(`has a case that it finds: ${id}`, () => {
      expect(CASES[id].some(({ finds }) => finds)).toBe(true)
    })
    for (const { when, files, options, finds = [] } of CASES[id]) {
      it(`${finds.length > 0 ? 'finds' : 'is silent'} when ${when}: ${id}`, async () => {
        const found = await checked(publication(files), { only: [id], ...options })
        expect(found).toEqual(
          finds.map(({ message, ...rest }) =>
            expect.objectContaining({ rule: id, message: expect.stringMatching(message), ...rest }),
          ),
        )
      })
    }
  }
})
