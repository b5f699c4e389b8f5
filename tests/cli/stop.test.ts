import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, it, onTestFinished } from 'vitest'
import { inside } from './inside.ts'

const ROOT = join(import.meta.dirname, '../..')
const READERS = 60

it('lets what is under way end when it is told to stop, and goes on later', async () => {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-stop-'))
  for (const name of ['templates', 'issues'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true })
  const config = readFileSync(join(ROOT, 'newsletter.yaml'), 'utf8')
  writeFileSync(join(root, 'newsletter.yaml'), config.replace(/ {2}per-second: .*\n/, ''))
  const rows = Array.from({ length: READERS }, (_, i) => `reader-${i}@example.com`)
  writeFileSync(join(root, 'list.csv'), `email\n${rows.join('\n')}\n`)

  const arrived: string[] = []
  let onArrival = () => {}
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        arrived.push(session.envelope.rcptTo[0]?.address ?? '')
        onArrival()
        setTimeout(done, 20)
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await new Promise<void>((resolve) => server.close(resolve))
    rmSync(root, { recursive: true })
  })
  const { port } = server.server.address() as AddressInfo
  const env = {
    PRESSRUN_SECRET: 'a secret of sixteen and more',
    PRESSRUN_SMTP_URL: `smtp://127.0.0.1:${port}`,
  }
  const send = ['send', 'lima-summit', '--list', 'list.csv', '--yes']

  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...send], {
    ...{ cwd: root, env: { ...process.env, ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  onArrival = () => {
    if (arrived.length === 10) child.kill('SIGTERM')
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  expect({ code, signal }).toEqual({ code: 1, signal: null })
  expect(said).toMatch(/Stopping: what is under way may end/)
  expect(said).toMatch(/stopped {2}\d+ accepted, \d+ not sent yet/)
  expect(said).toMatch(/next: go on with {2}pressrun send lima-summit/)
  expect(arrived.length).toBeLessThan(20)
  const status = JSON.parse((await inside(root, ['status', 'lima-summit', '--json'], env)).out)
  expect(status).toMatchObject({
    running: false,
    counts: { states: { accepted: arrived.length, sending: 0, in_doubt: 0 } },
  })
  const rest = await inside(root, ['send', 'lima-summit'], env)
  expect(rest).toMatchObject({ code: 0, out: expect.stringMatching(/sent {2}60 accepted/) })
  expect([...arrived].sort()).toEqual([...rows].sort())
}, 90_000)
