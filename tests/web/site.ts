// The web for readers on a port of its own, over a store of its own, asked over real HTTP.

import { onTestFinished } from 'vitest'
import { keyring, seal } from '../../src/audience/links.ts'
import { projectFiles } from '../../src/project/files.ts'
import { loadProject } from '../../src/project/load.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { type RequestLine, type WebInput, webApp } from '../../src/web/app.ts'
import type { Archive } from '../../src/web/archive.ts'
import { serveWeb } from '../../src/web/serve.ts'
import { sampleProject } from '../build/project.ts'

export const SECRET = 'a secret of sixteen and more'
export const KEYS = keyring([SECRET])
export const NOW = Date.UTC(2024, 10, 18, 6)

export const leaveToken = (email = 'ana@example.com', keys = KEYS): string =>
  seal(keys, { purpose: 'leave', email, slug: 'lima-summit' })

export interface Site {
  readonly root: string
  readonly url: string
  readonly store: Engine
  readonly lines: readonly RequestLine[]
  /** Links of the mails that were to be sent, by address. */
  readonly mails: readonly { readonly email: string; readonly link: string }[]
  clock: number
  ask(path: string, init?: RequestInit): Promise<Response>
  post(
    path: string,
    fields: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>
}

const EMPTY: Archive = { issues: async () => [], letter: async () => undefined }

export async function site(
  change: (input: WebInput) => Partial<WebInput> = () => ({}),
): Promise<Site> {
  const root = sampleProject()
  const files = projectFiles(root)
  const project = loadProject(root, { PRESSRUN_SECRET: SECRET }, files)
  const store = await openStore(root, 'write')
  const lines: RequestLine[] = []
  const mails: { email: string; link: string }[] = []
  const there = { clock: NOW }
  const input: WebInput = {
    project,
    keys: KEYS,
    store,
    files,
    archive: EMPTY,
    confirmations: {
      goodFor: 3_600_000,
      answerAfter: 0,
      send: ({ email }, link) => mails.push({ email, link }),
    },
    now: () => there.clock,
    behindProxy: true,
    log: (line) => lines.push(line),
  }
  const serving = await serveWeb(webApp({ ...input, ...change(input) }), '127.0.0.1', 0)
  onTestFinished(async () => {
    await serving.close()
    await store.close()
  })
  const url = `http://127.0.0.1:${serving.port}`
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { redirect: 'manual', ...init })
  return Object.assign(there, {
    ...{ root, url, store, lines, mails, ask },
    post: (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
      ask(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
  })
}
