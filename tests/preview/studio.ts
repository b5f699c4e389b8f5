// A studio of a test's own: a copy of the sample project in a temporary folder, the page built from its source, a
// real server on a free port, a real browser.

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { readList } from '../../src/audience/list.ts'
import { openPreview, type Preview, type PreviewOptions } from '../../src/preview/preview.ts'
import type { ReaderList } from '../../src/preview/readers.ts'
import { listFiles } from '../../src/project/files.ts'
import { openBrowser } from '../browser.ts'

const ROOT = join(import.meta.dirname, '../..')
const APP = join(ROOT, 'src/preview/app')

/** A copy of the sample project, taken away after the test file. */
export function sampleProject(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-studio-'))
  for (const name of ['newsletter.yaml', 'issues', 'templates', 'subscribers']) {
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  }
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return root
}

/** Writes a file of a project anew, as an editor does. */
export function edit(root: string, name: string, change: (text: string) => string): void {
  const path = join(root, name)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`nothing changed in ${name}`)
  writeFileSync(path, after)
}

/** The page as it is in the source: built once for whatever it is, into a folder named for that. */
export async function builtPage(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of listFiles(APP)) hash.update(name).update(readFileSync(join(APP, name)))
  hash.update(readFileSync(join(ROOT, 'package-lock.json')))
  const folder = join(tmpdir(), `pressrun-page-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder
  const fresh = mkdtempSync(join(tmpdir(), 'pressrun-page-'))
  const { build } = await import('vite')
  await build({ configFile: join(APP, 'vite.config.ts'), build: { outDir: fresh } })
  try {
    renameSync(fresh, folder)
  } catch {
    // Another test file was as quick.
    rmSync(fresh, { recursive: true, force: true })
  }
  return folder
}

export function listOf(root: string, name = 'subscribers/sample.csv'): ReaderList {
  return {
    name,
    reads: (file) => file === name,
    async *rows() {
      for await (const row of readList(join(root, name), name))
        yield row.kind === 'subscriber' ? row.subscriber : 'rejected'
    },
  }
}

/** Opened before the tests of the file, closed after them. */
export function studio(root: string, options: Partial<PreviewOptions> = {}) {
  let preview: Preview
  const troubles: string[] = []
  beforeAll(async () => {
    preview = await openPreview({
      root,
      env: {},
      port: 0,
      smtpPort: 0,
      page: await builtPage(),
      list: listOf(root),
      sendTest: async () => ({ sent: false, detail: 'no mail in this test' }),
      now: () => new Date(),
      onTrouble: (sentence) => troubles.push(sentence),
      ...options,
    })
    await preview.ready
  })
  afterAll(() => preview.close())
  return {
    troubles,
    url: (path = '') => new URL(path, preview.url).href,
    async json<Answer>(path: string, init?: RequestInit): Promise<Answer> {
      return (await fetch(new URL(path, preview.url), init)).json() as Promise<Answer>
    },
  }
}

/** Opened before the tests of the file, closed after them. */
export function browser() {
  let opened: Browser
  beforeAll(async () => {
    opened = await openBrowser()
  })
  afterAll(() => opened.close())
  /** Stays open as long as the browser: for several tests. Whatever it asks of another server is told in `elsewhere`. */
  async function stay(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const context = await opened.newContext({
      viewport: { width: 1280, height: 900 },
      ...options,
    })
    const page = await context.newPage()
    const { host } = new URL(url)
    const elsewhere: string[] = []
    const wrong: string[] = []
    page.on('request', (request) => {
      const asked = new URL(request.url())
      if (asked.protocol.startsWith('http') && asked.host !== host) elsewhere.push(request.url())
    })
    page.on('pageerror', (error) => wrong.push(error.message))
    await page.goto(url)
    return { page, elsewhere, wrong }
  }
  return {
    stay,
    /** A page of its own, closed after the test. */
    async open(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
      const opened = await stay(url, options)
      onTestFinished(() => opened.page.context().close())
      return opened
    },
  }
}

export interface OpenPage {
  readonly page: Page
  readonly elsewhere: readonly string[]
  /** Errors of the page's own script. */
  readonly wrong: readonly string[]
}

/** The letter in its frame. */
export const letterIn = (page: Page, index = 0) => page.frameLocator('iframe').nth(index)

export const shortPath = (path: string): string => relative(ROOT, path)
