// A process that renders every `mjml/*.mjml` of a folder with mjml() alone, once warm; prints what it took.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mjml2html from 'mjml'

const folder = join(process.argv[2] as string, 'mjml')
const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
const render = mjml2html as unknown as (
  source: string,
  options: object,
) => Promise<{ html: string }>
for (const source of sources.slice(0, 20)) await render(source, { fonts: {} })
const start = performance.now()
const cpu = process.cpuUsage()
for (const source of sources) await render(source, { fonts: {} })
const { user, system } = process.cpuUsage(cpu)
console.log(
  JSON.stringify({
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - start,
    peakMb: process.resourceUsage().maxRSS / 1000,
  }),
)
