// node scripts/client-support.ts: what mail clients support, from the caniemail package to the small file that the
// checks read. The package itself brings a code formatter along, which no reader of newsletters needs.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Keys in the order of the file; versions by the order in which they were tested. */
type Stats = Record<string, Record<string, Record<string, string>>>
interface Feature {
  readonly slug: string
  readonly title: string
  readonly stats: Stats
  readonly notes_by_num: Record<string, string> | null
}
interface CanIEmail {
  readonly last_update_date: string
  readonly data: readonly Feature[]
}

/** Our name of a client, how it is called in messages, and caniemail's family and platform. */
const CLIENTS: readonly (readonly [
  name: string,
  shown: string,
  family: string,
  platform: string,
])[] = [
  ['apple-mail.ios', 'Apple Mail on iOS', 'apple-mail', 'ios'],
  ['apple-mail.macos', 'Apple Mail on macOS', 'apple-mail', 'macos'],
  ['aol.android', 'AOL on Android', 'aol', 'android'],
  ['aol.ios', 'AOL on iOS', 'aol', 'ios'],
  ['aol.web', 'AOL on the web', 'aol', 'desktop-webmail'],
  ['fastmail', 'Fastmail', 'fastmail', 'desktop-webmail'],
  ['gmail.android', 'Gmail on Android', 'gmail', 'android'],
  ['gmail.ios', 'Gmail on iOS', 'gmail', 'ios'],
  ['gmail.mobile-web', 'Gmail on the mobile web', 'gmail', 'mobile-webmail'],
  ['gmail.web', 'Gmail on the web', 'gmail', 'desktop-webmail'],
  ['gmx.android', 'GMX on Android', 'gmx', 'android'],
  ['gmx.ios', 'GMX on iOS', 'gmx', 'ios'],
  ['gmx.web', 'GMX on the web', 'gmx', 'desktop-webmail'],
  ['hey', 'HEY', 'hey', 'desktop-webmail'],
  ['ionos.android', 'IONOS on Android', 'ionos-1and1', 'android'],
  ['ionos.web', 'IONOS on the web', 'ionos-1and1', 'desktop-webmail'],
  ['laposte', 'LaPoste', 'laposte', 'desktop-webmail'],
  ['mail-ru', 'Mail.ru', 'mail-ru', 'desktop-webmail'],
  ['orange.android', 'Orange on Android', 'orange', 'android'],
  ['orange.ios', 'Orange on iOS', 'orange', 'ios'],
  ['orange.web', 'Orange on the web', 'orange', 'desktop-webmail'],
  ['outlook.android', 'Outlook on Android', 'outlook', 'android'],
  ['outlook.ios', 'Outlook on iOS', 'outlook', 'ios'],
  ['outlook.macos', 'Outlook on macOS', 'outlook', 'macos'],
  // The new Outlook for Windows is Outlook.com in a window.
  ['outlook.new', 'the new Outlook', 'outlook', 'outlook-com'],
  ['outlook.web', 'Outlook.com', 'outlook', 'outlook-com'],
  ['outlook.windows', 'Outlook on Windows', 'outlook', 'windows'],
  ['outlook.windows-mail', 'Windows Mail', 'outlook', 'windows-mail'],
  ['proton.android', 'Proton Mail on Android', 'protonmail', 'android'],
  ['proton.ios', 'Proton Mail on iOS', 'protonmail', 'ios'],
  ['proton.web', 'Proton Mail on the web', 'protonmail', 'desktop-webmail'],
  ['samsung', 'Samsung Email', 'samsung-email', 'android'],
  ['sfr.android', 'SFR on Android', 'sfr', 'android'],
  ['sfr.ios', 'SFR on iOS', 'sfr', 'ios'],
  ['sfr.web', 'SFR on the web', 'sfr', 'desktop-webmail'],
  ['thunderbird', 'Thunderbird', 'thunderbird', 'macos'],
  ['web-de.android', 'WEB.DE on Android', 'web-de', 'android'],
  ['web-de.ios', 'WEB.DE on iOS', 'web-de', 'ios'],
  ['web-de.web', 'WEB.DE on the web', 'web-de', 'desktop-webmail'],
  ['yahoo.android', 'Yahoo Mail on Android', 'yahoo', 'android'],
  ['yahoo.ios', 'Yahoo Mail on iOS', 'yahoo', 'ios'],
  ['yahoo.web', 'Yahoo Mail on the web', 'yahoo', 'desktop-webmail'],
]

/** `y` yes, `n` no, `u` unknown, `a` in part with the numbers of its notes: `a1,3`. */
function supportOf(stats: Stats, family: string, platform: string): string {
  const latest = Object.values(stats[family]?.[platform] ?? {}).at(-1) ?? 'u'
  const [kind = 'u'] = latest.trim()
  const notes = [...latest.matchAll(/#(\d+)/g)].map((match) => match[1])
  return kind === 'a' && notes.length > 0 ? `a${notes.join(',')}` : kind
}

export function clientSupport(): string {
  const path = createRequire(import.meta.url).resolve('caniemail/caniemail.json')
  // A key of digits alone would be moved to the front of its object, and with it an old version behind a new.
  const text = readFileSync(path, 'utf8').replace(/"(\d+)"(?=\s*:\s*"[ynau])/g, '"v$1"')
  const { last_update_date, data } = JSON.parse(text) as CanIEmail
  const features = data.map(({ slug, title, stats, notes_by_num }) => {
    const support = CLIENTS.map(([, , family, platform]) =>
      supportOf(stats ?? {}, family, platform),
    )
    const used = new Set(support.flatMap((said) => said.slice(1).split(',')))
    const notes = Object.entries(notes_by_num ?? {}).filter(([number]) => used.has(number))
    return [
      slug,
      {
        title: title.trim(),
        support: support.join(' '),
        ...(notes.length > 0 ? { notes: Object.fromEntries(notes) } : {}),
      },
    ]
  })
  const file = {
    from: 'https://www.caniemail.com, MIT licence, by Rémi Parmentier and contributors',
    updated: last_update_date.slice(0, 10),
    clients: CLIENTS.map(([name, shown]) => [name, shown]),
    features: Object.fromEntries(features),
  }
  return `${JSON.stringify(file, null, 1)}\n`
}

export const SUPPORT_FILE = join(import.meta.dirname, '../src/check/clients/support.json')

if (import.meta.main) writeFileSync(SUPPORT_FILE, clientSupport())
