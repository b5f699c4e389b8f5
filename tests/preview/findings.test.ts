// What the checks find, in the studio: seen, placed, counted, gone when it is mended; and a list sent to its inbox.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { checkedIssues } from '../../src/check/marks.ts'
import { sendStates } from '../../src/cli/send-states.ts'
import type { CaughtList, FindingsAnswer, IssueRow } from '../../src/preview/wire.ts'
import { pressrun } from '../check/pressrun.ts'
import { browser, edit, letterIn, sampleProject, studio } from './studio.ts'

const root = sampleProject()
/** Without a studio. */
const alone = sampleProject()
const { url, json } = studio(root, { states: () => sendStates(root, {}) })
const { open } = browser()

const ARTICLE = 'issues/week-in-letters/ferry.md'
const stateOf = async (slug: string) =>
  (await json<readonly IssueRow[]>('/api/issues')).find((row) => row.slug === slug)?.state

it('a letter in which nothing is wrong is said to be so, and its issue is checked', async () => {
  expect(await stateOf('week-in-letters')).toBe('draft')
  const { page, wrong, elsewhere } = await open(url('/issues/week-in-letters/findings'))
  await page.getByText('Nothing is wrong with this letter').waitFor()
  await expect.poll(() => stateOf('week-in-letters')).toBe('checked')
  await page.getByRole('link', { name: /The week in letters.*checked/ }).waitFor()
  expect(await stateOf('lima-summit')).toBe('draft')
  expect([wrong, elsewhere]).toEqual([[], []])
})

it('a finding comes with the save, is counted at its view, and leads to its line', async () => {
  const { page } = await open(url('/issues/week-in-letters/letter'))
  await letterIn(page).getByText('ferry').first().waitFor()
  edit(root, ARTICLE, (text) => `${text}\nThe timetable is [here](http://localhost/times).\n`)
  await page.getByRole('link', { name: 'Findings 2' }).click()
  const finding = page.getByRole('article').filter({ hasText: 'http://localhost/times' })
  await finding.getByRole('heading', { name: /is on this machine or in its network/ }).waitFor()
  expect(await page.getByRole('region', { name: 'Errors' }).getByRole('article').count()).toBe(1)
  expect(await page.getByRole('region', { name: 'Warnings' }).getByRole('article').count()).toBe(1)
  const place = finding.getByRole('button', { name: /ferry\.md:\d+:\d+/ })
  expect(await place.getAttribute('aria-expanded')).toBe('false')
  await place.click()
  await finding
    .locator('.marked')
    .getByText('The timetable is [here](http://localhost/times).')
    .waitFor()
  expect(await stateOf('week-in-letters')).toBe('draft')
})

it('says the same as the command, and goes when it is mended', async () => {
  const { findings } = await json<FindingsAnswer>('/api/letters/week-in-letters/findings')
  const { out, status } = await pressrun(root, ['check', 'week-in-letters', '--json'])
  const [issue] = (JSON.parse(out) as { issues: [{ findings: object[] }] }).issues
  expect(findings.map(({ about: _, around: __, ...finding }) => finding)).toEqual(issue.findings)
  expect(status).toBe(1)
  const { page } = await open(url('/issues/week-in-letters/findings'))
  await page.getByText('1 error, 1 warning.').waitFor()
  edit(root, ARTICLE, (text) => text.replace(/\nThe timetable.*\n$/, ''))
  await page.getByText('Nothing is wrong with this letter').waitFor()
  await expect.poll(() => stateOf('week-in-letters')).toBe('checked')
})

it('an issue that cannot be read is a finding with its line', async () => {
  const { page } = await open(url('/issues/lima-summit/findings'))
  await page.getByText('Nothing is wrong with this letter').waitFor()
  edit(root, 'issues/lima-summit.yaml', (text) => text.replace(/^article:/m, 'artcle:'))
  await page.getByRole('heading', { name: /unknown key "artcle"/i }).waitFor()
  edit(root, 'issues/lima-summit.yaml', (text) => text.replace(/^artcle:/m, 'article:'))
  await page.getByText('Nothing is wrong with this letter').waitFor()
})

it('what the command has checked is checked here too', async () => {
  expect(checkedIssues(root).has('cairo-notes')).toBe(false)
  await pressrun(root, ['check', 'cairo-notes'])
  expect(await stateOf('cairo-notes')).toBe('checked')
  edit(root, 'issues/cairo-notes.yaml', (text) => `${text}\n# A remark.\n`)
  expect(await stateOf('cairo-notes')).toBe('draft')
})

it('a whole list is sent to the open studio, and to nobody else', async () => {
  const send = ['send', 'lima-summit', '--list', 'subscribers/sample.csv', '--to-studio', '--json']
  const { out, status } = await pressrun(root, send)
  const { counts } = JSON.parse(out) as { counts: { states: { accepted: number } } }
  const { accepted } = counts.states
  expect(status).toBe(0)
  expect(accepted).toBeGreaterThan(3)
  const { messages, total } = await json<CaughtList>('/api/inbox')
  expect(total).toBe(accepted)
  const addresses = messages.map(({ to }) => /[^<\s]+@[^>\s]+/.exec(to)?.[0])
  expect(new Set(addresses).size).toBe(accepted)
  expect(readFileSync(join(root, 'subscribers/sample.csv'), 'utf8')).toContain(addresses[0])
  expect(existsSync(join(root, '.pressrun/pressrun.db'))).toBe(false)
  const { page } = await open(url('/inbox'))
  await page
    .getByText(addresses[0] as string)
    .first()
    .waitFor()
})

it('an issue whose send is planned is said to be so', async () => {
  const plan = ['--list', 'subscribers/sample.csv', '--plan-only']
  const { status } = await pressrun(root, ['send', 'lima-summit-ko', ...plan], {
    PRESSRUN_SECRET: 'a secret of sixteen and more',
    PRESSRUN_SMTP_URL: 'smtp://127.0.0.1:1',
  })
  expect(status).toBe(0)
  expect(await stateOf('lima-summit-ko')).toBe('planned')
})

it('nothing is sent where no studio is open', async () => {
  const { err, status } = await pressrun(alone, [
    ...['send', 'lima-summit', '--list', 'subscribers/sample.csv', '--to-studio'],
  ])
  expect(err).toContain('no studio is open for this project')
  expect(status).toBe(1)
})
