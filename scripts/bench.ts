// npm run bench: figures, each against a peer in the same run. `npm run bench -- build send` runs only those.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'bench')
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'table.ts')
  .map((file) => file.slice(0, -'.ts'.length))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown[0]}". There are: ${known.join(', ')}.`)
  process.exit(2)
}
for (const name of wanted.length > 0 ? wanted : known) {
  const { bench } = (await import(join(folder, `${name}.ts`))) as { bench(): Promise<void> }
  await bench()
}
