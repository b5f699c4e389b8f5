// How far issues have come, as the store knows it: for the studio's list. A store that cannot be read says nothing.

import type { IssueState } from '../preview/wire.ts'
import { PressrunError } from '../problem.ts'
import type { Terminal } from './terminal.ts'

/** By slug; issues that were never planned are not in it. */
export async function sendStates(
  root: string,
  env: Terminal['env'],
): Promise<ReadonlyMap<string, IssueState>> {
  const { openStore, storeExists } = await import('../store/open.ts')
  const { loadProject } = await import('../project/load.ts')
  try {
    const project = loadProject(root, env)
    if (!(await storeExists(project))) return new Map()
    const { allSends } = await import('../store/sends.ts')
    const store = await openStore(project, 'read')
    try {
      const sends = await allSends(store)
      return new Map(
        sends
          .filter(({ state }) => state !== 'cancelled')
          .map(({ issue, started_at }) => [issue, started_at === null ? 'planned' : 'sent']),
      )
    } finally {
      await store.close()
    }
  } catch (error) {
    if (error instanceof PressrunError) return new Map()
    throw error
  }
}
