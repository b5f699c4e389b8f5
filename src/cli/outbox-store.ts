// Where messages go and where that is written down: the publication's relays and store, or, with --outbox, a folder
// of .eml files with a store of its own. What was put into a folder to look at counts as sent to nobody.

import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import type { Sending, SendingOptions } from './sending.ts'
import type { Terminal } from './terminal.ts'

export async function openOutbox(
  project: Project,
  { outbox, dryRun }: SendingOptions,
  { cwd }: Terminal,
): Promise<Pick<Sending, 'relays' | 'openStore' | 'limits' | 'outbox'>> {
  const { openStore } = await import('../store/open.ts')
  const { relayTransports } = await import('../delivery/relay-transports.ts')
  const { root } = project
  if (outbox === undefined) {
    const { copyStore } = await import('../store/copy.ts')
    return {
      limits: project.limits,
      relays: () => relayTransports(project),
      openStore: () => (dryRun ? copyStore(root) : openStore(root, 'write')),
    }
  }
  const folder = resolve(cwd, outbox)
  const { outboxTransport } = await import('../delivery/outbox.ts')
  const name = basename(folder)
  const { connections, messagesPerConnection } = project.limits
  return {
    outbox,
    // A folder need not be spared.
    limits: { connections, messagesPerConnection },
    relays: () => [{ weight: 1, transport: outboxTransport(folder, { name }) }],
    openStore: () => outboxStore(folder, root, openStore),
  }
}

/** Whoever left gets nothing here either. */
async function outboxStore(
  folder: string,
  root: string,
  openStore: (root: string, access: 'read' | 'write') => Promise<Engine>,
): Promise<Engine> {
  const { storeExists } = await import('../store/open.ts')
  const { addSuppressions, allSuppressions } = await import('../store/suppressions.ts')
  const { mkdirSync, writeFileSync } = await import('node:fs')
  mkdirSync(folder, { recursive: true })
  const store = await openStore(folder, 'write')
  const ignore = resolve(folder, '.pressrun', '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
  if (!storeExists(root) || resolve(folder) === resolve(root)) return store
  const real = await openStore(root, 'read')
  try {
    const page = []
    for await (const suppression of allSuppressions(real)) {
      page.push(suppression)
      if (page.length === 500) await addSuppressions(store, page.splice(0))
    }
    await addSuppressions(store, page)
  } finally {
    await real.close()
  }
  return store
}
