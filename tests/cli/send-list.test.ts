// A list with everything that lists hold, from the file to the server: who gets a letter, who is left out and
// where that is written, and that nothing in a list changes a letter but the words in it.

import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { edit, sampleProject } from '../build/project.ts'
import { inside } from './inside.ts'

async function mailServer() {
  const received = new Map<string, Buffer>()
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        for (const { address } of session.envelope.rcptTo)
          received.set(address, Buffer.concat(chunks))
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const { port } = smtp.server.address() as AddressInfo
  return { received, url: `smtp://127.0.0.1:${port}` }
}

const HARD = `</mj-text></td><script>alert(1)</script>{{evil}}{{{evil}}} javascript:alert(1) "' onload=x <!-- & @evil.example/`

/** Tags with their attributes' names, in order: what a value may not change. */
const bones = (html: string) =>
  [...html.matchAll(/<\/?[a-z!][^>]*>/gi)].map(([tag]) =>
    tag.replace(/"[^"]*"/g, '""').replace(/\s+/g, ' '),
  )
const hosts = (html: string) =>
  [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url]) => new URL(url as string).origin)

describe('a list that holds what lists hold', () => {
  it('reaches everyone who can be reached, and the rest are written down', {
    timeout: 120_000,
  }, async () => {
    const root = sampleProject()
    edit(root, 'issues/lima-summit.yaml', (text) =>
      text.replace(
        '{{or subscriber.first_name "Good morning"}}',
        '{{subscriber.name}} of {{subscriber.city}}',
      ),
    )
    edit(root, 'templates/partials/footer.mjml.hbs', (text) =>
      text.replace(
        '<p style="margin:2px 0 0">',
        '<p><a href="https://letters.longmeridian.example/in/{{subscriber.city}}" title="{{subscriber.city}}">Readers near you</a>, {{subscriber.name}}</p><p style="margin:2px 0 0">',
      ),
    )
    const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`
    const list = [
      'email,name,city',
      'plain@example.com,Ana,Cadiz',
      `hard@example.com,${quoted(HARD)},${quoted(HARD)}`,
      'crlf@example.com,"Ana\r\nBcc: eve@evil.example",Cadiz',
      '"""quinn,q""@example.com",Quinn,Cadiz',
      'ana+letters@example.com,Plus,Cadiz',
      'idn@bücher.example,Idn,Cadiz',
      '유나@example.com,유나,서울',
      'family@example.com,The Okafors 👩‍👩‍👧‍👦,Cadiz',
      'nobody,Nobody,Cadiz',
      'PLAIN@example.com,Again,Cadiz',
    ]
    writeFileSync(join(root, 'readers.csv'), `${list.join('\n')}\n`)
    const { received, url } = await mailServer()
    const args = ['send', 'lima-summit', '--list', 'readers.csv', '--yes', '--despite-errors']
    const env = { PRESSRUN_SECRET: 'a secret of a test', PRESSRUN_SMTP_URL: url }
    const { code, out, err } = await inside(root, args, env)
    expect(code, err).toBe(0)
    expect([...received.keys()].sort()).toEqual(
      [
        '"quinn,q"@example.com',
        'ana+letters@example.com',
        'family@example.com',
        'hard@example.com',
        // The server shows it so; on the wire it is xn--….
        'idn@bücher.example',
        'plain@example.com',
        '유나@example.com',
      ].sort(),
    )
    const rejects = join(root, '.pressrun/rejects/readers.rejects.csv')
    expect(out).toContain('.pressrun/rejects/readers.rejects.csv')
    expect(readFileSync(rejects, 'utf8')).toBe(
      [
        '\ufeffrejected_line,rejected_reason,email,name,city',
        '4,"""name"" holds a line break or a control character",crlf@example.com,"Ana\nBcc: eve@evil.example",Cadiz',
        '11,the address has no @,nobody,Nobody,Cadiz',
        '12,the address is on line 2 already,PLAIN@example.com,Again,Cadiz',
        '',
      ].join('\r\n'),
    )

    const mail = async (to: string): Promise<ParsedMail & { html: string }> =>
      (await simpleParser(received.get(to) as Buffer)) as ParsedMail & { html: string }
    const [plain, hard] = [await mail('plain@example.com'), await mail('hard@example.com')]
    expect(bones(hard.html)).toEqual(bones(plain.html))
    expect(bones(plain.html).length).toBeGreaterThan(100)
    expect(hosts(hard.html)).toEqual(hosts(plain.html))
    expect([...hard.headers.keys()]).toEqual([...plain.headers.keys()])
    expect(hard.headerLines.map(({ key }) => key)).toEqual(plain.headerLines.map(({ key }) => key))
    expect(String(received.get('idn@bücher.example'))).toContain(
      'To: Idn <idn@xn--bcher-kva.example>',
    )
    // It is all there, as words.
    expect(hard.subject).toContain(HARD)
    expect(hard.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{evil}}')
    expect((await mail('family@example.com')).subject).toContain('The Okafors 👩‍👩‍👧‍👦 of Cadiz')
  })
})
