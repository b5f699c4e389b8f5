// The letter as a picture and on paper, where a browser is there to do it.

import sharp from 'sharp'
import { expect, it } from 'vitest'
import type { StudioInfo } from '../../src/preview/wire.ts'
import { browser, letterIn, sampleProject, studio } from './studio.ts'

const { url, json } = studio(sampleProject(), { env: { PATH: process.env.PATH } })
const { open } = browser()

it('saves what is shown as PNG and as PDF', async () => {
  expect((await json<StudioInfo>('/api/studio')).pictures).toBe(true)
  const { page } = await open(url('/issues/week-in-letters/letter?width=375&dark=own'))
  await letterIn(page).getByText('The week in letters').first().waitFor()
  const saved = async (name: string) => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    const file = await download
    const stream = await file.createReadStream()
    return { name: file.suggestedFilename(), bytes: Buffer.concat(await stream.toArray()) }
  }
  const png = await saved('PNG')
  expect(png.name).toBe('week-in-letters.png')
  const { width, height = 0 } = await sharp(png.bytes).metadata()
  expect(width).toBe(750)
  expect(height).toBeGreaterThan(1000)
  const { channels } = await sharp(png.bytes).stats()
  // Dark by the letter's own rules, as the page shows it.
  expect(channels[0]?.mean).toBeLessThan(110)

  const pdf = await saved('PDF')
  expect(pdf.name).toBe('week-in-letters.pdf')
  expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.bytes.length).toBeGreaterThan(5000)
})

it('prints the letter alone', async () => {
  const { page } = await open(url('/issues/week-in-letters/letter'))
  await letterIn(page).getByText('The week in letters').first().waitFor()
  await page.evaluate(`document.querySelector('iframe').contentWindow.print = () => {
    document.body.dataset.printed = 'the letter'
  }`)
  await page.getByRole('button', { name: 'Print' }).click()
  expect(await page.evaluate('document.body.dataset.printed')).toBe('the letter')
})
