// Live reload in a real browser: a save of any kind of file shows, and nothing that a person had set is lost.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { browser, edit, letterIn, type OpenPage, sampleProject, studio } from './studio.ts'

const root = sampleProject()
const { url } = studio(root)
const { open } = browser()

const shows = async ({ page }: OpenPage, text: string) =>
  letterIn(page).getByText(text).first().waitFor({ state: 'attached' })

describe('a save shows in the open letter', () => {
  it('of an article, an interview, an issue, a template, a partial, a catalogue and the configuration', async () => {
    const opened = await open(url('/issues/lima-summit/letter'))
    await shows(opened, 'Forty-one minutes in Lima')
    edit(root, 'issues/lima-summit/article.md', (text) => `${text}\nA last word on Lima.\n`)
    await shows(opened, 'A last word on Lima.')
    edit(
      root,
      'issues/lima-summit/interview.md',
      (text) => `${text}\nAnd that was that, she said.\n`,
    )
    await shows(opened, 'And that was that, she said.')
    edit(root, 'issues/lima-summit.yaml', (text) =>
      text.replace(/^title:.*/m, 'title: A new title'),
    )
    await opened.page.getByRole('link', { name: 'A new title' }).waitFor()
    edit(root, 'templates/briefing.mjml.hbs', (text) =>
      text.replace(
        '<mj-section>',
        '<mj-section><mj-column><mj-text>Set in a template</mj-text></mj-column></mj-section>\n<mj-section>',
      ),
    )
    await shows(opened, 'Set in a template')
    edit(root, 'templates/partials/nameplate.mjml.hbs', (text) =>
      text.replace('{{publication.name}}', '{{publication.name}}, weekly'),
    )
    await shows(opened, 'Long Meridian, weekly')
    edit(root, 'templates/phrases/en.yaml', (text) =>
      text.replace(/^unsubscribe:.*/m, 'unsubscribe: Leave us'),
    )
    await shows(opened, 'Leave us')
    edit(root, 'newsletter.yaml', (text) =>
      text.replace('name: Long Meridian', 'name: Short Meridian'),
    )
    await shows(opened, 'Short Meridian, weekly')
    await opened.page.getByRole('navigation').getByText('Short Meridian').waitFor()
    expect(opened.wrong).toEqual([])
  })

  it('of an image', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'))
    const cover = letterIn(page).locator('img').first()
    const before = await cover.getAttribute('src')
    const square = await sharp({
      create: { width: 600, height: 400, channels: 3, background: '#123456' },
    })
      .jpeg()
      .toBuffer()
    writeFileSync(join(root, 'issues/lima-summit/cover.jpg'), square)
    await expect.poll(() => cover.getAttribute('src')).not.toBe(before)
  })

  it('that an editor makes by putting a new file in the place of the old', async () => {
    const opened = await open(url('/issues/week-in-letters/letter'))
    await shows(opened, 'The week in letters')
    const file = join(root, 'issues/week-in-letters/ferry.md')
    edit(root, 'issues/week-in-letters/ferry.md', (text) => `${text}\nFirst.\n`)
    await shows(opened, 'First.')
    writeFileSync(`${file}.new`, '---\ntitle: Another ferry\n---\n\nPut in its place.\n')
    renameSync(`${file}.new`, file)
    await shows(opened, 'Put in its place.')
  })

  it('of a new issue and of one that goes, in the list', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'))
    writeFileSync(
      join(root, 'issues/brand-new.yaml'),
      'title: Brand new\ndate: 2025-01-01\nsections:\n  - type: quote\n    text: Hello\n',
    )
    await page.getByRole('link', { name: 'Brand new' }).waitFor()
    rmSync(join(root, 'issues/brand-new.yaml'))
    await page.getByRole('link', { name: 'Brand new' }).waitFor({ state: 'detached' })
  })

  it('and leaves scroll, reader, width, ground and images as they were', async () => {
    const opened = await open(
      url(
        '/issues/lima-summit/letter?reader=list:finn.oneill@example.org&width=375&dark=own&images=off',
      ),
    )
    const { page } = opened
    await shows(opened, 'Lima')
    await page.mouse.wheel(0, 900)
    await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(800)
    const before = await page.evaluate('[scrollY, location.href]')
    edit(root, 'issues/lima-summit/article.md', (text) => `${text}\nSaid at the end.\n`)
    await shows(opened, 'Said at the end.')
    expect(await page.evaluate('[scrollY, location.href]')).toEqual(before)
    expect(await page.locator('iframe').evaluate((frame) => frame.clientWidth)).toBe(375)
    expect(await letterIn(page).locator('img').count()).toBe(0)
    await page.getByText('Finn').first().waitFor()
  })
})

describe('what cannot be a letter', () => {
  let opened: OpenPage

  it('says file, line, the line and the mend, before the last good letter, and goes when it is mended', async () => {
    opened = await open(url('/issues/lima-summit/letter'))
    const { page } = opened
    await shows(opened, 'Lima')
    edit(root, 'issues/lima-summit.yaml', (text) => text.replace(/^article:/m, 'artcle:'))
    const problems = page.getByRole('region', { name: 'Problems' })
    await problems.getByText('Unknown key "artcle".').waitFor()
    await problems.getByText(/^issues\/lima-summit\.yaml:\d+:1$/).waitFor()
    await problems.getByText('artcle: lima-summit/article.md').waitFor()
    await problems.getByText('Did you mean "article"?').waitFor()
    await shows(opened, 'Lima')
    edit(root, 'issues/lima-summit.yaml', (text) => text.replace(/^artcle:/m, 'article:'))
    await problems.waitFor({ state: 'detached' })
    await shows(opened, 'Lima')
  })

  it('is shown for a broken template, configuration and a missing picture as well', async () => {
    opened = await open(url('/issues/lima-summit/letter'))
    const { page } = opened
    const problems = page.getByRole('region', { name: 'Problems' })
    const breaks = async (name: string, from: string, to: string, says: RegExp) => {
      edit(root, name, (text) => text.replace(from, to))
      await problems.getByText(says).waitFor()
      edit(root, name, (text) => text.replace(to, from))
      await problems.waitFor({ state: 'detached' })
    }
    await shows(opened, 'Lima')
    await breaks(
      'templates/partials/nameplate.mjml.hbs',
      'publication.name',
      'publication.nmae',
      /is not defined/,
    )
    await breaks('newsletter.yaml', 'timezone:', 'timezoone:', /Unknown key "timezoone"/)
    await breaks(
      'issues/lima-summit.yaml',
      'lima-summit/cover.jpg',
      'lima-summit/gone.jpg',
      /does not exist/,
    )
  })
})

describe('a file that is being written', () => {
  const project = sampleProject()
  const held = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const slow = studio(project, {
    hold: () => {
      held.resolve()
      return release.promise
    },
  })

  it('is no problem, when the next save is whole', async () => {
    const opened = await open(slow.url('/issues/week-in-letters/letter'))
    const { page } = opened
    await shows(opened, 'The week in letters')
    await page.evaluate(`new MutationObserver(() => {
      if (document.querySelector('.problems')) document.body.dataset.flashed = 'yes'
    }).observe(document.body, { childList: true, subtree: true })`)
    const name = 'issues/week-in-letters.yaml'
    const titled = (text: string, title: string) => text.replace(/^title: .*/m, `title: ${title}`)
    const whole = readFileSync(join(project, name), 'utf8')
    writeFileSync(join(project, name), '')
    await held.promise
    writeFileSync(join(project, name), titled(whole, 'Written slowly'))
    await shows(opened, 'Written slowly')
    release.resolve()
    edit(project, name, (text) => titled(text, 'Written again'))
    await shows(opened, 'Written again')
    expect(await page.evaluate(`document.body.dataset.flashed ?? 'no'`)).toBe('no')
  })
})
