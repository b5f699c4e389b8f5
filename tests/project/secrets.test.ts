// Secrets: from the environment and `.env`, never from YAML, never shown.

import { describe, expect, it } from 'vitest'
import { complaint, type Folder, NEWSLETTER, openProject } from './newsroom.ts'

const withKeys = (yaml: string, more: Folder = {}) =>
  complaint(() => openProject({ 'newsletter.yaml': NEWSLETTER + yaml, ...more }))

describe('secrets', () => {
  const MEND =
    'Put it into .env or the environment, as PRESSRUN_SMTP_URL, PRESSRUN_SMTP_URL_<NAME>, PRESSRUN_DATABASE or PRESSRUN_SECRET.'

  it.each([
    'smtp',
    'smtp-url',
    'password',
    'secret',
    'api_key',
    'token',
    'SMTP_PASSWORD',
    'database',
  ])('are refused in newsletter.yaml: %s', (key) => {
    const said = withKeys(`${key}: smtp://me:hunter2@mail.example\n`)
    expect(said).toBe(
      `newsletter.yaml:5:1  "${key}" looks like a secret, and this file is kept in git. ${MEND}`,
    )
  })

  const secretsOf = (env: Record<string, string>, dotEnv?: string) =>
    openProject(dotEnv === undefined ? {} : { '.env': dotEnv }, env).secrets

  it('come from .env: quotes, comments, Windows line ends and other people’s keys', () => {
    const file = [
      '\ufeff# what the server needs',
      'DATABASE_URL=postgres://elsewhere',
      'export PRESSRUN_SMTP_URL="smtp://me:hunter2@mail.example:587"',
      'PRESSRUN_SECRET=0123456789abcdef0123456789abcdef # long enough',
    ].join('\r\n')
    expect(secretsOf({}, file)).toEqual({
      smtpUrl: 'smtp://me:hunter2@mail.example:587',
      secret: '0123456789abcdef0123456789abcdef',
    })
  })

  it('of the environment win over those of .env, unless they are empty', () => {
    const file = 'PRESSRUN_SMTP_URL=smtp://file.example\nPRESSRUN_SECRET=0123456789abcdef\n'
    expect(
      secretsOf({ PRESSRUN_SMTP_URL: 'smtp://shell.example', PRESSRUN_SECRET: '' }, file),
    ).toEqual({ smtpUrl: 'smtp://shell.example', secret: '0123456789abcdef' })
  })

  it('are nothing where nothing says them', () => {
    expect(secretsOf({})).toEqual({})
  })

  it('are no other keys of the environment', () => {
    expect(
      JSON.stringify(openProject({}, { HOME: '/somewhere', SMTP_URL: 'smtp://a' })),
    ).not.toContain('/somewhere')
  })

  it.each([
    'https://mail.example',
    'mail.example:587',
    'smtp://',
    'smtp://me:pass/word@mail.example',
  ])('are never shown where they are wrong: %s', (url) => {
    const said = complaint(() => secretsOf({ PRESSRUN_SMTP_URL: url }))
    expect(said).toBe(
      'PRESSRUN_SMTP_URL is not an SMTP address. Write it as smtp://user:password@host:587 or smtps://user:password@host:465; in user and password write @ as %40, / as %2F and : as %3A.',
    )
  })

  it('are refused where they could be guessed', () => {
    expect(complaint(() => secretsOf({ PRESSRUN_SECRET: 'hunter2' }))).toBe(
      'PRESSRUN_SECRET is shorter than 16 characters. Make one with: openssl rand -base64 32',
    )
  })

  it('are read from a .env in another encoding no more than anything else', () => {
    expect(
      complaint(() =>
        openProject({ '.env': Buffer.from('PRESSRUN_SECRET=0123456789abcdéf', 'latin1') }),
      ),
    ).toBe(
      '.env:1  this is not UTF-8 text. Save the file as UTF-8 (it looks like Latin-1 or another older encoding).',
    )
  })

  it('are not fetched through a link to the outside', () => {
    expect(complaint(() => openProject({ '.env': { link: '/etc/hostname' } }))).toBe(
      '.env  this file leads outside the project through a link. Put the file itself there.',
    )
  })
})
