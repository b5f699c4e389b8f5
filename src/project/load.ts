// newsletter.yaml and the environment to a Project.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { PressrunError } from '../problem.ts'
import { RULE_IDS } from './check-names.ts'
import { type Files, projectFiles } from './files.ts'
import { PROJECT_FILE } from './find.ts'
import type { ImageRef } from './image-ref.ts'
import type { CheckSettings, Mailbox, Palette, Project, Secrets, Theme } from './project.ts'
import { readershipOf } from './readership.ts'
import { newsletterAliases, newsletterSchema } from './schema.ts'
import { sendingOf } from './sending.ts'
import { validate } from './validate.ts'
import { webhooksOf } from './webhooks.ts'
import { readYaml, type YamlFile } from './yaml.ts'

export const MAX_YAML_BYTES = 1_000_000

type Newsletter = z.output<typeof newsletterSchema>

/** Text and hairlines hold 4.5:1 and 1.3:1 on paper and on ground; a test keeps it so. */
export const LIGHT: Palette = {
  ground: '#f3f0ea',
  paper: '#fffdfa',
  ink: '#1c1a17',
  soft: '#57524a',
  faint: '#6b655b',
  line: '#dad2c5',
  accent: '#9c3b1b',
}
export const DARK: Palette = {
  ground: '#141210',
  paper: '#1d1b18',
  ink: '#ece7de',
  soft: '#c2bbaf',
  faint: '#a0988b',
  line: '#3b3731',
  accent: '#f0997a',
}
const FONTS = {
  serif: "Charter, 'Iowan Old Style', Georgia",
  sans: "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial",
}

/**
 * @param root folder with newsletter.yaml.
 * @param env the environment: `PRESSRUN_…` in it wins over the project's `.env`.
 * @throws PressrunError `config`, `file`, `syntax`, `schema`
 */
export function loadProject(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  files: Files = projectFiles(root),
): Project {
  const yaml = readYaml(files.text(PROJECT_FILE, MAX_YAML_BYTES), PROJECT_FILE)
  refuseSecrets(yaml)
  const config = validate(newsletterSchema, yaml, newsletterAliases)
  const timezone = config.timezone ?? 'UTC'
  return {
    root: files.root,
    name: config.name,
    ...(config.tagline === undefined ? {} : { tagline: config.tagline }),
    from: config.from as Mailbox,
    ...(config['reply-to'] ? { replyTo: config['reply-to'] as Mailbox } : {}),
    url: config.url.replace(/\/+$/, ''),
    address: Array.isArray(config.address)
      ? config.address
      : config.address.split('\n').map((text) => text.trim()),
    lang: config.lang ?? 'en',
    timezone,
    theme: themeOf(config.theme, yaml, files),
    images: config.images ?? 'embed',
    ...sendingOf(config, {
      root: files.root,
      from: (config.from as Mailbox).address,
      timezone,
      yaml,
    }),
    ...readershipOf(config),
    countClicks: config['count-clicks'] ?? false,
    webhooks: webhooksOf(config),
    links: {
      ...(config.links?.archive ? { archive: config.links.archive } : {}),
      social: config.links?.social ?? [],
    },
    checks: checksOf(config.checks, yaml, files),
    sample: config.sample ?? { email: 'reader@example.com', name: 'Sam Reader' },
    secrets: secretsFrom({ ...dotEnv(files), ...present(env) }, files.root),
  }
}

function themeOf(theme: Newsletter['theme'], yaml: YamlFile, files: Files): Theme {
  const defined = (palette: object | undefined) =>
    Object.fromEntries(Object.entries(palette ?? {}).filter(([, value]) => value !== undefined))
  const logo = (key: 'light' | 'dark', alt: string): ImageRef | undefined => {
    const pointer = theme?.logo?.[key]
    if (pointer === undefined) return undefined
    const where = yaml.placeOf(['theme', 'logo', key])
    const name = files.resolve(pointer, PROJECT_FILE, where)
    return { path: files.path(name), name, alt, where }
  }
  const light = logo('light', theme?.logo?.alt ?? '')
  const dark = logo('dark', theme?.logo?.alt ?? '')
  return {
    width: theme?.width ?? 640,
    light: { ...LIGHT, ...defined(theme?.light) },
    dark: { ...DARK, ...defined(theme?.dark) },
    fonts: { serif: theme?.fonts?.serif ?? FONTS.serif, sans: theme?.fonts?.sans ?? FONTS.sans },
    ...(light
      ? { logo: { light, ...(dark ? { dark } : {}), width: theme?.logo?.width ?? 120 } }
      : {}),
  }
}

function checksOf(checks: Newsletter['checks'], yaml: YamlFile, files: Files): CheckSettings {
  const pointer = checks?.['words-file']
  return {
    levels: Object.fromEntries(
      RULE_IDS.flatMap((id) => (checks?.[id] === undefined ? [] : [[id, checks[id]]])),
    ),
    ...(checks?.clients ? { clients: checks.clients } : {}),
    words: checks?.words ?? [],
    ...(pointer === undefined
      ? {}
      : {
          wordsFile: files.resolve(pointer, PROJECT_FILE, yaml.placeOf(['checks', 'words-file'])),
        }),
    tracking: {
      ...(checks?.tracking?.forbid ? { forbid: checks.tracking.forbid } : {}),
      require: checks?.tracking?.require ?? [],
    },
  }
}

/** A password in a file that is in git is a password for everybody. */
function refuseSecrets(yaml: YamlFile): void {
  const found = secretKey(yaml.data, [])
  if (!found) return
  throw new PressrunError({
    code: 'config',
    message: `"${String(found.at(-1))}" looks like a secret, and this file is kept in git`,
    mend: 'Put it into .env or the environment, as PRESSRUN_SMTP_URL, PRESSRUN_SMTP_URL_<NAME>, PRESSRUN_DATABASE or PRESSRUN_SECRET.',
    ...yaml.placeOfKey(found),
  })
}

/** At the top, and in relays, where `url` and `user` are no less. */
function secretKey(
  data: unknown,
  path: readonly PropertyKey[],
): readonly PropertyKey[] | undefined {
  if (!data || typeof data !== 'object') return undefined
  const looks =
    path.length === 0
      ? /^(smtp|password|secret|api[-_]?key|token|database|postgres)/i
      : /^(url|user|pass|secret|api[-_]?key|token|smtp)/i
  for (const [key, value] of Object.entries(data)) {
    if (looks.test(key)) return [...path, key]
    if (path.length === 0 && key === 'relays' && Array.isArray(value))
      for (const [index, relay] of value.entries()) {
        const found = secretKey(relay, ['relays', index])
        if (found) return found
      }
  }
  return undefined
}

const present = (env: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(env).filter(([key, value]) => key.startsWith('PRESSRUN_') && value),
  )

function dotEnv(files: Files): NodeJS.Dict<string> {
  return existsSync(files.path('.env')) ? parseEnv(files.text('.env', 100_000)) : {}
}

/** Below this a key could be guessed by trying. */
const MIN_SECRET = 16

function secretsFrom(env: NodeJS.Dict<string>, root: string): Secrets {
  const smtpUrls = Object.fromEntries(
    Object.entries(env).filter(([name, url]) => name.startsWith('PRESSRUN_SMTP_URL_') && url),
  ) as Record<string, string>
  const { PRESSRUN_SMTP_URL: smtpUrl, PRESSRUN_SECRET: secret } = env
  const webhookSecrets = (env.PRESSRUN_WEBHOOK_SECRET ?? '').split(/\s+/).filter(Boolean)
  const { PRESSRUN_DKIM_KEY: dkimKey, PRESSRUN_DKIM_KEY_FILE: dkimKeyFile } = env
  const { PRESSRUN_DATABASE: databaseUrl } = env
  if (smtpUrl) checkSmtpUrl(smtpUrl, 'PRESSRUN_SMTP_URL')
  for (const [name, url] of Object.entries(smtpUrls)) checkSmtpUrl(url, name)
  checkSecrets('PRESSRUN_SECRET', secret ? [secret] : [])
  checkSecrets('PRESSRUN_WEBHOOK_SECRET', webhookSecrets)
  return {
    ...(smtpUrl ? { smtpUrl } : {}),
    ...(Object.keys(smtpUrls).length > 0 ? { smtpUrls } : {}),
    ...(secret ? { secret } : {}),
    ...(webhookSecrets.length > 0 ? { webhookSecrets } : {}),
    ...(databaseUrl ? { databaseUrl } : {}),
    // A line break is hard to write in a variable.
    ...(dkimKey ? { dkimKey: dkimKey.replaceAll('\\n', '\n') } : {}),
    ...(dkimKeyFile ? { dkimKeyFile: resolve(root, dkimKeyFile) } : {}),
  }
}

function checkSecrets(variable: string, secrets: readonly string[]): void {
  if (secrets.every(({ length }) => length >= MIN_SECRET)) return
  throw new PressrunError({
    code: 'config',
    message: `${variable} is shorter than ${MIN_SECRET} characters`,
    mend: 'Make one with: openssl rand -base64 32',
  })
}

/** Never shows the URL itself: there is a password in it. What its parameters are is for `delivery` to know. */
function checkSmtpUrl(text: string, variable: string): void {
  const url = URL.parse(text)
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname !== '') return
  if (url && /^(?:ses|sendmail|outbox):$/.test(url.protocol)) return
  throw new PressrunError({
    code: 'config',
    message: `${variable} is not an SMTP address`,
    mend: 'Write it as smtp://user:password@host:587 or smtps://user:password@host:465; in user and password write @ as %40, / as %2F and : as %3A.',
  })
}
