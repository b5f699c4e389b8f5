// A letter as PNG or PDF: the studio's own page, bare of its tools, opened in a browser without a window. So the
// picture is what the page shows, with the same width, ground and reader.

import { PressrunError } from '../../problem.ts'
import { type Tab, withTab } from './devtools.ts'
import type { FindBrowser } from './find-browser.ts'

export type PictureKind = 'png' | 'pdf'

export interface PictureRequest {
  readonly kind: PictureKind
  /** The bare page. */
  readonly url: string
  /** CSS pixels. */
  readonly width: number
}

type Capture = (width: number, height: number) => readonly [method: string, parameters: object]

const CAPTURE: Readonly<Record<PictureKind, Capture>> = {
  png: (width, height) => [
    'Page.captureScreenshot',
    { format: 'png', captureBeyondViewport: true, clip: { x: 0, y: 0, width, height, scale: 1 } },
  ],
  pdf: () => ['Page.printToPDF', { printBackground: true }],
}

/** @throws Error with what the browser says. */
export async function takePicture(
  browser: FindBrowser,
  { kind, url, width }: PictureRequest,
): Promise<Buffer> {
  return withTab(await browser(), async (tab) => {
    await tab.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 800,
      deviceScaleFactor: kind === 'png' ? 2 : 1,
      mobile: false,
    })
    await tab.send('Page.navigate', { url })
    const height = await heightOf(tab)
    const [method, parameters] = CAPTURE[kind](width, height)
    const { data } = await tab.send<{ data: string }>(method, parameters)
    return Buffer.from(data, 'base64')
  })
}

/** Of the letter, once it is there with its pictures; the page says so. */
async function heightOf(tab: Tab): Promise<number> {
  const { result, exceptionDetails } = await tab.send<{
    result: { value?: number }
    exceptionDetails?: { text: string }
  }>('Runtime.evaluate', {
    expression: `new Promise((resolve) => {
      const look = () => {
        // Asked so early, the page may have no element at all yet.
        const height = document.documentElement?.dataset.letterHeight
        if (height) resolve(Number(height))
        else setTimeout(look, 20)
      }
      look()
    })`,
    awaitPromise: true,
    returnByValue: true,
  })
  if (exceptionDetails || typeof result.value !== 'number') {
    throw new Error(exceptionDetails?.text ?? 'the page did not show the letter')
  }
  return Math.max(1, Math.ceil(result.value))
}

export const noBrowser = () =>
  new PressrunError({
    code: 'usage',
    message: 'there is no browser on this machine that could make a picture',
    mend: 'Install Chrome, Chromium or Edge, or name one in PRESSRUN_BROWSER; or print from your own browser.',
  })
