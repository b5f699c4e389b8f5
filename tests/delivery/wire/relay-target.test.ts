import { describe, expect, it } from 'vitest'
import { relayTarget, targetOf } from '../../../src/delivery/relay-target.ts'
import { relayTransports } from '../../../src/delivery/relay-transports.ts'
import { smtpServer } from '../../../src/delivery/smtp/server.ts'
import type { Relay } from '../../../src/project/project.ts'

const VARIABLE = 'PRESSRUN_SMTP_URL'
const relay = (name: string, parts: Partial<Relay> = {}): Relay => ({
  name,
  kind: 'smtp',
  weight: 1,
  ...parts,
})
const project = (relays: readonly Relay[], secrets = {}) => ({
  relays,
  secrets,
  root: '/letters',
  limits: { connections: 3, messagesPerConnection: 50 },
})

describe('the address of a mail server', () => {
  it.each([
    ['smtp://mail.example.com', { port: 587, encryption: 'required', verify: true }],
    ['smtps://mail.example.com', { port: 465, encryption: 'implicit', verify: true }],
    ['smtp://127.0.0.1:2525', { port: 2525, encryption: 'optional', verify: false }],
    ['smtp://[::1]:25', { host: '::1', port: 25, encryption: 'optional' }],
    ['smtp://mail.example.com?tls=off', { encryption: 'off' }],
    ['smtp://mail.example.com?name=out.example.com', { clientName: 'out.example.com' }],
    [
      'smtp://ana%40example.com:p%3A%2F%25@mail.example.com',
      { login: { kind: 'password', user: 'ana@example.com', password: 'p:/%' } },
    ],
  ])('says where and how: %s', (address, expected) => {
    expect(smtpServer(address, VARIABLE)).toMatchObject(expected)
  })

  it.each([
    ['smtp://hunter2:@mail.example.com', /user without a password/],
    ['smtp://:hunter2@mail.example.com', /password without a user/],
    ['smtp://hunter2:%zz@mail.example.com', /a % that stands for nothing/],
    ['smtp://mail.example.com?tls=hunter2', /no such tls/],
    ['smtp://mail.example.com?hunter2=1', /a parameter that is not known/],
    ['smtp://mail.example.com?ca=/no/hunter2', /a ca file that cannot be read/],
    ['smtps://mail.example.com?tls=off', /no such tls/],
    ['smtp://mail.example.com?name=hunter2%20x', /no host name/],
    ['smtp://mail.example.com?oauth2-token=hunter2', /names no user/],
    ['smtp://ana@mail.example.com?oauth2-client-id=hunter2', /holds no OAuth2 token/],
    ['nonsense hunter2', /not an SMTP address/],
  ])('is refused without being shown: %s', (address, message) => {
    expect(() => smtpServer(address, VARIABLE)).toThrow(message)
    expect(() => smtpServer(address, VARIABLE)).toThrow(/^(?!.*hunter2)/s)
  })
})

describe('the address of a relay', () => {
  it.each([
    ['ses://eu-west-1', { kind: 'ses', account: { region: 'eu-west-1' } }],
    ['ses:', { kind: 'ses', account: {} }],
    [
      'ses://KEY:sec%2Fret@eu-west-1?configuration-set=news&endpoint=http://127.0.0.1:1',
      {
        kind: 'ses',
        account: {
          region: 'eu-west-1',
          credentials: { accessKeyId: 'KEY', secretAccessKey: 'sec/ret' },
          configurationSet: 'news',
          endpoint: 'http://127.0.0.1:1',
        },
      },
    ],
    ['sendmail:', { kind: 'sendmail' }],
    ['sendmail:/usr/lib/sendmail', { kind: 'sendmail', path: '/usr/lib/sendmail' }],
    ['sendmail:///usr/lib/sendmail', { kind: 'sendmail', path: '/usr/lib/sendmail' }],
    ['outbox:out', { kind: 'outbox', folder: '/letters/out' }],
    ['outbox:/var/out%20box', { kind: 'outbox', folder: '/var/out box' }],
  ])('may be other than a mail server’s: %s', (address, expected) => {
    expect(targetOf(address, VARIABLE, '/letters')).toEqual(expected)
  })

  it.each([
    ['outbox:', /names no folder/],
    ['ses://KEY@eu-west-1', /half of a pair/],
    ['ses://eu-west-1?hunter2=1', /a parameter that is not known/],
    ['ses://not_a_region!', /no address of Amazon SES/],
    ['ses://eu-west-1?endpoint=hunter2', /an endpoint that is no address/],
    ['sendmail:%zz', /a % that stands for nothing/],
  ])('is refused where it cannot be: %s', (address, message) => {
    expect(() => targetOf(address, VARIABLE, '/letters')).toThrow(message)
    expect(() => targetOf(address, VARIABLE, '/letters')).toThrow(/^(?!.*hunter2)/s)
  })

  it('is in a variable with its name, or in PRESSRUN_SMTP_URL where it is the only one', () => {
    const smtpUrl = 'smtp://127.0.0.1:1'
    const smtpUrls = { PRESSRUN_SMTP_URL_BACKUP_2: 'smtp://127.0.0.1:2' }
    const both = project([relay('main'), relay('backup-2')], { smtpUrl, smtpUrls })
    expect(relayTarget(relay('backup-2'), both)).toMatchObject({ server: { port: 2 } })
    expect(() => relayTarget(relay('main'), both)).toThrow(
      /no mail server is configured for the relay "main".*PRESSRUN_SMTP_URL_MAIN=/s,
    )
    const only = project([relay('main')], { smtpUrl, smtpUrls })
    expect(relayTarget(relay('main'), only)).toMatchObject({ server: { port: 1 } })
    expect(() => relayTarget(relay('main'), project([relay('main')]))).toThrow(
      /no mail server is configured, so nothing is sent.*PRESSRUN_SMTP_URL=/s,
    )
  })

  it('in PRESSRUN_SMTP_URL is not for an outbox, a program or Amazon, and nothing leaves by it', () => {
    const secrets = { smtpUrl: 'smtp://127.0.0.1:1' }
    for (const kind of ['outbox', 'sendmail', 'ses'] as const) {
      const one = relay('only', { kind, ...(kind === 'outbox' ? { folder: '/out' } : {}) })
      expect(relayTarget(one, project([one], secrets)).kind).toBe(kind)
    }
  })
})

describe('a project’s relays', () => {
  const secrets = {
    smtpUrls: {
      PRESSRUN_SMTP_URL_MAIN: 'smtp://127.0.0.1:1',
      PRESSRUN_SMTP_URL_CLOUD: 'ses://eu-west-1',
    },
  }
  const relays = [
    relay('main', { weight: 3 }),
    relay('cloud'),
    relay('local', { kind: 'sendmail', weight: 0 }),
    relay('shelf', { kind: 'outbox', folder: '/out' }),
  ]

  it('are transports in their order, with the limits of the project', () => {
    const found = relayTransports(project(relays, secrets))
    expect(found.map(({ weight, transport }) => [transport.name, transport.lanes, weight])).toEqual(
      [
        ['main', 3, 3],
        ['cloud', 3, 1],
        ['local', 3, 0],
        ['shelf', 3, 1],
      ],
    )
  })
})
