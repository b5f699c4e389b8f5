import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { PressrunError } from '../../src/problem.ts'
import { loadProject } from '../../src/project/load.ts'

const HEAD = `name: Long Meridian
from: Long Meridian <letters@longmeridian.example>
url: https://letters.longmeridian.example
address: 17 Ropewalk Lane
`

function project(rest: string, env: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'pressrun-sending-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'newsletter.yaml'), HEAD + rest)
  return loadProject(root, env)
}

function problemOf(rest: string, env: Record<string, string> = {}) {
  try {
    project(rest, env)
  } catch (error) {
    if (error instanceof PressrunError) return error.problems[0]
    throw error
  }
  throw new Error('nothing was refused')
}

describe('what newsletter.yaml says of sending', () => {
  it('may be nothing', () => {
    expect(project('')).toMatchObject({
      limits: { connections: 5, messagesPerConnection: 100 },
      relays: [{ name: 'smtp', kind: 'smtp', weight: 1 }],
      verp: false,
    })
  })

  it('may be everything', () => {
    const { root, ...read } = project(`
limits:
  connections: 3
  messages-per-connection: 50
  per-second: 0.5
  per-minute: 20
  per-hour: 1000
  per-day: 9000
  warm-up: { start: 2026-12-01, first-day: 500, growth: 2, target: 50000 }
  domains:
    GMail.com: { connections: 2, per-second: 5 }
    bücher.example: { connections: 1 }
    "*": { per-second: 10 }
relays:
  - name: main
    weight: 3
    limits:
      per-second: 2
      per-hour: 3000
      warm-up: { start: 2026-12-01, first-day: 50, target: 5000 }
  - { name: cloud, kind: ses, region: eu-west-1 }
  - { name: local, kind: sendmail, path: /usr/lib/sendmail, weight: 0 }
  - { name: shelf, kind: outbox, folder: out }
envelope-sender: bounces@longmeridian.example
verp: true
dsn: [failure, delay]
dkim: { selector: news, key-file: .pressrun/dkim.pem }
`)
    expect(read).toMatchObject({
      limits: {
        connections: 3,
        messagesPerConnection: 50,
        perSecond: 0.5,
        perMinute: 20,
        perHour: 1000,
        perDay: 9000,
        warmUp: {
          ...{ start: '2026-12-01', firstDay: 500, growth: 2, target: 50_000 },
          timezone: 'UTC',
        },
        domains: {
          'gmail.com': { connections: 2, perSecond: 5 },
          'xn--bcher-kva.example': { connections: 1 },
          '*': { perSecond: 10 },
        },
      },
      relays: [
        {
          ...{ name: 'main', kind: 'smtp', weight: 3 },
          limits: {
            ...{ perSecond: 2, perHour: 3_000 },
            warmUp: {
              ...{ start: '2026-12-01', firstDay: 50, growth: 1.5, target: 5_000 },
              timezone: 'UTC',
            },
          },
        },
        { name: 'cloud', kind: 'ses', region: 'eu-west-1', weight: 1 },
        { name: 'local', kind: 'sendmail', path: '/usr/lib/sendmail', weight: 0 },
        { name: 'shelf', kind: 'outbox', folder: join(root, 'out') },
      ],
      envelopeSender: 'bounces@longmeridian.example',
      verp: true,
      dsn: ['failure', 'delay'],
      dkim: {
        domain: 'longmeridian.example',
        selector: 'news',
        keyFile: join(root, '.pressrun/dkim.pem'),
      },
    })
    expect(project('dsn: never').dsn).toEqual([])
  })

  it.each([
    ['limits: { conections: 3 }', 5, /unknown key "conections"/, /Did you mean "connections"/],
    ['limits: { per-second: 0 }', 5, /must be more than 0/, /larger/],
    ['limits: { connections: 501 }', 5, /must be at most 500/, /smaller/],
    ['limits: { connections: 2.5 }', 5, /2.5, not a whole number/, /whole number/],
    ['limits:\n  domains:\n    "no domain": { connections: 1 }', 7, /not a domain/, /gmail\.com/],
    ['limits:\n  domains:\n    a.example: { conections: 1 }', 7, /unknown key/, /connections/],
    [
      'limits:\n  warm-up: { start: 2026-12-01, first-day: 500, growth: 0.9, target: 900 }',
      ...([6, /has to be more than 1/, /Write 1\.5/] as const),
    ],
    [
      'limits:\n  warm-up:\n    start: 2026-12-01\n    first-day: 500\n    target: 400',
      ...([9, /"target" is reached on the first day already/, /more than first-day/] as const),
    ],
    [
      'limits:\n  warm-up: { start: 1 December, first-day: 5, target: 9 }',
      ...([6, /is not a date/, /2024-11-18/] as const),
    ],
    [
      'limits:\n  warm-up: { start: 2026-12-01, first-day: 0, target: 9 }',
      ...([6, /must be at least 1|more than 0/, /larger/] as const),
    ],
    ['limits:\n  warm-up: { start: 2026-12-01, target: 9 }', 6, /"first-day" is missing/, /Add/],
    ['limits:\n  warmup: {}', 6, /unknown key "warmup"/, /"warm-up"/],
    [
      'relays:\n  - name: a\n    limits: { connections: 3 }',
      ...([7, /unknown key "connections"/, /./] as const),
    ],
    [
      'relays:\n  - name: a\n    limits:\n      warm-up: { start: 2026-12-01, first-day: 9, target: 9 }',
      ...([8, /reached on the first day/, /more than first-day/] as const),
    ],
    ['relays: []', 5, /"relays" is empty/, /Fill it in/],
    ['relays:\n  - name: Main Relay', 6, /not a name for a relay/, /small letters/],
    ['relays:\n  - name: a\n  - name: a', 7, /there twice/, /name of its own/],
    ['relays:\n  - { name: a, kind: pigeon }', 6, /cannot be "pigeon"/, /smtp/],
    ['relays:\n  - { name: a, region: eu-west-1 }', 6, /is for relays of kind ses/, /kind: ses/],
    ['relays:\n  - { name: a, kind: outbox }', 6, /an outbox needs a folder/, /folder: outbox/],
    [
      'relays:\n  - { name: a, url: "smtp://u:p@host" }',
      6,
      /"url" looks like a secret/,
      /environment/,
    ],
    ['smtp-url: smtp://u:p@host', 5, /looks like a secret/, /environment/],
    ['envelope-sender: nobody', 5, /has no @/, /name@example\.com/],
    ['envelope-sender: 편지@example.com', 5, /not every mail server takes/, /ASCII/],
    [
      `verp: true\nenvelope-sender: ${'a-long-name-for-bounces-of-letters'}@example.com`,
      6,
      /no room for a token/,
      /short/,
    ],
    ['dsn: [sometimes]', 5, /dsn/, /failure/],
    ['dkim: { selector: "a b" }', 5, /not a DKIM selector/, /letters, digits/],
    ['dkim: { selector: a, domain: localhost }', 5, /not a domain/, /example\.com/],
    ['dkim: {}', 5, /"selector" is missing/, /Add/],
  ])('is refused with its line and the mend: %s', (yaml, line, message, mend) => {
    const problem = problemOf(yaml)
    expect(problem).toMatchObject({
      file: 'newsletter.yaml',
      line,
      message: expect.stringMatching(message),
      mend: expect.stringMatching(mend),
    })
    expect(JSON.stringify(problem)).not.toContain('u:p')
  })
})

describe('what the environment says of sending', () => {
  it('is kept by the names of relays, and key files are found from the project', () => {
    const { root, secrets } = project('', {
      PRESSRUN_SMTP_URL: 'smtp://a.example',
      PRESSRUN_SMTP_URL_BACKUP: 'outbox:out',
      PRESSRUN_DKIM_KEY: 'line\\nline',
      PRESSRUN_DKIM_KEY_FILE: 'keys/dkim.pem',
    })
    expect(secrets).toEqual({
      smtpUrl: 'smtp://a.example',
      smtpUrls: { PRESSRUN_SMTP_URL_BACKUP: 'outbox:out' },
      dkimKey: 'line\nline',
      dkimKeyFile: join(root, 'keys/dkim.pem'),
    })
  })

  it.each(['hunter2', 'http://hunter2@host', 'smtp://', 'smtp:hunter2'])(
    'is refused and not shown where it is no address: %s',
    (url) => {
      for (const name of ['PRESSRUN_SMTP_URL', 'PRESSRUN_SMTP_URL_BACKUP']) {
        const problem = problemOf('', { [name]: url })
        expect(problem?.message).toBe(`${name} is not an SMTP address`)
        expect(JSON.stringify(problem)).not.toContain('hunter2')
      }
    },
  )
})
