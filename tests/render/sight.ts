// A letter in a browser: what a reader sees of it, measured. What a letter asks of the network is refused and noted.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'

export interface Sight {
  /** CSS pixels that the page is wider than the window. */
  readonly overflow: number
  readonly height: number
  readonly texts: readonly {
    readonly text: string
    readonly size: number
    readonly contrast: number
    readonly direction: 'ltr' | 'rtl'
    /** The letter itself says that this text runs from the left. */
    readonly said: boolean
  }[]
  readonly pictures: readonly {
    readonly alt: string
    readonly inside: boolean
    readonly ratio: number
  }[]
  /** Of the body text: space at its left within the sheet, and its width. */
  readonly margin: number
  readonly column: number
  readonly headings: readonly number[]
  /** Relative luminance of every background but a button's. */
  readonly grounds: readonly number[]
  /** Logos that can be seen: `on-light`, `on-dark`. */
  readonly shown: readonly string[]
}

export interface Viewport {
  readonly width: number
  readonly scheme?: 'light' | 'dark'
  /** As Outlook on the web shows it in the dark: there every recoloured element is marked; here the page is. */
  readonly outlook?: boolean
}

/** A letter that is open in a browser. */
export interface Opened {
  /** What a reader sees of it in a window of that size. */
  see(viewport: Viewport): Promise<Sight>
  /** The value of a script. */
  run(script: string): Promise<unknown>
  /** Addresses that it asked for, but for images that it carries. Nothing was let through. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

const MEASURE = readFileSync(join(import.meta.dirname, 'in-page.js'), 'utf8')

/** @param scripts false: as in programs that run none, which is all of them. */
export async function openLetter(browser: Browser, html: string, scripts = true): Promise<Opened> {
  const context = await browser.newContext({ javaScriptEnabled: scripts })
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url())
  })
  await context.route('**', (route) => route.abort())
  await page.setContent(html)
  return {
    asked,
    run: (script) => page.evaluate(script),
    close: () => context.close(),
    async see({ width, scheme = 'light', outlook = false }) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme: scheme })
      for (const mark of ['data-ogsc', 'data-ogsb'])
        await page.evaluate(`document.documentElement.toggleAttribute('${mark}', ${outlook})`)
      return (await page.evaluate(MEASURE)) as Sight
    },
  }
}
