import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Diagnosis } from '../../../src/delivery/doctor/diagnosis.ts'
import { examineDmarc } from '../../../src/delivery/doctor/dmarc.ts'
import { dnsResolver } from '../../../src/delivery/doctor/dns.ts'
import { examine } from '../../../src/delivery/doctor/doctor.ts'
import { examineSpf } from '../../../src/delivery/doctor/spf.ts'
import { writeSigningKey } from '../../../src/delivery/signing.ts'
import { dkimKey } from '../../../src/message/dkim.ts'
import { dkimRecord, newDkimKey } from '../../../src/message/dkim-record.ts'
import { loadProject } from '../../../src/project/load.ts'
import { dnsServer, type Zone } from './dns-server.ts'
import { faultServer } from './fault-server.ts'
import { certificateFile, mailServer } from './mail-server.ts'

const PEM = await newDkimKey(2048)
const DOMAIN = 'longmeridian.example'
const RECORD = dkimRecord(DOMAIN, 'news', dkimKey(DOMAIN, 'news', PEM).key)
const SECRET = 'a secret of sixteen and more'

const GOOD: Required<Zone> = {
  txt: {
    [DOMAIN]: ['unrelated', 'v=spf1 include:_spf.relay.example -all'],
    '_spf.relay.example': ['v=spf1 ip4:192.0.2.0/24 -all'],
    [RECORD.name]: [RECORD.value],
    [`_dmarc.${DOMAIN}`]: ['v=DMARC1; p=none; rua=mailto:dmarc@longmeridian.example'],
  },
  mx: { [DOMAIN]: ['mx1.longmeridian.example', 'mx2.longmeridian.example'] },
  a: { 'mail.longmeridian.example': ['192.0.2.7'] },
  ptr: { '7.2.0.192.in-addr.arpa': ['mail.longmeridian.example'] },
}

function publication(yaml = 'dkim: { selector: news }', env: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-doctor-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(
    join(root, 'newsletter.yaml'),
    `name: Long Meridian\nfrom: letters@${DOMAIN}\nurl: https://letters.${DOMAIN}\naddress: here\n${yaml}\n`,
  )
  writeSigningKey(join(root, '.pressrun/dkim-news.pem'), PEM)
  return loadProject(root, { PRESSRUN_SECRET: SECRET, PRESSRUN_SMTP_URL: 'outbox:out', ...env })
}

/** @param zone what differs from a domain where all is well. */
async function found(
  zone: Zone = {},
  yaml?: string,
  env?: Record<string, string>,
): Promise<Diagnosis[]> {
  const merged = Object.fromEntries(
    Object.entries(GOOD).map(([type, table]) => [type, { ...table, ...zone[type as keyof Zone] }]),
  )
  const dns = dnsResolver(await dnsServer(merged))
  return Array.fromAsync(examine(publication(yaml, env), { dns, timeouts: { connect: 1000 } }))
}
const about = (all: readonly Diagnosis[], name: string) =>
  all.filter((one) => one.about === name).map(({ level, message }) => `${level}: ${message}`)

describe('the doctor', () => {
  it('finds nothing wrong where all is well', async () => {
    const all = await found()
    expect(all.map((one) => [one.about, one.level])).toEqual([
      ['secret', 'ok'],
      ['links', 'ok'],
      ['DKIM key', 'ok'],
      ['relay smtp', 'ok'],
      ['SPF', 'ok'],
      ['DKIM record', 'ok'],
      ['DMARC', 'ok'],
      ['MX', 'ok'],
    ])
    expect(about(all, 'DMARC')).toEqual([
      `ok: ${DOMAIN}: p=none, and letters pass it by DKIM and SPF`,
    ])
    expect(about(all, 'MX')).toEqual([
      `ok: ${DOMAIN}: replies come to mx1.longmeridian.example and 1 more`,
    ])
  })

  it('names what is missing, each with the mend', async () => {
    const none = Object.keys(GOOD.txt).map((name): [string, string[]] => [name, []])
    const all = await found({ txt: Object.fromEntries(none), mx: { [DOMAIN]: [] } })
    const errors = all.filter(({ level }) => level === 'error')
    expect(errors.map((one) => one.about)).toEqual(['SPF', 'DKIM record', 'DMARC', 'MX'])
    for (const { mend } of errors) expect(mend).toBeTruthy()
    expect(errors[0]?.mend).toContain('v=spf1')
    expect(errors[2]?.mend).toContain(`_dmarc.${DOMAIN}`)
  })

  it('keeps a DNS that does not answer apart from one that says no', async () => {
    const dns = dnsResolver('127.0.0.1:1')
    const all = await Array.fromAsync(examine(publication(), { dns }))
    const names = ['SPF', 'DKIM record', 'DMARC', 'MX']
    for (const name of names)
      expect(about(all, name)).toEqual([expect.stringMatching(/^unknown: DNS does not answer/)])
    expect(all.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('asks nobody where there is no network, and still looks at what is here', async () => {
    const server = await faultServer()
    const env = { PRESSRUN_SMTP_URL: server.url }
    const all = await Array.fromAsync(examine(publication(undefined, env), {}))
    expect(all.map((one) => [one.about, one.level])).toEqual([
      ['secret', 'ok'],
      ['links', 'ok'],
      ['DKIM key', 'ok'],
      ['relay smtp', 'unknown'],
    ])
    expect(server.connections).toBe(0)
  })
})

describe('what is said of SPF', () => {
  const spf = async (...records: string[]) =>
    (await found({ txt: { [DOMAIN]: records, 'no.example': [] } })).find(
      (one) => one.about === 'SPF',
    )

  it.each([
    [['v=spf1 -all', 'v=spf1 ~all'], 'error', /2 SPF records/],
    [['v=spf1 include:no.example -all'], 'error', /includes no\.example, which has no SPF record/],
    [[`v=spf1 ${'a:h.example '.repeat(11)}-all`], 'error', /11 look-ups/],
    [['v=spf1 ip4:192.0.2.1 +all'], 'warning', /lets everybody send/],
    [['v=spf1 ip4:192.0.2.1'], 'warning', /does not say what of all others/],
    [['v=spf10 -all'], 'error', /does not say who may send/],
    [['v=spf1 redirect=_spf.relay.example'], 'ok', /redirect/],
    [['V=SPF1 IP4:192.0.2.1 -ALL'], 'ok', /192/],
  ])('with %j: %s', async (records, level, message) => {
    expect(await spf(...records)).toMatchObject({
      level,
      message: expect.stringMatching(message),
    })
  })

  it.each([
    ['smtp.gmail.com', ['v=spf1 mx -all'], 'warning', /Add include:_spf\.google\.com to it/],
    ['smtp.gmail.com', ['v=spf1 include:_spf.google.com -all'], 'ok', /^$/],
    ['smtp.gmail.com', [], 'error', /v=spf1 include:_spf\.google\.com ~all$/],
    ['email-smtp.eu-west-1.amazonaws.com', [], 'ok', /^$/],
    ['mail.own.example', [], 'error', /v=spf1 a mx ~all$/],
  ])('for letters that go by %s, with %j: %s', async (host, records, level, mend) => {
    const zone = { txt: { 'a.example': records, '_spf.google.com': ['v=spf1 ip4:192.0.2.1 ~all'] } }
    const found = await examineSpf('a.example', [host], dnsResolver(await dnsServer(zone)))
    expect(found.level).toBe(level)
    expect(found.mend ?? '').toMatch(mend)
  })

  it('does not go round in circles', async () => {
    const txt = {
      [DOMAIN]: ['v=spf1 include:a.example -all'],
      'a.example': ['v=spf1 include:b.example -all'],
      'b.example': ['v=spf1 include:a.example -all'],
    }
    expect(about(await found({ txt }), 'SPF')).toEqual([expect.stringMatching(/^ok/)])
  })

  it('is about the envelope sender’s domain, which is where bounces go', async () => {
    const yaml = 'envelope-sender: b@bounces.example\ndkim: { selector: news }'
    const all = await found({}, yaml)
    expect(about(all, 'SPF')[0]).toMatch(/^error: bounces\.example/)
    expect(about(all, 'MX')).toEqual([
      expect.stringMatching(/^ok: .* replies come/),
      'error: no server takes mail for bounces.example, where bounces come',
    ])
    expect(about(all, 'DMARC')).toEqual([expect.stringMatching(/pass it by DKIM$/)])
  })
})

describe('what is said of DKIM', () => {
  const record = async (...records: string[]) =>
    (await found({ txt: { [RECORD.name]: records } })).find((one) => one.about === 'DKIM record')

  it.each([
    [['v=DKIM1; k=rsa; p='], 'error', /withdrawn/],
    [['v=DKIM1; k=rsa; p=AAAA'], 'error', /another one than ours/],
    [['v=DKIM1'], 'error', /holds no key/],
    [[RECORD.value, RECORD.value], 'error', /there are 2/],
    [[`${RECORD.value}; t=y`], 'warning', /marked as a test/],
    [[RECORD.value.replace('p=', 'p= ')], 'ok', /holds our key/],
  ])('with %j: %s', async (records, level, message) => {
    expect(await record(...records)).toMatchObject({
      level,
      message: expect.stringMatching(message),
    })
  })

  it('sees a key that others can read, that is missing, or that nobody asked for', async () => {
    const open = publication()
    chmodSync(join(open.root, '.pressrun/dkim-news.pem'), 0o644)
    const first = async (project: typeof open) =>
      (await Array.fromAsync(examine(project, {}))).find((one) => one.about === 'DKIM key')
    expect(await first(open)).toMatchObject({
      level: 'warning',
      mend: expect.stringMatching(/chmod 600/),
    })
    expect(await first(publication('dkim: { selector: other }'))).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/there is no DKIM key here .*dkim-other\.pem/),
    })
    expect(await first(publication('verp: false'))).toMatchObject({ level: 'warning' })
  })
})

describe('what is said of DMARC', () => {
  const dmarc = async (zone: Zone, yaml?: string) => about(await found(zone, yaml), 'DMARC')[0]
  const policy = (...records: string[]): Zone => ({ txt: { [`_dmarc.${DOMAIN}`]: records } })

  it.each([
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], /^error: .*2 DMARC records/],
    [['v=DMARC1; rua=mailto:a@b.example'], /^error: .*names no policy/],
    [['v=DMARC1; p=reject'], /^ok: .*p=reject/],
  ])('with %j', async (records, message) => {
    expect(await dmarc(policy(...records))).toMatch(message)
  })

  it('whether letters pass it', async () => {
    const spfOnly = 'verp: false'
    expect(await dmarc({}, spfOnly)).toMatch(/^warning: .*by SPF alone/)
    const neither = 'envelope-sender: b@bounces.example'
    expect(await dmarc({}, neither)).toMatch(/^error: neither a signature nor SPF/)
    const below = `envelope-sender: b@bounces.${DOMAIN}`
    expect(await dmarc({}, below)).toMatch(/^warning: .*by SPF alone/)
    expect(await dmarc(policy('v=DMARC1; p=none; aspf=s'), below)).toMatch(/^error: neither/)
  })

  it('from the domain above where there is none of its own, and never from the last label', async () => {
    const txt = {
      '_dmarc.a.example': ['v=DMARC1; p=none; sp=reject'],
      '_dmarc.example': ['v=DMARC1; p=none'],
    }
    const dns = dnsResolver(await dnsServer({ txt }))
    const ask = (from: string, dkim: string) => examineDmarc({ from, dkim, spf: 'x.test' }, dns)
    // A sibling's signature counts: both belong to whom the policy belongs.
    expect(await ask('news.a.example', 'mail.a.example')).toMatchObject({
      level: 'ok',
      message: expect.stringMatching(/p=reject/),
    })
    expect(await ask('b.example', 'b.example')).toMatchObject({
      level: 'error',
      message: expect.stringMatching(/has no DMARC policy/),
    })
  })
})

describe('what is said of mail servers', () => {
  const relay = async (url: string, yaml?: string) =>
    (await found({}, yaml, { PRESSRUN_SMTP_URL: url })).filter(
      ({ about }) => about.startsWith('relay') || about === 'reverse DNS',
    )

  it('is encryption, login and what they offer', async () => {
    const server = await mailServer({
      authOptional: false,
      onAuth: ({ password }, _, done) =>
        password === 'good'
          ? done(null, { user: 'ana' })
          : done(Object.assign(new Error('who?'), { responseCode: 535 })),
    })
    const ca = encodeURIComponent(certificateFile('localhost'))
    const url = (password: string) =>
      `smtp://ana:${password}@127.0.0.1:${server.port}?tls=required&ca=${ca}`
    expect(await relay(url('good'))).toMatchObject([
      { level: 'ok', message: expect.stringMatching(/TLSv1\.3, logs in as ana with PLAIN/) },
      { about: 'reverse DNS', level: 'unknown' },
    ])
    const [wrong] = await relay(url('hunter2'))
    expect(wrong).toMatchObject({ level: 'error', message: expect.stringMatching(/535/) })
    expect(JSON.stringify(wrong)).not.toContain('hunter2')
    expect(server.received).toEqual([])
  })

  it('is that one is not there, or not configured', async () => {
    expect(await relay('smtp://127.0.0.1:1')).toMatchObject([
      { level: 'error', message: '127.0.0.1:1 refused the connection', mend: expect.any(String) },
      {},
    ])
    const two = 'relays:\n  - name: main\n  - name: spare'
    expect(await relay('smtp://127.0.0.1:1', two)).toMatchObject([
      {
        about: 'relay main',
        level: 'error',
        mend: expect.stringMatching(/PRESSRUN_SMTP_URL_MAIN/),
      },
      { about: 'relay spare', level: 'error' },
    ])
  })
})

describe('what is said of reverse DNS', () => {
  const reverse = async (zone: Zone) => {
    const env = { PRESSRUN_SMTP_URL: 'smtp://mail.longmeridian.example:9?tls=off' }
    return about(await found(zone, undefined, env), 'reverse DNS')
  }

  it('is whether the server’s address has a name that has the address', async () => {
    expect(await reverse({})).toEqual(['ok: 192.0.2.7 is mail.longmeridian.example, and back'])
    expect(await reverse({ ptr: { '7.2.0.192.in-addr.arpa': [] } })).toEqual([
      expect.stringMatching(/^warning: 192\.0\.2\.7 .* has no name/),
    ])
    expect(
      await reverse({ ptr: { '7.2.0.192.in-addr.arpa': ['mx1.longmeridian.example'] } }),
    ).toEqual([expect.stringMatching(/^warning: .*does not say so/)])
    expect(await reverse({ a: { 'mail.longmeridian.example': [] } })).toEqual([
      expect.stringMatching(/^error: there is no host/),
    ])
  })
})
