import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { describe, expect, it } from 'vitest'
import { openPress } from '../../src/build/press.ts'
import { sentLetters } from '../../src/cli/sent-letters.ts'
import { projectFiles } from '../../src/project/files.ts'
import type { Project } from '../../src/project/project.ts'
import type { Engine } from '../../src/store/engine.ts'
import { createSend } from '../../src/store/sends.ts'
import { confirmMail } from '../../src/web/confirm-mail.ts'
import { atomFeed, jsonFeed, sitemap } from '../../src/web/feeds.ts'
import { openPages } from '../../src/web/pages.ts'
import { contents, edit } from '../build/project.ts'
import { inside } from '../cli/inside.ts'
import { SECRET, type Site, site } from './site.ts'
import { xmlProblem } from './xml.ts'

const sent = (store: Engine, issue: string, started: number | null) =>
  createSend(store, {
    issue,
    state: 'done',
    sender: 'letters@example.com',
    digest: 'd',
    parts: '{}',
    selection: '{}',
    created_at: 1,
    started_at: started,
  })

async function withLetters(): Promise<Site> {
  const there = await site((input) => ({
    archive: sentLetters(
      openPress(input.project.root, { PRESSRUN_SECRET: SECRET }),
      input.store,
      () => {},
    ),
  }))
  await sent(there.store, 'lima-summit', 1)
  await sent(there.store, 'week-in-letters', null)
  await sent(there.store, 'gone-since', 1)
  return there
}

describe('the archive', () => {
  it('has what went out, and only that: an index, the letter with its pictures, feeds; the same as files', async () => {
    const there = await withLetters()
    const text = async (path: string) => (await there.ask(path)).text()
    const index = await text('/archive')
    expect(await text('/archive/')).toBe(index)
    expect(index).toContain('href="https://letters.longmeridian.example/lima-summit/"')
    expect(index).not.toMatch(/week-in-letters|gone-since/)

    const letter = await there.ask('/lima-summit/')
    const html = await letter.text()
    expect(letter.headers.get('content-security-policy')).not.toContain('script-src')
    expect(html).toContain('<meta property="og:title" content="Forty-one minutes in Lima">')
    expect(html).toContain(
      '<link rel="canonical" href="https://letters.longmeridian.example/lima-summit/">',
    )
    expect(html).not.toContain('mina.calder')
    const picture = /src="(images\/[^"]+)"/.exec(html)?.[1] as string
    const shown = await there.ask(`/lima-summit/${picture}`)
    expect([shown.status, shown.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^image\//),
    ])

    for (const path of [
      '/week-in-letters/',
      '/gone-since/',
      '/no-such-letter/',
      '/lima-summit/../newsletter.yaml',
      '/lima-summit/images/..%2f..%2f.env',
    ])
      expect((await there.ask(path)).status, path).toBe(404)
    for (const path of ['/feed.xml', '/sitemap.xml']) {
      const body = await text(path)
      expect(xmlProblem(body), path).toBe('')
      expect(body).toContain('/lima-summit/')
    }
    expect(JSON.parse(await text('/feed.json')).items).toMatchObject([
      { title: 'Forty-one minutes in Lima' },
    ])
    expect(await text('/robots.txt')).toContain('Disallow: /unsubscribe/')

    const { code, out, err } = await inside(there.root, ['archive', '--out', 'site'], {
      PRESSRUN_SECRET: SECRET,
    })
    expect({ code, out, err }).toMatchObject({
      code: 1,
      out: expect.stringContaining('1 issue in site'),
      err: expect.stringContaining('gone-since went out'),
    })
    const files = contents(join(there.root, 'site'))
    expect(files['lima-summit/index.html']).toBe(Buffer.from(html).toString('latin1'))
    expect(files['feed.xml']).toBe(Buffer.from(await text('/feed.xml')).toString('latin1'))
    expect(Object.keys(files)).toContain(`lima-summit/${picture}`)
  })

  it('of nothing says so', async () => {
    expect(await (await (await site()).ask('/archive')).text()).toContain(
      'No letter has gone out yet.',
    )
  })
})

it('an issue that search engines are to leave out says so, and is not in the sitemap; whoever has the link reads it', async () => {
  const there = await site((input) => {
    edit(input.project.root, 'issues/lima-summit.yaml', (text) => `${text}\nrobots: noindex\n`)
    const press = openPress(input.project.root, { PRESSRUN_SECRET: SECRET })
    return { archive: sentLetters(press, input.store, () => {}) }
  })
  await sent(there.store, 'lima-summit', 1)
  await sent(there.store, 'week-in-letters', 1)
  const text = async (path: string) => (await there.ask(path)).text()
  expect(await text('/lima-summit/')).toContain('<meta name="robots" content="noindex">')
  expect(await text('/week-in-letters/')).not.toContain('name="robots"')
  const map = await text('/sitemap.xml')
  expect(map).toContain('/week-in-letters/')
  expect(map).not.toContain('/lima-summit/')
  const robots = await text('/robots.txt')
  expect(robots).toContain('Disallow: /lima-summit/images/\n')
  expect(robots).not.toContain('Disallow: /lima-summit/\n')
  expect(await text('/archive')).toContain('/lima-summit/')
})

describe('feeds', () => {
  it('hold whatever a title holds', () => {
    const project = {
      url: 'https://l.example/a',
      name: 'A & <B>',
      tagline: '"q"',
      lang: 'en',
      from: { name: '', address: 'a@l.example' },
    } as unknown as Project
    const hard = {
      slug: 'x',
      title: ']]> & <script>"\u0007\ud800',
      preheader: '{{evil}}',
      lang: 'ko',
      date: '2024-11-18',
    }
    for (const text of [atomFeed(project, [hard]), sitemap(project, [hard])])
      expect(xmlProblem(text)).toBe('')
    expect(atomFeed(project, [])).toContain('<updated>1970')
    expect(JSON.parse(jsonFeed(project, [hard])).items[0].id).toBe('https://l.example/a/x/')
  })
})

describe('the words of the pages', () => {
  it('are in every language, with the same keys and the same values in them', () => {
    const folder = join(import.meta.dirname, '../../templates/web/phrases')
    const shape = (name: string) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .flatMap((line) => {
          const key = /^(\w+):/.exec(line)?.[1]
          return key ? [`${key} ${[...line.matchAll(/\{\w+\}/g)].map(String).sort()}`] : []
        })
    const names = readdirSync(folder)
    expect(names.sort()).toEqual(readdirSync(join(folder, '../../phrases')).sort())
    for (const name of names) expect(shape(name), name).toEqual(shape('en.yaml'))
  })
})

describe('the mail that asks', () => {
  it('is plain, has the link whole, and nothing of whoever asked', async () => {
    const there = await site()
    const { project } = openPress(there.root, { PRESSRUN_SECRET: SECRET })
    const files = projectFiles(there.root)
    const mail = confirmMail({
      project,
      files,
      pages: openPages(files, project),
      envelopeFrom: () => 'bounce@longmeridian.example',
    })
    const link = `https://letters.longmeridian.example/confirm/${'x'.repeat(150)}`
    for (const lang of ['en', 'ko', 'ar']) {
      const { bytes, envelope } = await mail('ana@example.com', lang, link, new Date(0))
      const parsed = await simpleParser(bytes)
      expect(parsed.text).toContain(link)
      expect(parsed.text).toContain('17 Ropewalk Lane')
      expect(parsed.subject).toContain('Long Meridian')
      expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
      expect(envelope).toEqual({ from: 'bounce@longmeridian.example', to: 'ana@example.com' })
      expect(
        Math.max(
          ...bytes
            .toString('latin1')
            .split('\r\n')
            .map(({ length }) => length),
        ),
      ).toBeLessThan(100)
    }
  })
})
