// The browser is unpacked before any test asks for it: of two that do so at once, one would start half a browser.

import chromium from '@sparticuz/chromium'

export default async function setup(): Promise<void> {
  await chromium.executablePath()
}
