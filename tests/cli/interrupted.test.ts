// What goes wrong while a send is under way, as whoever sits before it sees it: a process of its own, really
// interrupted, and a mail server that is down, wants a password, is slow, or refuses every third reader.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { expect, it, onTestFinished } from 'vitest'
import { inside } from './inside.ts'

const ROOT = join(import.meta.dirname, '../..')
const MAIN = join(ROOT, 'src/cli/main.ts')
const SECRET = { PRESSRUN_SECRET: 'a secret of sixteen and more' }
const SEND = ['send', 'hello', '--list', 'list.csv', '--yes']

function publication(): string {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-interrupted-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  cpSync(join(ROOT, 'templates'), join(root, 'templates'), { recursive: true })
  const config = readFileSync(join(ROOT, 'newsletter.yaml'), 'utf8')
  writeFileSync(join(root, 'newsletter.yaml'), config.replace('connections: 3', 'connections: 1'))
  mkdirSync(join(root, 'issues'))
  writeFileSync(
    join(root, 'issues/hello.yaml'),
    'title: Hello\ndate: 2024-11-18\nsections: [{ type: note, text: Good morning. }]\n',
  )
  const rows = Array.from({ length: 9 }, (_, i) => `reader-${i}@example.com`)
  writeFileSync(join(root, 'list.csv'), `email\n${rows.join('\n')}\n`)
  return root
}

interface Catcher {
  readonly url: string
  readonly arrived: string[]
}

async function catcher(options: SMTPServerOptions, user = ''): Promise<Catcher> {
  const arrived: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        arrived.push(session.envelope.rcptTo[0]?.address ?? '')
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as AddressInfo
  return { url: `smtp://${user}127.0.0.1:${port}`, arrived }
}

/** Sends in a process of its own, interrupted as soon as it says `when` or that resolves. @param onStop it knows. */
async function interrupted(
  root: string,
  url: string,
  when: RegExp | Promise<void>,
  onStop: () => void = () => {},
) {
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...SEND], {
    cwd: root,
    env: { ...process.env, ...SECRET, PRESSRUN_SMTP_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  let sent = false
  const interrupt = () => {
    if (!sent) sent = child.kill('SIGINT')
  }
  child.stdout?.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr?.on('data', (chunk) => {
    said.err += chunk
    if (when instanceof RegExp && when.test(said.err)) interrupt()
    if (said.err.includes('Stopping')) onStop()
  })
  if (when instanceof Promise) void when.then(interrupt)
  const [code] = await once(child, 'close')
  return { code, ...said }
}

it('ctrl-C lets what is under way end, says how many have it, and the rest is for the next time', async () => {
  const root = publication()
  let began = () => {}
  const third = new Promise<void>((resolve) => {
    began = resolve
  })
  const held: (() => void)[] = []
  const arrived: string[] = []
  let holding = true
  const { url } = await catcher({
    onData(stream, session, done) {
      stream.resume()
      stream.on('end', () => {
        arrived.push(session.envelope.rcptTo[0]?.address ?? '')
        if (arrived.length < 3 || !holding) return done()
        held.push(done)
        began()
      })
    },
  })
  // The third is answered only once the process has had its signal: it must wait for that.
  const { code, out, err } = await interrupted(root, url, third, () => {
    holding = false
    for (const done of held.splice(0)) done()
  })
  expect(err).toContain('Stopping: what is under way may end. Once more stops at once.')
  expect(out).toMatch(/^stopped {2}3 accepted, 6 not sent yet, in /m)
  expect(out).toContain('next: go on with  pressrun send hello')
  expect(code).toBe(1)
  const exported = await inside(root, ['export', 'hello', '--state', 'accepted'], SECRET)
  for (const address of arrived) expect(exported.out).toContain(address)
  const rest = await inside(root, SEND, { ...SECRET, PRESSRUN_SMTP_URL: url })
  expect(rest.out).toContain('sent  9 accepted')
  expect(new Set(arrived).size).toBe(9)
  expect(arrived).toHaveLength(9)
}, 120_000)

it('can be watched from another terminal, which ends when the send does', async () => {
  const root = publication()
  let release = () => {}
  const watched = new Promise<void>((resolve) => {
    release = resolve
  })
  let began = () => {}
  const first = new Promise<void>((resolve) => {
    began = resolve
  })
  const { url } = await catcher({
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => {
        began()
        void watched.then(() => done())
      })
    },
  })
  const sending = inside(root, SEND, { ...SECRET, PRESSRUN_SMTP_URL: url })
  await first
  const watcher = spawn(process.execPath, [MAIN, 'status', 'hello', '--watch'], { cwd: root })
  const said = { out: '', err: '' }
  watcher.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  watcher.stderr.on('data', (chunk) => {
    said.err += chunk
    if (said.err.includes('not sent yet')) release()
  })
  const [code] = await once(watcher, 'close')
  expect(said.err).toMatch(/^hello {2}0 accepted, 1 on their way, 8 not sent yet/m)
  expect(said.out).toMatch(/^hello {2}done: 9 accepted$/m)
  expect(code).toBe(0)
  expect((await sending).code).toBe(0)
}, 120_000)

it('a server that is down is named, waited for, and costs no reader anything', async () => {
  const root = publication()
  const { url } = await catcher({})
  const down = url.replace(/\d+$/, '1')
  const { code, out, err } = await interrupted(root, down, /^paused/m)
  expect(err).toContain('paused  smtp: 127.0.0.1:1 refused the connection; next try in ')
  expect(out).toMatch(/^stopped {2}0 accepted, 9 not sent yet/m)
  expect(code).toBe(1)
}, 120_000)

it('a password that is wrong is told with what the server said, and never shown', async () => {
  const root = publication()
  const { url } = await catcher(
    {
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) =>
        done(Object.assign(new Error('Who is that?'), { responseCode: 535 })),
    },
    'ana:hunter2@',
  )
  const { code, out, err } = await interrupted(root, url, /^paused/m)
  expect(err).toMatch(/paused {2}smtp: 127\.0\.0\.1:\d+ did not let us in: 535 Who is that\?/)
  expect(out + err).not.toContain('hunter2')
  expect(code).toBe(1)
}, 120_000)

it('a server that refuses every third reader: the others have it, and who has not is told', async () => {
  const root = publication()
  let asked = 0
  const { url, arrived } = await catcher({
    onRcptTo: (_address, _session, done) =>
      ++asked % 3 === 0
        ? done(Object.assign(new Error('5.1.1 nobody here'), { responseCode: 550 }))
        : done(),
  })
  const { code, out } = await inside(root, SEND, { ...SECRET, PRESSRUN_SMTP_URL: url })
  expect(out).toContain('sent  6 accepted, 3 failed, in ')
  expect(out).toContain('why they failed: pressrun export hello --state failed')
  expect(code).toBe(1)
  expect(arrived).toHaveLength(6)
  const failed = await inside(root, ['export', 'hello', '--state', 'failed'], SECRET)
  expect(failed.out.match(/failed,mailbox,550 5\.1\.1 nobody here/g)).toHaveLength(3)
}, 120_000)

it('an older Node is told in one line what is needed, before anything newer is loaded', async () => {
  const older =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})'
  const child = spawn(process.execPath, ['--import', older, MAIN, 'build'], { stdio: 'pipe' })
  let err = ''
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const [code] = await once(child, 'close')
  expect(err).toBe(
    'Pressrun needs Node 22.18 or newer; this is 20.1.0. Get one from https://nodejs.org.\n',
  )
  expect(code).toBe(2)
  expect(readFileSync(MAIN, 'utf8').match(/^import .*$/gm)).toEqual([
    "import module from 'node:module'",
  ])
}, 120_000)
