import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleProject } from '../build/project.ts'
import { dnsServer } from '../delivery/wire/dns-server.ts'
import { inside } from './inside.ts'

const ENV = { PRESSRUN_SECRET: 'a secret of sixteen and more', PRESSRUN_SMTP_URL: 'outbox:out' }

describe('pressrun doctor', () => {
  it('says each thing in one line, with the mend, and exits 1 where something is wrong', async () => {
    const dns = await dnsServer({
      txt: { 'longmeridian.example': ['v=spf1 a -all \u001b[31mred'] },
      mx: { 'longmeridian.example': ['mx.example'] },
    })
    const { code, out, err } = await inside(sampleProject(), ['doctor', '--dns', dns], ENV)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^ok {7}secret {6}/),
      expect.stringMatching(/^ok {7}links {7}/),
      expect.stringMatching(/^warning {2}DKIM key {4}.*Make a key with: pressrun dkim/),
      expect.stringMatching(/^ok {7}relay smtp {2}.*out: letters are written here/),
      expect.stringMatching(/^ok {7}SPF {9}.*v=spf1 a -all \ufffd\[31mred$/),
      expect.stringMatching(/^error {4}DMARC {7}.*v=DMARC1; p=none/),
      expect.stringMatching(/^ok {7}MX {10}/),
      '',
      '1 error, 1 warning.',
    ])
  })

  it('asks nobody with --offline, and prints one JSON document with --json', async () => {
    const root = sampleProject()
    writeFileSync(join(root, '.env'), 'PRESSRUN_SMTP_URL=smtp://ana:hunter2@192.0.2.1\n')
    const env = { PRESSRUN_SECRET: ENV.PRESSRUN_SECRET }
    const { code, out } = await inside(root, ['doctor', '--offline', '--json'], env)
    expect(code).toBe(0)
    const { ok, found } = JSON.parse(out)
    expect(ok).toBe(true)
    expect(found.at(-1)).toEqual({
      about: 'relay smtp',
      level: 'unknown',
      message: 'configured, and not asked',
    })
    expect(out).not.toContain('hunter2')
  })

  it('exits 2 where the call is wrong', async () => {
    const { code, err } = await inside(sampleProject(), ['doctor', '--dns', 'nowhere'], ENV)
    expect(code).toBe(2)
    expect(err).toMatch(/"nowhere" is not the address of a DNS server/)
  })
})
