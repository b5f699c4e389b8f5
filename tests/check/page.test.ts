import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CHECKS_PAGE, withRules } from '../../scripts/checks-page.ts'
import { publication } from './letter.ts'
import { pressrun } from './pressrun.ts'

const page = readFileSync(CHECKS_PAGE, 'utf8')

describe('docs/checks.md', () => {
  it('tells of every rule as it is (node scripts/checks-page.ts writes it)', () => {
    expect(withRules(page)).toBe(page)
  })

  it('shows settings that newsletter.yaml may hold', async () => {
    const settings = /```yaml\n(checks:\n[\s\S]*?)```/.exec(page)?.[1] as string
    const root = publication({
      'newsletter.yaml': (text) => `${text}${settings}`,
      'words.txt': 'miller\n',
    })
    const { out, err, status } = await pressrun(root, ['check', '--json'])
    expect(err).toBe('')
    // The one link of the letter lacks the parameter that the example requires.
    const { tally } = JSON.parse(out) as { tally: object }
    expect(tally).toEqual({ error: 0, warning: 2, note: 0 })
    expect(status).toBe(0)
  })
})
