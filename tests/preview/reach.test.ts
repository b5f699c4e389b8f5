// The studio in a real browser by key, at phone width, and for those who cannot see it.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { browser, letterIn, sampleProject, studio } from './studio.ts'

const { url } = studio(sampleProject())
const { open, stay } = browser()

describe('with the keyboard alone', () => {
  it('issues, views, grounds, widths, images, search and help are reached', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter'))
    const at = (text: string) => page.waitForURL((to) => decodeURIComponent(to.href).includes(text))
    const press = (key: string) => page.keyboard.press(key)
    await letterIn(page).getByText('The week').first().waitFor()
    await press('j')
    await at('/issues/lima-summit/letter')
    await press('k')
    await at('/issues/week-in-letters/letter')
    for (const [key, view] of [
      ['2', 'text'],
      ['3', 'html'],
      ['4', 'message'],
      ['5', 'content'],
      ['6', 'row'],
      ['7', 'size'],
      ['8', 'findings'],
      ['1', 'letter'],
    ] as const) {
      await press(key)
      await at(`/week-in-letters/${view}`)
    }
    for (const kind of ['own', 'part', 'full']) {
      await press('d')
      await at(`dark=${kind}`)
    }
    await press('p')
    await at('width=375')
    await press('t')
    await at('width=768')
    await press('i')
    await at('images=off')
    await press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await press('Escape')
    await press('/')
    await page.keyboard.type('lima forty')
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1)
    await press('Tab')
    await press('Enter')
    await at('/issues/lima-summit/')
  })

  it('what is typed right after / is searched for, however quick', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter'))
    await letterIn(page).getByText('The week').first().waitFor()
    // Both keys in one task of the page: no frame is drawn between them.
    const focused = await page.evaluate(`(() => {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))
      return document.activeElement?.id
    })()`)
    expect(focused).toBe('search')
  })

  it('a key right after Escape is the page’s, not the dialog’s that was open', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter'))
    await letterIn(page).getByText('The week').first().waitFor()
    await page.keyboard.press('?')
    await page.locator('dialog').waitFor()
    // What Escape does first, and the next key, in one task of the page.
    const focused = await page.evaluate(`(() => {
      const dialog = document.querySelector('dialog')
      dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
      dialog.close()
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true, cancelable: true }))
      return document.activeElement?.id
    })()`)
    expect(focused).toBe('search')
  })

  it('keys work inside the letter too', async () => {
    const { page } = await open(url('/issues/week-in-letters/letter'))
    await letterIn(page).getByRole('link').first().focus()
    await page.keyboard.press('d')
    await page.waitForURL(/dark=own/)
  })
})

describe('at the width of a phone', () => {
  it('nothing is wider than the screen, and issues are in a drawer', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'), {
      viewport: { width: 390, height: 844 },
    })
    await letterIn(page).getByText('Lima').first().waitFor()
    for (const view of [
      'letter',
      'text',
      'html',
      'message',
      'content',
      'row',
      'size',
      'findings',
    ]) {
      await page.goto(url(`/issues/lima-summit/${view}`))
      await page.locator('main > *').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
      const tab = await page.locator('.views [aria-current]').boundingBox()
      expect((tab?.x ?? 999) + (tab?.width ?? 0), view).toBeLessThanOrEqual(391)
    }
    await page.getByRole('button', { name: 'Issues' }).click()
    await page.getByRole('link', { name: /The week in letters/ }).click()
    await page.waitForURL('**/week-in-letters/findings')
    await page.getByRole('link', { name: /The week in letters/ }).waitFor({ state: 'hidden' })
  })
})

describe('for those who do not see it', () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const violations = async (page: Page): Promise<string[]> =>
    (await page.evaluate(`axe.run({ exclude: ['iframe'] }).then(({ violations }) => violations.flatMap(
      ({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)
    ))`)) as string[]

  const schemes = ['light', 'dark'] as const
  const views = ['letter', 'text', 'html', 'message', 'content', 'row', 'size', 'findings']

  describe.each(schemes)('axe finds nothing, %s', (colorScheme) => {
    // One page for all of them: to open it takes as long as to look at it.
    let page: Page
    const view = async (name: string) => {
      const link = page.getByRole('navigation', { name: 'Views' }).locator(`a[href*="/${name}"]`)
      await link.click()
      await link.and(page.locator('[aria-current]')).waitFor()
    }
    beforeAll(async () => {
      page = (await stay(url('/issues/lima-summit/letter'), { colorScheme })).page
      await letterIn(page).getByText('Lima').first().waitFor()
      await page.evaluate(axe)
    })

    it.each(views)('in the view %s', async (name) => {
      await view(name)
      await page.locator('main > *').first().waitFor()
      expect(await violations(page)).toEqual([])
    })

    it.each(['r', 'c', 's', '?'])('in the dialog of %s, which escape closes', async (key) => {
      await view('letter')
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    })

    it('in the caught mail', async () => {
      await view('letter')
      await page.keyboard.press('m')
      await page.getByRole('heading', { name: 'Caught mail' }).waitFor()
      expect(await violations(page)).toEqual([])
    })
  })
})
