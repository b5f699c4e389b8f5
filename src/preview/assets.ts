// The page itself, as Vite built it into the package. Files are read once and held in memory: they are few.

import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PressrunError } from '../problem.ts'

export interface Asset {
  readonly type: string
  readonly bytes: Buffer
}

export interface Assets {
  readonly index: string
  /** By path below `assets/`. */
  get(name: string): Asset | undefined
}

/** The same from `src/preview` and from `dist/preview`. */
export const ASSETS_FOLDER = fileURLToPath(new URL('../../dist/studio', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** @throws PressrunError `file` where the page was never built. */
export function openAssets(folder = ASSETS_FOLDER): Assets {
  try {
    const index = readFileSync(join(folder, 'index.html'), 'utf8')
    const assets = new Map<string, Asset>()
    for (const name of readdirSync(join(folder, 'assets'))) {
      const type = TYPES[extname(name)]
      if (type) assets.set(name, { type, bytes: readFileSync(join(folder, 'assets', name)) })
    }
    return { index, get: (name) => assets.get(name) }
  } catch (error) {
    throw new PressrunError(
      {
        code: 'file',
        message: "the studio's page is not there",
        mend: 'In the repository, run npm run preview, which builds it; otherwise install Pressrun again.',
      },
      { cause: error },
    )
  }
}
