// npm run demo: builds the sample issue, sends it to the sample list over a real SMTP server in this process,
// and writes what arrived to build/inbox/. Nothing leaves the machine. It sends from a copy of the publication, so that
// it is new each time and the publication's own ledger knows nothing of it.

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { run } from '../src/cli/program.ts'
import { systemTerminal } from '../src/cli/terminal.ts'

const ROOT = join(import.meta.dirname, '..')
const INBOX = join(ROOT, 'build/inbox')
const COPY = join(ROOT, 'build/demo')
const ISSUE = 'lima-summit'

const arrived: { to: string; bytes: Buffer }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      arrived.push({
        to: session.envelope.rcptTo[0]?.address ?? 'nobody',
        bytes: Buffer.concat(chunks),
      })
      done()
    })
  },
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const { port } = server.server.address() as AddressInfo
process.env.PRESSRUN_SMTP_URL = `smtp://127.0.0.1:${port}`
process.env.PRESSRUN_SECRET ??= 'the demo’s own secret, which opens nothing'
process.chdir(ROOT)

rmSync(COPY, { recursive: true, force: true })
for (const name of ['newsletter.yaml', 'templates', 'issues', 'subscribers'])
  cpSync(join(ROOT, name), join(COPY, name), { recursive: true })

/** What commands propose to do next would be done in the copy: the demo says at its end what to do here. */
function terminal() {
  const system = systemTerminal()
  const print = (line = '') => {
    if (!/^(next: | {6}or )/.test(line)) system.print(line)
  }
  return { ...system, print }
}

let code = await run(['build', ISSUE], terminal())
if (code === 0) {
  process.chdir(COPY)
  code = await run(['send', ISSUE, '--list', 'subscribers/sample.csv', '--yes'], terminal())
  process.chdir(ROOT)
  if (code === 0)
    code = await run(
      ['report', ISSUE, '--project', COPY, '--out', 'build/demo-report.html'],
      terminal(),
    )
}
await new Promise<void>((resolve) => server.close(resolve))

rmSync(INBOX, { recursive: true, force: true })
mkdirSync(INBOX, { recursive: true })
for (const { to, bytes } of arrived)
  writeFileSync(join(INBOX, `${to.replace(/[^\w.@+-]/g, '_')}.eml`), bytes)
console.log(`${arrived.length} letters arrived; they are in build/inbox/, one .eml a reader.`)
console.log(`next: open build/${ISSUE}/index.html in a browser, or an .eml in a mail program`)
console.log('      see it as each reader will: npm run preview')
console.log('      then write an issue of your own: README.md says how')
process.exitCode = code
