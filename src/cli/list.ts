// pressrun list: the readers that the store knows.

import type { Register } from './command.ts'
import { registerExport } from './list-export.ts'
import { registerFigures } from './list-figures.ts'
import { registerImport } from './list-import.ts'
import { registerOneReader } from './list-reader.ts'
import { registerSuppressions } from './list-suppressions.ts'
import { registerTag } from './list-tag.ts'

export const listCommand: Register = (program, terminal) => {
  const list = program
    .command('list')
    .description('the readers in the store: import, export, add, remove, show, erase, search, …')
  for (const register of [
    registerImport,
    registerExport,
    registerOneReader,
    registerTag,
    registerFigures,
    registerSuppressions,
  ])
    register(list, terminal)
}
