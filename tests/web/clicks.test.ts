import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { expect, it } from 'vitest'
import { loadProject } from '../../src/project/load.ts'
import { keepLinks, linkFigures } from '../../src/store/links.ts'
import { edit, sampleProject } from '../build/project.ts'
import { inside } from '../cli/inside.ts'
import { mailServer } from '../delivery/wire/mail-server.ts'
import { SECRET, site } from './site.ts'

const KEY = 'abcdefghijkl_-34'

async function mailbox() {
  const { port, received } = await mailServer({ disabledCommands: ['STARTTLS', 'AUTH'] })
  return { received, url: `smtp://127.0.0.1:${port}` }
}

const hrefs = (html: string) =>
  [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => href as string)

it('a publication that counts clicks: every reader has the same links, each leads on, and the report has the totals', async () => {
  const there = await site((input) => ({ project: { ...input.project, countClicks: true } }))
  edit(there.root, 'newsletter.yaml', (text) => `${text}\ncount-clicks: true\n`)
  writeFileSync(join(there.root, 'two.csv'), 'email,name\nana@example.com,Ana\nbo@example.org,Bo\n')
  const { received, url } = await mailbox()
  const env = { PRESSRUN_SECRET: SECRET, PRESSRUN_SMTP_URL: url }
  const sent = await inside(there.root, ['send', 'lima-summit', '--list', 'two.csv', '--yes'], env)
  expect(sent).toMatchObject({ code: 0 })

  const letters = await Promise.all(received.map(({ bytes }) => simpleParser(bytes)))
  const [ways, others] = letters.map(({ html }) =>
    hrefs(String(html)).filter((href) => href.includes('/to/')),
  ) as [string[], string[]]
  expect(ways).toEqual(others)
  expect(ways.length).toBeGreaterThan(5)
  const counted = new Map(
    (await linkFigures(there.store, 'lima-summit')).map(({ url, clicks }) => [url, clicks]),
  )
  for (const way of ways) {
    const path = new URL(way).pathname
    for (const method of ['GET', 'HEAD']) {
      const answer = await there.ask(path, { method })
      expect(answer.status).toBe(302)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      expect(counted.has(answer.headers.get('location') as string)).toBe(true)
    }
  }
  // What is written out in the plain text is what the link says it is.
  expect(letters[0]?.text).toContain('https://www.apec.org/')
  expect(letters[0]?.text).not.toContain('/to/')
  // No reader's own link is counted.
  for (const href of hrefs(String(letters[0]?.html))) expect(counted.has(href), href).toBe(false)

  const report = await inside(there.root, ['report', 'lima-summit', '--json'], env)
  const { clicks } = JSON.parse(report.out) as { clicks: { url: string; clicks: number }[] }
  expect(clicks.reduce((sum, one) => sum + one.clicks, 0)).toBe(ways.length)
  await inside(there.root, ['report', 'lima-summit', '--out', 'r.html'], env)
  // Sent again, nobody's clicks are forgotten.
  await there.store.write(
    keepLinks(there.store, 'lima-summit', [
      { key: new URL(ways[0] as string).pathname.slice(4), url: 'https://other.example/' },
    ]),
  )
  expect((await linkFigures(there.store, 'lima-summit')).map(({ url }) => url)).not.toContain(
    'https://other.example/',
  )
  expect(JSON.stringify(there.lines)).not.toContain(new URL(ways[0] as string).pathname)
})

it('a copy for looking at, and a publication that says nothing, have links as they are', async () => {
  const there = await site()
  const { received, url } = await mailbox()
  const env = { PRESSRUN_SECRET: SECRET, PRESSRUN_SMTP_URL: url }
  const copy = () => inside(there.root, ['send', 'lima-summit', '--to', 'me@example.com'], env)
  await copy()
  edit(there.root, 'newsletter.yaml', (text) => `${text}\ncount-clicks: true\n`)
  expect((await copy()).code).toBe(0)
  const letters = await Promise.all(received.map(({ bytes }) => simpleParser(bytes)))
  expect(letters).toHaveLength(2)
  for (const { html } of letters) expect(hrefs(String(html)).join()).not.toContain('/to/')
})

it('nothing but what a letter held is led to', async () => {
  const there = await site()
  await there.store.write(
    keepLinks(there.store, 'a', [{ key: KEY, url: 'https://held.example/?a=1&b=2' }]),
  )
  expect((await there.ask(`/to/${KEY}`)).headers.get('location')).toBe(
    'https://held.example/?a=1&b=2',
  )
  for (const path of [
    '/to/',
    '/to/https://evil.example/',
    '/to/%2F%2Fevil.example',
    `/to/${KEY}/`,
    `/to/${KEY}?url=https://evil.example/`.replace(KEY, 'zzzzzzzzzzzzzzzz'),
    `/to/${KEY.toUpperCase()}`,
    "/to/'%20or%20'1'%3D'1",
  ]) {
    const answer = await there.ask(path)
    expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 404, null])
  }
  expect((await there.post(`/to/${KEY}`, {})).status).toBe(404)
  expect(await linkFigures(there.store, 'a')).toEqual([
    { url: 'https://held.example/?a=1&b=2', clicks: 1 },
  ])
})

it('clicks that come at once are all counted', async () => {
  const there = await site()
  await there.store.write(keepLinks(there.store, 'a', [{ key: KEY, url: 'https://held.example/' }]))
  await Promise.all(Array.from({ length: 50 }, () => there.ask(`/to/${KEY}`)))
  expect((await linkFigures(there.store, 'a'))[0]?.clicks).toBe(50)
})

it.each([
  [false, 'Which links you follow is not counted.'],
  [true, 'counts how often each is followed by all readers together'],
])('the privacy page says so: %j', async (countClicks, words) => {
  const there = await site((input) => ({ project: { ...input.project, countClicks } }))
  const page = await there.ask('/privacy')
  expect(page.status).toBe(200)
  const html = await page.text()
  expect(html).toContain(words)
  expect(html).toContain('editors@longmeridian.example')
  const korean = await there.ask('/privacy/', { headers: { 'accept-language': 'ko' } })
  expect(await korean.text()).toContain('<html lang="ko" dir="ltr">')
  const footer = /<footer[\s\S]*<\/footer>/.exec(await (await there.ask('/archive')).text())?.[0]
  expect(footer).toContain('href="https://letters.longmeridian.example/privacy/"')
})

it('is off where newsletter.yaml says nothing', () => {
  const root = sampleProject()
  const read = () => loadProject(root, {}).countClicks
  expect(read()).toBe(false)
  edit(root, 'newsletter.yaml', (text) => `${text}\ncount-clicks: true\n`)
  expect(read()).toBe(true)
  edit(root, 'newsletter.yaml', (text) => text.replace('count-clicks', 'track-clicks'))
  expect(read).toThrow(/Did you mean "count-clicks"/)
})
