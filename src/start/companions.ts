// What stands beside a publication: its list, its secrets and a sample of them, what git passes over, scripts, the
// workflow that checks it, and what editors need to know of its files.

import { parseMailbox } from '../project/mailbox.ts'
import type { PlacedFile } from '../project/place-files.ts'
import type { Answers, SendingWay } from './answers.ts'

/** What PRESSRUN_SMTP_URL says, for each way to send. */
const ADDRESSES: Readonly<Record<SendingWay, { readonly comment: string; readonly url: string }>> =
  {
    smtp: {
      comment: 'Your mail server. In user and password write @ as %40, / as %2F and : as %3A.',
      url: 'smtp://user:password@mail.example.com:587',
    },
    ses: {
      comment: 'Amazon SES, in a region. Without keys here, those of the machine are taken.',
      url: 'ses://KEY-ID:SECRET@eu-west-1',
    },
    sendmail: {
      comment: 'The sendmail program of this machine.',
      url: 'sendmail:/usr/sbin/sendmail',
    },
    outbox: {
      comment: 'Messages become files in this folder; nothing leaves.',
      url: 'outbox:outbox',
    },
  }

const envFile = (send: SendingWay, secret: string, live: boolean) => {
  const { comment, url } = ADDRESSES[send]
  const known = send === 'sendmail' || send === 'outbox'
  return `# ${live ? 'Secrets of this publication: never in git.' : 'Copy this to .env, which git passes over, and fill it in.'}
# ${comment}
${live && !known ? '# ' : ''}PRESSRUN_SMTP_URL=${url}
# What links to unsubscribe are signed with. Links of letters that were sent stop working when it changes.
# Make one with: openssl rand -base64 32
PRESSRUN_SECRET=${secret}
# Sends and readers are kept in a file, .pressrun/pressrun.db. To keep them in Postgres instead:
# PRESSRUN_DATABASE=postgres://user:password@db.example.com/database
`
}

const GITIGNORE = `node_modules/
build/
outbox/
.pressrun/
.env
`

const WORKFLOW = `# Every change is checked: an issue with an error in it goes red before anybody reads it.
name: check
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm install --no-audit --no-fund
      - run: npx pressrun check
`

const json = (data: unknown) => `${JSON.stringify(data, null, 2)}\n`

const packageName = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'newsletter'

const packageJson = ({ name }: Answers, version: string) =>
  json({
    name: packageName(name),
    private: true,
    scripts: {
      preview: 'pressrun preview',
      build: 'pressrun build',
      check: 'pressrun check',
      send: 'pressrun send',
    },
    dependencies: { pressrun: `^${version}` },
  })

const SCHEMAS = './node_modules/pressrun/schema'

/** @param secret what to sign with: at least 32 random bytes as text. */
export function companions(
  answers: Answers,
  { version, secret }: { readonly version: string; readonly secret: string },
): readonly PlacedFile[] {
  const from = parseMailbox(answers.from)
  const email = 'address' in from ? from.address : ''
  const name = 'name' in from ? from.name : ''
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [
    { name: 'subscribers/list.csv', content: `email,name\n${email},${cell(name)}\n` },
    { name: '.env.example', content: envFile(answers.send, '', false) },
    { name: '.env', content: envFile(answers.send, secret, true) },
    { name: '.gitignore', content: GITIGNORE },
    { name: 'package.json', content: packageJson(answers, version) },
    { name: '.github/workflows/check.yml', content: WORKFLOW },
    {
      name: '.vscode/settings.json',
      content: json({
        'yaml.schemas': {
          [`${SCHEMAS}/newsletter.json`]: 'newsletter.yaml',
          [`${SCHEMAS}/issue.json`]: 'issues/*.yaml',
        },
        'files.associations': { '*.mjml.hbs': 'handlebars' },
      }),
    },
    { name: '.vscode/extensions.json', content: json({ recommendations: ['redhat.vscode-yaml'] }) },
  ]
}
