// The studio's Import: paste, see each line's verdict, say otherwise, save; and who may not.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImportSaved, ImportView, IssueRow, StudioInfo } from '../../src/preview/wire.ts'
import { browser, letterIn, sampleProject, studio } from './studio.ts'

const root = sampleProject()
const { url, json } = studio(root)
const { open } = browser()
const PAGE = readFileSync(join(import.meta.dirname, '../import/sources/ferry.txt'), 'utf8')

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const { token } = await json<StudioInfo>('/api/studio')
  const headers = { 'content-type': 'application/json', 'x-studio-token': token }
  return json<Answer>(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('in the browser', () => {
  it('a pasted page is read, corrected by choosing, and saved as an issue that is then shown', async () => {
    const { page, wrong } = await open(url('/'))
    await page.getByRole('navigation').getByRole('button', { name: 'Import' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import' })
    await dialog.getByRole('textbox').fill(PAGE)
    await dialog.getByRole('button', { name: 'Read it' }).click()
    const parsed = dialog.getByRole('region', { name: 'What comes of it' })
    await parsed.getByText('Ana Ruiz asks, Tomas Reyne answers').waitFor()
    const fourth = dialog.getByRole('combobox', { name: 'Line 4 is' })
    expect(await fourth.locator('option').first().textContent()).toBe('left out, share buttons')

    await fourth.selectOption({ label: 'text' })
    await parsed.getByText('Share', { exact: true }).waitFor()
    await fourth.selectOption({ label: 'left out' })
    await parsed.getByText('Share', { exact: true }).waitFor({ state: 'detached' })
    expect(await fourth.locator('option').first().textContent()).toBe('left out, you left it out')

    await dialog.getByRole('textbox', { name: 'Name of the issue' }).fill('two-more-islands')
    await dialog.getByRole('button', { name: 'Save as an issue' }).click()
    await letterIn(page).getByText('Because the tide does not read timetables.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/issues/two-more-islands/letter')
    const report = readFileSync(join(root, 'issues/two-more-islands/import.md'), 'utf8')
    expect(report).toContain('You left it out:\n  - Line 4: `Share`')
    expect(wrong).toEqual([])
  })

  it('a file is taken, and what cannot be read is said in a sentence', async () => {
    const { page } = await open(url('/'))
    await page
      .getByRole('link', { name: /Forty-one minutes/ })
      .first()
      .waitFor()
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Import' })
    const file = dialog.locator('input[type=file]')
    await file.setInputFiles({
      name: 'x.pdf',
      mimeType: 'text/plain',
      buffer: Buffer.from('%PDF-1.7'),
    })
    await dialog.getByText('x.pdf is a PDF, which cannot be imported').waitFor()
    const markdown = Buffer.from(`# Nets\n\n${'The tide came in and went out again. '.repeat(4)}\n`)
    await file.setInputFiles({ name: 'nets.md', mimeType: 'text/markdown', buffer: markdown })
    await dialog.getByRole('textbox', { name: 'Name of the issue' }).waitFor()
    expect(await dialog.getByRole('textbox').inputValue()).toBe('nets')
  })
})

describe('on the wire', () => {
  const request = { text: PAGE, corrections: [], slug: 'lima-summit' }

  it('an issue that exists is told, and never overwritten', async () => {
    const before = readFileSync(join(root, 'issues/lima-summit/article.md'), 'utf8')
    expect((await post<ImportView>('/api/import', request)).exists).toBe(true)
    const refused = await post<{ problems: { message: string }[] }>('/api/import/save', request)
    expect(refused.problems[0]?.message).toContain('exists already')
    expect(readFileSync(join(root, 'issues/lima-summit/article.md'), 'utf8')).toBe(before)
  })

  it('reading writes nothing', async () => {
    await post<ImportView>('/api/import', { ...request, slug: 'only-read' })
    expect(existsSync(join(root, 'issues/only-read.yaml'))).toBe(false)
  })

  it.each([
    [{ ...request, slug: '../../outside' }, 'cannot be the name of an issue'],
    [{ text: 'http://127.0.0.1:1/', corrections: [] }, 'this machine or a private network'],
    [
      { text: 'http://169.254.169.254/latest', corrections: [] },
      'this machine or a private network',
    ],
    [{ text: ' ', corrections: [] }, 'there is nothing in'],
  ])('%j is refused', async (body, message) => {
    const answer = await post<{ problems: { message: string }[] }>('/api/import', body)
    expect(answer.problems[0]?.message).toContain(message)
  })

  it('nobody without the token imports anything', async () => {
    const response = await fetch(url('/api/import/save'), {
      method: 'POST',
      body: JSON.stringify({ ...request, slug: 'foreign' }),
    })
    expect(response.status).toBe(403)
    expect(existsSync(join(root, 'issues/foreign.yaml'))).toBe(false)
  })

  it('a saved issue is in the list of issues', async () => {
    const saved = await post<ImportSaved>('/api/import/save', { ...request, slug: 'by-wire' })
    expect(saved.written.at(-1)).toBe('issues/by-wire.yaml')
    await expect
      .poll(async () => (await json<IssueRow[]>('/api/issues')).map(({ slug }) => slug))
      .toContain('by-wire')
  })
})
