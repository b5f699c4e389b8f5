// Where messages go and where that is written down: the publication's relays and store, or, for a rehearsal, a folder
// of .eml files or the studio's inbox with a store of its own. What was sent to look at counts as sent to nobody.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Project } from '../project/project.ts'
import type { Engine } from '../store/engine.ts'
import type { Sending, SendingOptions } from './sending.ts'
import type { Terminal } from './terminal.ts'

type Destination = Pick<Sending, 'relays' | 'openStore' | 'limits' | 'rehearsal'>

export async function openOutbox(
  project: Project,
  { outbox, toStudio, dryRun }: SendingOptions,
  { cwd }: Terminal,
): Promise<Destination> {
  if (outbox !== undefined) return toFolder(project, outbox, cwd)
  if (toStudio !== undefined) return toInbox(project, toStudio)
  const { openStore } = await import('../store/open.ts')
  const { trialStore } = await import('../store/trial.ts')
  const { relayTransports } = await import('../delivery/relay-transports.ts')
  return {
    limits: project.limits,
    relays: () => relayTransports(project),
    openStore: () => (dryRun ? trialStore(project) : openStore(project, 'write')),
  }
}

async function toFolder(project: Project, outbox: string, cwd: string): Promise<Destination> {
  const { outboxTransport } = await import('../delivery/outbox.ts')
  const folder = resolve(cwd, outbox)
  const name = basename(folder)
  return {
    rehearsal: `the letters are in ${outbox}`,
    limits: unhurried(project),
    relays: () => [{ weight: 1, transport: outboxTransport(folder, { name }) }],
    openStore: () => rehearsalStore(folder, project),
  }
}

async function toInbox(project: Project, port: true | number): Promise<Destination> {
  const { studioRelay } = await import('./to-studio.ts')
  const { targetOf } = await import('../delivery/relay-target.ts')
  const { transportTo } = await import('../delivery/relay-transports.ts')
  const limits = unhurried(project)
  const address = await studioRelay(project.root, port)
  const target = targetOf(address, '--to-studio', project.root)
  return {
    rehearsal: 'the letters are in the inbox of the studio',
    limits,
    relays: () => [
      { weight: 1, transport: transportTo(target, 'the studio', { ...project, limits }) },
    ],
    async openStore() {
      const folder = mkdtempSync(join(tmpdir(), 'pressrun-'))
      const store = await rehearsalStore(folder, project)
      return {
        ...store,
        async close() {
          await store.close()
          rmSync(folder, { recursive: true, force: true })
        },
      }
    },
  }
}

/** What only catches letters need not be spared. */
const unhurried = ({ limits: { connections, messagesPerConnection } }: Project) => ({
  connections,
  messagesPerConnection,
})

/** Whoever left gets nothing here either. */
async function rehearsalStore(folder: string, project: Project): Promise<Engine> {
  const { openStore, storeExists } = await import('../store/open.ts')
  const { addSuppressions, allSuppressions } = await import('../store/suppressions.ts')
  const { allDepartures, depart } = await import('../store/departures.ts')
  mkdirSync(folder, { recursive: true })
  const store = await openStore(folder, 'write')
  const ignore = resolve(folder, '.pressrun', '.gitignore')
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n')
  if (!(await storeExists(project)) || resolve(folder) === resolve(project.root)) return store
  const real = await openStore(project, 'read')
  try {
    const page = []
    for await (const suppression of allSuppressions(real)) {
      page.push(suppression)
      if (page.length === 500) await addSuppressions(store, page.splice(0))
    }
    await addSuppressions(store, page)
    const left = await Array.fromAsync(allDepartures(real))
    for (let at = 0; at < left.length; at += 500)
      await store.write([depart(store, left.slice(at, at + 500))])
  } finally {
    await real.close()
  }
  return store
}
