import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clientSupport, SUPPORT_FILE } from '../../scripts/client-support.ts'
import { clientIndexes, DEFAULT_CLIENTS, support } from '../../src/check/clients/support.ts'
import { JUDGED } from '../../src/check/clients/weight.ts'
import { CLIENT_NAMES } from '../../src/project/check-names.ts'

describe('what mail clients support', () => {
  it('is what caniemail’s package says', () => {
    expect(JSON.parse(readFileSync(SUPPORT_FILE, 'utf8'))).toEqual(JSON.parse(clientSupport()))
  })

  it('is known of every client that newsletter.yaml may name', () => {
    for (const name of CLIENT_NAMES) expect(clientIndexes([name]), name).not.toEqual([])
    expect(clientIndexes(DEFAULT_CLIENTS).length).toBeGreaterThan(DEFAULT_CLIENTS.length)
  })

  it('is judged under names that caniemail has', () => {
    const { features } = support()
    expect(JUDGED.filter((slug) => !features.has(slug))).toEqual([])
  })
})
