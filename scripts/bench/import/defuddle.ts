// Defuddle, which is no dependency: installed once into a folder of temporary files.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const FOLDER = join(tmpdir(), 'pressrun-bench-peers', 'defuddle')
const PACKAGE = 'defuddle@0.19.4'
const INSTALL_MS = 120_000

export interface Found {
  readonly title: string
  /** HTML */
  readonly content: string
}

export type Defuddle = (document: unknown, url: string) => Promise<Found>

type NodeEntry = (
  document: unknown,
  url: string,
  options: { readonly useAsync: false },
) => Promise<Found>

/** A sentence where it cannot be had. */
export async function installedDefuddle(): Promise<Defuddle | string> {
  if (!existsSync(join(FOLDER, 'node_modules'))) {
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(join(FOLDER, 'package.json'), '{ "private": true, "type": "module" }\n')
    const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=0']
    const npm = ['install', PACKAGE, ...quietly]
    const { status, stderr } = spawnSync('npm', npm, {
      cwd: FOLDER,
      encoding: 'utf8',
      timeout: INSTALL_MS,
    })
    if (status !== 0) {
      rmSync(join(FOLDER, 'node_modules'), { recursive: true, force: true })
      return stderr?.trim().split('\n')[0] || 'npm did not install it in time'
    }
  }
  const entry = join(FOLDER, 'node_modules/defuddle/dist/node.js')
  const loaded = (await import(pathToFileURL(entry).href)) as { Defuddle: NodeEntry }
  // It asks nobody on the network then.
  return (document, url) => loaded.Defuddle(document, url, { useAsync: false })
}
