// The examples for servers call commands that there are, with options that they have.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { inside } from './inside.ts'

const ROOT = join(import.meta.dirname, '../..')
const example = (name: string) => readFileSync(join(ROOT, 'docs/examples', name), 'utf8')

async function isCall(args: readonly string[]): Promise<void> {
  const [command = '', ...rest] = args
  const { code, out } = await inside(ROOT, [command, '--help'])
  expect(code, command).toBe(0)
  for (const option of rest.filter((word) => word.startsWith('--')))
    expect(out, `${command} ${option}`).toMatch(new RegExp(`^ +(-\\w, )?${option}\\b`, 'm'))
}

it('compose.yaml', async () => {
  const text = example('compose.yaml')
  const { services } = parse(text, { merge: true }) as {
    services: Record<string, { command?: string; image: string; depends_on?: object }>
  }
  const calls = [
    ...Object.values(services).flatMap(({ command }) => command ?? []),
    ...[...text.matchAll(/^# +docker compose run .* (npx pressrun .*)$/gm)].map(([, call]) => call),
  ]
  expect(calls).toHaveLength(3)
  for (const call of calls) await isCall(call?.replace('npx pressrun ', '').split(' ') ?? [])
  expect(services.worker).toMatchObject({
    image: services.web?.image,
    depends_on: { db: { condition: 'service_healthy' } },
  })
})

it('pressrun-worker.service', async () => {
  const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    bin: { pressrun: string }
  }
  const start = /^ExecStart=(.*)$/m.exec(example('pressrun-worker.service'))?.[1] ?? ''
  const [, path = '', ...args] = start.split(' ')
  expect(path).toBe(join('node_modules/pressrun', bin.pressrun))
  await isCall(args)
})
