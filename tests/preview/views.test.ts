// Every view in a real browser: as an address and by pointer.

import { execFileSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openPress } from '../../src/build/press.ts'
import { sampleOf } from '../../src/build/sample.ts'
import { messageMaker } from '../../src/message/maker.ts'
import type { LetterAnswer } from '../../src/preview/wire.ts'
import { browser, edit, letterIn, sampleProject, studio } from './studio.ts'

const root = sampleProject()
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
    cwd: root,
    stdio: 'ignore',
  })
git('init')
git('add', '.')
git('commit', '-m', 'The first state')
edit(root, 'issues/lima-summit/article.md', (text) => `${text}\nWritten since the commit.\n`)

const { url, json } = studio(root)
const { open } = browser()

/** Colour behind the element, as the browser computes it: red, green, blue. */
const ground = (page: Page, selector: string) =>
  letterIn(page)
    .locator(selector)
    .first()
    .evaluate((element) => {
      const view = element.ownerDocument.defaultView as unknown as {
        getComputedStyle(of: unknown): { backgroundColor: string }
      }
      return (view.getComputedStyle(element).backgroundColor.match(/\d+/g) ?? []).map(Number)
    })
const lightness = (rgb: readonly number[]) =>
  rgb.slice(0, 3).reduce((sum, part) => sum + part, 0) / 765

describe('the letter', () => {
  it('is the very message that a send makes for the reader', async () => {
    const answer = await json<LetterAnswer>('/api/letters/lima-summit')
    const raw = await (await fetch(url(answer.letter?.raw ?? ''))).text()
    const press = openPress(root, {})
    const { rendered } = await press.render('lima-summit')
    const { project, keys } = press
    const maker = messageMaker({ project, rendered, keys })
    const { bytes } = await maker.make(sampleOf(project), new Date(answer.made))
    expect(raw).toBe(bytes.toString())
    expect(answer.letter?.html).toBe(maker.html(sampleOf(project)))
    // The last line break belongs to what follows the part (RFC 2046 §5.1.1).
    expect(`${answer.letter?.text}\n`).toBe(maker.text(sampleOf(project)))
  })

  it('stands as wide as the address says, and as wide as it is dragged', async () => {
    const { page } = await open(url('/issues/lima-summit/letter?width=375'))
    const frame = page.locator('iframe')
    const width = () => frame.evaluate((element) => element.clientWidth)
    await letterIn(page).getByText('Lima').first().waitFor()
    expect(await width()).toBe(375)
    await page.getByRole('button', { name: 'Tablet' }).click()
    await expect.poll(width).toBe(768)
    const edge = page.getByRole('separator', { name: 'Width of the letter' })
    const box = await edge.boundingBox()
    if (!box) throw new Error('the edge is not there')
    await page.mouse.move(box.x + 6, 500)
    await page.mouse.down()
    await page.mouse.move(box.x + 6 - 60, 500, { steps: 4 })
    await page.mouse.up()
    await expect.poll(width).toBe(648)
    expect(page.url()).toContain('width=648')
    await edge.focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(width).toBe(640)
  })

  it('has three kinds of dark, each another', async () => {
    const { page } = await open(url('/issues/lima-summit/letter?dark=own'), {
      colorScheme: 'light',
    })
    const press = openPress(root, {})
    const { dark } = press.project.theme
    const sheet = '.sheet'
    await letterIn(page).locator(sheet).first().waitFor()
    const paper = (dark.paper.match(/[0-9a-f]{2}/gi) ?? []).map((hex) => Number.parseInt(hex, 16))
    expect(await ground(page, sheet)).toEqual(paper)
    await page.getByText('Dark by the letter’s own rules').waitFor()

    await page.getByRole('button', { name: 'Part inversion' }).click()
    await page.getByText('Light grounds made dark').waitFor()
    expect(lightness(await ground(page, 'body'))).toBeLessThan(0.25)

    await page.getByRole('button', { name: 'Full inversion' }).click()
    await page.getByText('Every colour turned over').waitFor()
    expect(lightness(await ground(page, 'body'))).toBeLessThan(0.25)

    await page.getByRole('button', { name: 'Light', exact: true }).click()
    await expect.poll(async () => lightness(await ground(page, 'body'))).toBeGreaterThan(0.8)
  })

  it('is light by day whatever the machine’s own scheme is', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'), { colorScheme: 'dark' })
    await letterIn(page).locator('.sheet').first().waitFor()
    expect(lightness(await ground(page, 'body'))).toBeGreaterThan(0.8)
  })

  it('shows the words for its images where they are off', async () => {
    const { page, elsewhere } = await open(url('/issues/lima-summit/letter?images=off'))
    await letterIn(page).getByText('Flat drawing of the cliffs of Lima').waitFor()
    expect(await letterIn(page).locator('img').count()).toBe(0)
    expect(elsewhere).toEqual([])
  })

  it('says where a link leads, and goes nowhere', async () => {
    const { page, elsewhere } = await open(url('/issues/lima-summit/letter'))
    await letterIn(page).getByRole('link', { name: 'View in browser' }).first().click()
    await page.getByText('https://letters.longmeridian.example/lima-summit/').waitFor()
    expect(page.url()).toContain('/issues/lima-summit/letter')
    expect(elsewhere).toEqual([])
  })
})

describe('every other view', () => {
  const sees = async (path: string, ...texts: readonly (string | RegExp)[]) => {
    const { page, wrong, elsewhere } = await open(url(path))
    for (const text of texts) await page.locator('main').getByText(text).first().waitFor()
    expect([wrong, elsewhere]).toEqual([[], []])
    return page
  }

  it('has an address of its own', async () => {
    await sees('/issues/lima-summit/text', 'Forty-one minutes in Lima\n=====', /kB, \d+ lines/)
    await sees('/issues/lima-summit/html', '<!doctype', 'X-UA-Compatible')
    await sees(
      '/issues/lima-summit/message',
      'List-Unsubscribe-Post',
      'Leaving takes one click and no page',
      'multipart/alternative',
      'Content-Transfer-Encoding: quoted-printable',
      /… \d+ more lines …/,
    )
    await sees(
      '/issues/lima-summit/content',
      'issues/lima-summit.yaml',
      /words, \d minutes? to read/,
      'asks',
      'answers',
    )
    await sees(
      '/issues/lima-summit/row',
      'Gmail in a browser',
      'Apple Mail on an iPhone',
      'Outlook for Windows',
      /of \d+ characters of the subject are seen/,
    )
    await sees(
      '/issues/lima-summit/size',
      /of HTML, \d+ % of the 102 kB/,
      'inline styles',
      'Outlook only',
      'image/jpeg',
    )
  })

  it('opens by pointer, and the way back leads back', async () => {
    const page = await sees('/issues/lima-summit/text', 'Lima')
    await page.getByRole('link', { name: 'Size' }).click()
    await page.getByText('Against Gmail’s limit').waitFor()
    await page.goBack()
    await page.locator('pre.text').waitFor()
  })

  it('begins with the newest issue', async () => {
    const { page } = await open(url('/'))
    await page.waitForURL('**/issues/cairo-notes/letter')
  })
})

describe('the reader', () => {
  it('is picked from the list by its words, and everything changes at once', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'))
    await page.getByRole('heading', { name: /^Mina/ }).waitFor()
    await page.keyboard.press('r')
    await page
      .getByRole('option', { name: 'Seoyeon' })
      .or(page.getByText('seoyeon@example.org'))
      .first()
      .waitFor()
    await page.keyboard.type('finn.o')
    await page.getByText('1 of 25 readers.').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /^Finn/ }).waitFor()
    expect(decodeURIComponent(page.url())).toContain('reader=list:finn.oneill@example.org')
    await letterIn(page).getByText('finn.oneill@example.org').waitFor({ state: 'attached' })
  })

  it('is made up', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'))
    await page.getByRole('button', { name: /^Reader/ }).click()
    await page.getByRole('button', { name: 'Make one up' }).click()
    await page.getByLabel('Address').fill('zelda@example.com')
    await page.getByLabel('Name').fill('Zelda Zonk')
    await page.getByRole('button', { name: /^Show this reader/ }).click()
    await page.getByRole('heading', { name: /^Zelda/ }).waitFor()
  })

  it('is a hard case: no name, a long one, one from the right, markup, the widest', async () => {
    const subject = async (id: string) =>
      (await json<LetterAnswer>(`/api/letters/lima-summit?reader=case:${id}`)).letter?.subject
    expect(await subject('no-name')).toMatch(/^Good morning:/)
    expect(await subject('long-name')).toMatch(/^上官/)
    expect(await subject('right-to-left')).toMatch(/^عبد/)
    expect(await subject('markup')).toMatch(/^<b>Ann<\/b>/)
    expect(
      (await json<LetterAnswer>('/api/letters/lima-summit?reader=case:widest')).reader.email,
    ).toBe('maximiliana@example.net')
    const { page } = await open(url('/issues/lima-summit/letter?reader=case:markup'))
    await page.getByRole('heading', { name: /^<b>Ann<\/b>/ }).waitFor()
    await letterIn(page).getByText("o'markup+tag@example.com").waitFor({ state: 'attached' })
    expect(await letterIn(page).locator('script').count()).toBe(0)
  })
})

describe('a comparison', () => {
  it('of two readers marks what is each one’s own', async () => {
    const { page } = await open(
      url('/issues/lima-summit/letter?beside=reader:list:noa@example.net'),
    )
    await page.getByText(/They differ in \d+ places?, which/).waitFor()
    await expect
      .poll(() => letterIn(page, 1).locator('mark').allInnerTexts())
      .toContain('noa@example.net')
    await page.getByRole('link', { name: 'Text', exact: true }).click()
    await page.locator('main mark', { hasText: 'noa@example.net' }).first().waitFor()
    await page.getByRole('link', { name: 'Message', exact: true }).click()
    await page.getByRole('row', { name: /^To/ }).locator('mark').first().waitFor()
  })

  it('with the last commit marks what was written since', async () => {
    const { page } = await open(url('/issues/lima-summit/letter?beside=git:HEAD'))
    await page.getByText('As last committed').waitFor()
    await expect
      .poll(() => letterIn(page).locator('mark').allInnerTexts())
      .toEqual(['Written since the commit.'])
    expect(await letterIn(page, 1).locator('mark').count()).toBe(0)
  })

  it('of two issues is chosen from their list', async () => {
    const { page } = await open(url('/issues/lima-summit/html'))
    await page.locator('pre.source').waitFor()
    await page.keyboard.press('c')
    await page.getByRole('button', { name: /The week in letters/ }).click()
    await page.getByRole('columnheader', { name: 'The week in letters' }).waitFor()
    expect(page.url()).toContain('beside=issue')
  })
})

describe('what is shown', () => {
  it('is saved as PNG and as PDF', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter?width=375&dark=own'))
    await letterIn(page).getByText('The week in letters').first().waitFor()
    /** As the link saves it. */
    const saved = async (kind: string) => {
      const href = await page.getByRole('link', { name: kind }).getAttribute('href')
      const answer = await fetch(url(href ?? ''))
      expect(answer.headers.get('content-disposition')).toMatch(/^attachment; .*week-in-letters\./)
      return Buffer.from(await answer.arrayBuffer())
    }
    const [png, pdf] = await Promise.all(['PNG', 'PDF'].map(saved))
    const { width, height = 0 } = await sharp(png).metadata()
    expect(width).toBe(750)
    expect(height).toBeGreaterThan(1000)
    const { channels } = await sharp(png).stats()
    // Dark by the letter's own rules, as the page shows it.
    expect(channels[0]?.mean).toBeLessThan(110)
    expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf?.length).toBeGreaterThan(5000)
  })

  it('is printed, the letter alone', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter'))
    await letterIn(page).getByText('The week in letters').first().waitFor()
    await page.evaluate(`document.querySelector('iframe').contentWindow.print = () => {
      document.body.dataset.printed = 'the letter'
    }`)
    await page.getByRole('button', { name: 'Print' }).click()
    expect(await page.evaluate('document.body.dataset.printed')).toBe('the letter')
  })
})
