// The first letter as it was kept: shown before any is made, and only while it is still what its files say.

import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keptLetters } from '../../src/preview/kept-letters.ts'
import { openLetters } from '../../src/preview/letters.ts'
import { openVersions, type Pressed } from '../../src/preview/press/versions.ts'
import { openPreview } from '../../src/preview/preview.ts'
import type { LetterAnswer } from '../../src/preview/wire.ts'
import { builtPage, sampleProject } from './studio.ts'

const SLUG = 'lima-summit'
const root = sampleProject()
const env = { PRESSRUN_SMTP_URL: 'smtp://me:swordfish@mail.example.com' }
const versions = openVersions(root, env)
const pressed = versions.press(SLUG, 'work')

/** Files of the sample are as new as the test. */
const LATER = Date.now() + 60_000
const kept = keptLetters(root, env)

async function keep(change: (made: NonNullable<Pressed['made']>) => object = () => ({})) {
  const { made, depends } = await pressed
  if (!made) throw new Error('the sample is no letter')
  const { issue, rendered } = made
  kept.keep(SLUG, { issue, rendered: { ...rendered, ...change(made) }, depends }, LATER)
  return { issue, rendered, depends }
}

describe('a kept letter', () => {
  it('is found as it was made, and holds no password', async () => {
    const letter = await keep()
    expect(kept.find(SLUG)).toEqual(letter)
    const [file = ''] = readdirSync(join(root, '.pressrun/cache/letters'))
    const bytes = readFileSync(join(root, '.pressrun/cache/letters', file), 'latin1')
    expect(bytes).toContain('Forty-one minutes')
    expect(bytes).not.toContain('swordfish')
  })

  it.each([
    ['the article', 'issues/lima-summit/article.md'],
    ['a picture', 'issues/lima-summit/cover.jpg'],
    ['a partial', 'templates/partials/nameplate.mjml.hbs'],
    ['the configuration', 'newsletter.yaml'],
  ])('is none once %s is another', async (_, name) => {
    await keep()
    const path = join(root, name)
    const before = readFileSync(path)
    writeFileSync(path, Buffer.concat([before, Buffer.from('\n')]))
    expect(kept.find(SLUG)).toBeUndefined()
    writeFileSync(path, before)
    // Written again with the same words: only the time is another.
    utimesSync(path, new Date(), new Date(Date.now() - 5000))
    expect(kept.find(SLUG)).toBeDefined()
  })

  it('is none once a template was added, or a password or the program is another', async () => {
    await keep()
    const added = join(root, 'templates/partials/added.mjml.hbs')
    writeFileSync(added, '<mj-text>Added</mj-text>')
    expect(kept.find(SLUG)).toBeUndefined()
    rmSync(added)
    expect(kept.find(SLUG)).toBeDefined()
    expect(keptLetters(root, {}).find(SLUG)).toBeUndefined()
    writeFileSync(join(root, '.env'), 'PRESSRUN_SECRET=0123456789abcdef\n')
    expect(kept.find(SLUG)).toBeUndefined()
    rmSync(join(root, '.env'))
  })

  it('is none where it is damaged, or a file changed while it was made', async () => {
    const { issue, rendered, depends } = await keep()
    const folder = join(root, '.pressrun/cache/letters')
    const path = join(folder, readdirSync(folder)[0] ?? '')
    writeFileSync(path, readFileSync(path).subarray(0, 1000))
    expect(kept.find(SLUG)).toBeUndefined()
    rmSync(path)
    kept.keep(SLUG, { issue, rendered, depends }, 0)
    expect(existsSync(path)).toBe(false)
  })
})

const opened = async () =>
  openPreview({
    ...{ root, env, port: 0, smtpPort: 0, issue: SLUG, page: await builtPage() },
    sendTest: async () => ({ sent: false, detail: 'no mail in this test' }),
    now: () => new Date(),
    onTrouble: () => {},
  })

describe('the studio', () => {
  it('shows it without waiting, and tells who looks only of another letter', async () => {
    const good = await pressed
    const asked: PromiseWithResolvers<Pressed>[] = []
    const told: string[] = []
    const open = () =>
      openLetters({
        kept: { slug: SLUG, pressed: good },
        versions: {
          press: () => {
            const answer = Promise.withResolvers<Pressed>()
            asked.push(answer)
            return answer.promise
          },
        },
        now: () => new Date(),
        watched: () => true,
        onLetter: (slug) => told.push(slug),
        onFiles: () => {},
        hold: async () => {},
      })
    const same = open()
    expect(await same.letter(SLUG, 'work')).toMatchObject({ problems: [], revision: 1 })
    expect(asked).toEqual([])
    const confirmed = same.confirm()
    asked[0]?.resolve(structuredClone(good))
    await confirmed
    expect(told).toEqual([])

    const other = open()
    await other.letter(SLUG, 'work')
    const changed = other.confirm()
    const problems = [{ code: 'file' as const, message: 'it is gone' }]
    // Not waited for: the kept one is shown meanwhile.
    expect(await other.letter(SLUG, 'work')).toMatchObject({ problems: [], revision: 1 })
    asked[1]?.resolve({ problems, depends: good.depends })
    await changed
    expect(told).toEqual([SLUG])
    expect(await other.letter(SLUG, 'work')).toMatchObject({ problems, revision: 2 })
  })

  it('makes it again behind the page, whatever was kept', async () => {
    await keep(() => ({ digest: 'of another program', html: ['Made by another program.'] }))
    const preview = await opened()
    const html = async () => {
      const answer = await fetch(new URL(`/api/letters/${SLUG}`, preview.url))
      return ((await answer.json()) as LetterAnswer).letter?.html
    }
    try {
      await preview.ready
      await expect.poll(html, { timeout: 20_000 }).toContain('Forty-one minutes in Lima')
      // What it shows now is kept for the next time.
      const isKept = () => kept.find(SLUG)?.rendered.digest
      const { made } = await pressed
      await expect.poll(isKept, { timeout: 20_000 }).toBe(made?.rendered.digest)
    } finally {
      await preview.close()
    }
  })

  it('leaves nothing open where it is closed while it begins', async () => {
    const preview = await opened()
    await fetch(new URL(`/api/letters/${SLUG}`, preview.url))
    await preview.close()
    await preview.ready
    await expect(fetch(preview.url)).rejects.toThrow()
  })
})
