// Writes schema/*.json, by which an editor completes the keys of newsletter.yaml and of issues.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonSchemas } from '../src/issue/json-schema.ts'

const folder = join(import.meta.dirname, '../schema')
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(jsonSchemas())) {
  writeFileSync(join(folder, name), text)
  console.log(`schema/${name}`)
}
