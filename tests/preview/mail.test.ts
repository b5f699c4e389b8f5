// 'Send me this', and the inbox that catches, over real SMTP.

import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sendTest } from '../../src/cli/preview.ts'
import { findStudio } from '../../src/preview/discovery.ts'
import type { CaughtAnswer, CaughtList, StudioInfo } from '../../src/preview/wire.ts'
import { browser, letterIn, sampleProject, studio } from './studio.ts'

const arrived: { to: string; text: string }[] = []
const relay = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo: ({ address }, _session, done) =>
    done(
      address.startsWith('nobody')
        ? Object.assign(new Error('5.1.1 no such reader'), { responseCode: 550 })
        : null,
    ),
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      arrived.push({
        to: session.envelope.rcptTo[0]?.address ?? '',
        text: Buffer.concat(chunks).toString(),
      })
      done(null, 'taken')
    })
  },
})
const env: Record<string, string> = {}
beforeAll(async () => {
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  env.PRESSRUN_SMTP_URL = `smtp://127.0.0.1:${(relay.server.address() as { port: number }).port}`
})
afterAll(() => new Promise<void>((resolve) => relay.close(resolve)))

const root = sampleProject()
const { url, json } = studio(root, { sendTest, env })
const { open } = browser()

describe('send me this', () => {
  it('sends one test copy through the mail server, with the tester’s own links', async () => {
    const { page } = await open(url('/issues/lima-summit/letter?reader=list:noa@example.net'))
    await letterIn(page).getByText('Lima').first().waitFor()
    await page.keyboard.press('s')
    await page.getByRole('textbox', { name: 'To' }).fill('tester@example.com')
    await page.getByRole('button', { name: 'Send one copy' }).click()
    await page.getByText(/^Sent to tester@example\.com: .*250/).waitFor()
    expect(arrived.map(({ to }) => to)).toEqual(['tester@example.com'])
    const [copy] = arrived
    expect(copy?.text).toMatch(/^Subject: =\?utf-8\?/im)
    expect(copy?.text).not.toContain('noa@example.net')
    await page.getByRole('textbox', { name: 'To' }).fill('nobody@example.com')
    await page.getByRole('button', { name: 'Send one copy' }).click()
    await page.getByText(/^Not sent: .*no such reader/).waitFor()
    await page.getByRole('textbox', { name: 'To' }).fill('not an address')
    await page.getByRole('button', { name: 'Send one copy' }).click()
    await page.getByText('The address has no @.').waitFor()
    expect(arrived).toHaveLength(1)
  })

  it('or to the inbox here, where it is seen at once', async () => {
    const { page } = await open(url('/issues/lima-summit/letter'))
    await letterIn(page).getByText('Lima').first().waitFor()
    await page.getByRole('button', { name: 'Send me this' }).click()
    await page.getByLabel('the inbox here').check()
    await page.getByRole('textbox', { name: 'To' }).fill('me@example.com')
    await page.getByRole('button', { name: 'Send one copy' }).click()
    await page.getByRole('link', { name: 'See caught mail' }).click()
    await page.getByRole('link', { name: /\[Test\] Mina: what forty-one/ }).click()
    await letterIn(page).getByText('Forty-one minutes in Lima').first().waitFor()
    await page.getByText('Mina Calder <me@example.com>').waitFor()
    await page
      .getByText('On the envelope: from letters@longmeridian.example to me@example.com')
      .waitFor()
  })
})

describe('the inbox', () => {
  it('is where the project says that its studio is', async () => {
    const { smtp } = await json<StudioInfo>('/api/studio')
    expect(findStudio(root)).toMatchObject({ pid: process.pid, smtp })
    expect(new URL(findStudio(root)?.url ?? '').origin).toBe(new URL(url()).origin)
  })

  it('catches what any program sends, lists it while it is open, and shows it in the same views', async () => {
    const { page, wrong, elsewhere } = await open(url('/inbox'))
    const { smtp } = await json<StudioInfo>('/api/studio')
    await page.getByText(`smtp://127.0.0.1:${smtp?.port}`).waitFor()
    const mail = createTransport({
      host: smtp?.host ?? '',
      port: smtp?.port ?? 0,
      auth: { user: 'any', pass: 'thing' },
    })
    await mail.sendMail({
      from: '"Jürgen, der Große" <juergen@example.com>',
      to: 'Zoë <zoe@example.org>',
      subject: 'Grüße aus der Küche: ein Rezept mit elf Unterschriften und einem sehr langen Titel',
      text: 'Ein Käse aus einem Tal.',
      html: '<h1>Ein Käse</h1><p>aus einem Tal. <img src="cid:cheese" alt="Käse" width="20" height="20"></p>',
      attachments: [
        {
          filename: 'käse.gif',
          cid: 'cheese',
          content: Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64'),
        },
        { filename: 'Liste.txt', content: 'Milch\n' },
      ],
    })
    await page.getByRole('link', { name: /Grüße aus der Küche/ }).click()
    await letterIn(page).getByRole('heading', { name: 'Ein Käse' }).waitFor()
    expect(
      await letterIn(page)
        .locator('img')
        .evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
    ).toBe(1)
    await page.getByRole('link', { name: 'Text', exact: true }).click()
    await page.getByText('Ein Käse aus einem Tal.').waitFor()
    await page.getByRole('link', { name: 'Message', exact: true }).click()
    await page.getByText('multipart/mixed').first().waitFor()
    await page.getByRole('cell', { name: 'käse.gif' }).waitFor()
    await page.getByRole('link', { name: 'Inbox row' }).click()
    await page.getByText('Jürgen, der Große').first().waitFor()
    await page.getByRole('link', { name: 'Size' }).click()
    await page.getByText('against').or(page.getByText('Against Gmail’s limit')).first().waitFor()
    expect(await page.getByRole('link', { name: 'Content' }).count()).toBe(0)
    expect([wrong, elsewhere]).toEqual([[], []])
  })

  it('shows a message of text alone, and one in an older encoding', async () => {
    const { smtp } = await json<StudioInfo>('/api/studio')
    const mail = createTransport({ host: smtp?.host ?? '', port: smtp?.port ?? 0 })
    const raw = Buffer.from(
      'From: a@example.com\r\nTo: b@example.com\r\nSubject: =?iso-8859-1?Q?Gr=FC=DFe?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nK\xe4se\r\n',
      'latin1',
    )
    await mail.sendMail({ envelope: { from: 'a@example.com', to: 'b@example.com' }, raw })
    const { messages } = await json<CaughtList>('/api/inbox')
    const { letter } = await json<CaughtAnswer>(`/api/inbox/${messages[0]?.id}`)
    expect([letter.subject, letter.text, letter.html]).toEqual(['Grüße', 'Käse\n', null])
    const { page } = await open(url(`/inbox/${messages[0]?.id}/letter`))
    await letterIn(page).getByText('Käse').waitFor()
  })

  it('is cleared by its button', async () => {
    const { page } = await open(url('/inbox'))
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('button', { name: 'Clear' }).waitFor({ state: 'detached' })
    expect((await json<CaughtList>('/api/inbox')).messages).toEqual([])
  })
})
