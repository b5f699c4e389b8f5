// A browser on this machine that can make a picture of a letter: an installed one of Chromium's family, or the one
// that @sparticuz/chromium carries where that package is there.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
  'brave-browser',
  'chrome.exe',
  'msedge.exe',
]
const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
]
const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
  'Chromium\\Application\\chrome.exe',
]
const PACKAGE = '@sparticuz/chromium'

/** Gives the path of the browser, which may have to be unpacked first. */
export type FindBrowser = () => Promise<string>

/** @returns nothing where there is none. */
export function findBrowser(
  env: Readonly<Record<string, string | undefined>>,
): FindBrowser | undefined {
  const installed = installedBrowser(env)
  if (installed) return async () => installed
  try {
    import.meta.resolve(PACKAGE)
  } catch {
    return undefined
  }
  return async () => {
    const { default: chromium } = (await import(PACKAGE)) as {
      default: { executablePath(): Promise<string> }
    }
    return chromium.executablePath()
  }
}

function installedBrowser(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [
    ...(env.PRESSRUN_BROWSER ? [env.PRESSRUN_BROWSER] : []),
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...(process.platform === 'darwin'
      ? ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) =>
          MAC.map((name) => join(folder, name)),
        )
      : []),
    ...(process.platform === 'win32'
      ? [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
          folder ? WINDOWS.map((name) => join(folder, name)) : [],
        )
      : []),
  ]
  return candidates.find((path) => existsSync(path))
}
