// Whether the database that holds the store answers. A file needs no looking at: whoever opens it says what is wrong.

import { PressrunError } from '../../problem.ts'
import type { Project } from '../../project/project.ts'
import { openStore, storeExists, storeShown } from '../../store/open.ts'
import { type Diagnosis, found } from './diagnosis.ts'

export async function examineStore(
  project: Project,
  isOnline: boolean,
): Promise<Diagnosis | undefined> {
  if (project.secrets.databaseUrl === undefined) return undefined
  const store = found('store')
  try {
    const shown = `Postgres, ${storeShown(project)}`
    if (!isOnline) return store.unknown(`${shown}: configured, and not asked`)
    if (!(await storeExists(project)))
      return store.ok(`${shown}, answers; the store is made at the first import or send`)
    await (await openStore(project, 'read')).close()
    return store.ok(`${shown}, answers`)
  } catch (error) {
    if (!(error instanceof PressrunError)) throw error
    const [{ message, mend = '' }] = error.problems as [PressrunError['problems'][number]]
    return store.error(message, mend)
  }
}
