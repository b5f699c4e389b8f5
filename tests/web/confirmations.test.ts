// The mails that ask to confirm, to a mail server that does not want them.

import { expect, it, onTestFinished } from 'vitest'
import { openPress } from '../../src/build/press.ts'
import { openConfirmations } from '../../src/cli/confirmations.ts'
import { openStore } from '../../src/store/open.ts'
import { allSuppressions } from '../../src/store/suppressions.ts'
import { sampleProject } from '../build/project.ts'
import { mailServer } from '../delivery/wire/mail-server.ts'
import { SECRET } from './site.ts'

const ASKED = { email: 'ana@example.com', name: '', lang: 'en' }

/** Asks Ana. @returns what whoever runs this is told, and who is not written to any more. */
async function ask(smtp: string) {
  const root = sampleProject()
  const press = openPress(root, { PRESSRUN_SECRET: SECRET, PRESSRUN_SMTP_URL: smtp })
  const store = await openStore(root, 'write')
  onTestFinished(() => store.close())
  const troubles: string[] = []
  const mails = await openConfirmations(press, press.files, store, (said) => troubles.push(said))
  mails?.send(ASKED, 'https://letters.longmeridian.example/confirm/x')
  await mails?.settled()
  const suppressed = await Array.fromAsync(allSuppressions(store))
  return { troubles, suppressed: suppressed.map(({ email, reason }) => `${email} ${reason}`) }
}

async function refusing(responseCode: number, said: string): Promise<string> {
  const { port } = await mailServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_, _session, done) => done(Object.assign(new Error(said), { responseCode })),
  })
  return `smtp://127.0.0.1:${port}`
}

it('whose mailbox is no more is not written to again, and nobody is troubled', async () => {
  const url = await refusing(550, '5.1.1 no such user')
  expect(await ask(url)).toEqual({ troubles: [], suppressed: ['ana@example.com mailbox'] })
})

it.each([
  [550, '5.7.1 ana@example.com may not get mail from you'],
  [451, '4.7.1 ana@example.com: come back later'],
])(
  'a refusal that says nothing of the mailbox is told without the address: %s',
  async (code, said) => {
    const { troubles, suppressed } = await ask(await refusing(code, said))
    expect(suppressed).toEqual([])
    expect(troubles).toHaveLength(1)
    expect(troubles[0]).toMatch(/^a mail that asks to confirm was not sent: .*\b(550|451)\b/)
    expect(troubles[0]).not.toContain('ana@example.com')
  },
)

it('a server that is down is told of, and costs the reader nothing', async () => {
  const { troubles, suppressed } = await ask('smtp://127.0.0.1:9')
  expect(suppressed).toEqual([])
  expect(troubles).toEqual([expect.stringMatching(/was not sent: .*refused the connection/)])
})
