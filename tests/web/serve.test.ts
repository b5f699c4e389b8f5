// pressrun serve as it runs: a process, real mail, a real stop.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { expect, it, onTestFinished } from 'vitest'
import { heldOn } from '../../src/circulation/record.ts'
import { openStore } from '../../src/store/open.ts'
import { REPOSITORY, sampleProject } from '../build/project.ts'
import { SECRET } from './site.ts'

async function inbox() {
  const arrived = Promise.withResolvers<Buffer>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        arrived.resolve(Buffer.concat(chunks))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  return {
    url: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    mail: arrived.promise,
  }
}

it('asks by real mail, confirms by the link in it, and stops with what it knows on disk', {
  timeout: 120_000,
}, async () => {
  const root = sampleProject()
  const { url: smtpUrl, mail } = await inbox()
  const child = spawn(
    process.execPath,
    [join(REPOSITORY, 'src/cli/main.ts'), 'serve', '--port', '0', '--json'],
    {
      cwd: root,
      env: { PATH: process.env.PATH, PRESSRUN_SECRET: SECRET, PRESSRUN_SMTP_URL: smtpUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let log = ''
  child.stderr.on('data', (chunk) => {
    log += chunk
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(String(said)) as { url: string }
  const body = new URLSearchParams({ email: 'ana@example.com', name: 'Ana' })
  expect((await fetch(`${url}subscribe`, { method: 'POST', body })).status).toBe(200)
  const { text, to } = await simpleParser(await mail)
  expect(JSON.stringify(to)).toContain('ana@example.com')
  const link = new URL(/https:\S+/.exec(text ?? '')?.[0] as string)
  const confirmed = await fetch(url + link.pathname.slice(1), { method: 'POST' })
  expect(confirmed.status).toBe(200)
  child.kill('SIGTERM')
  const [code] = (await once(child, 'exit')) as [number]
  expect(code, log).toBe(0)
  expect(log).not.toContain('ana@')
  const store = await openStore(root, 'read')
  const held = await heldOn(store, 'ana@example.com')
  await store.close()
  expect(held?.history.map(({ state }) => state)).toEqual(['pending', 'active'])
})
