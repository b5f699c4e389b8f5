// The publication: newsletter.yaml once read, with its folder and its secrets. Plain readonly data.

import type { ClientName, RuleId, RuleLevel } from './check-names.ts'
import type { ImageRef } from './image-ref.ts'
import type { Webhook } from './webhooks.ts'

export interface Project {
  /** Absolute, symlinks resolved. */
  readonly root: string
  readonly name: string
  readonly tagline?: string
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** Where the publication lives on the web, without a slash at the end: `https://letters.example.com`. */
  readonly url: string
  /** Postal address, a line each. */
  readonly address: readonly string[]
  /** BCP 47: the language of an issue that names none. */
  readonly lang: string
  /** IANA name. */
  readonly timezone: string
  readonly theme: Theme
  /** How a letter carries its images: inside the message (`cid:`), or by public URL. */
  readonly images: 'embed' | 'link'
  readonly limits: Limits
  /** Whom messages are handed to; one at least. */
  readonly relays: readonly Relay[]
  /** Where bounces go; the From address where nothing is said. */
  readonly envelopeSender?: string
  /** Each reader has an envelope sender of their own, so that a bounce names them. */
  readonly verp: boolean
  /** What servers that can are asked to tell the envelope sender of; an empty list: nothing. */
  readonly dsn?: readonly DsnOn[]
  readonly dkim?: Dkim
  readonly links: {
    readonly archive?: string
    readonly social: readonly { readonly name: string; readonly url: string }[]
  }
  readonly checks: CheckSettings
  /** What readers join and leave, one at least: the first is meant where none is named. */
  readonly lists: readonly [PublicationList, ...PublicationList[]]
  /** Expressions by the name of their segment; each can be parsed. */
  readonly segments: Readonly<Record<string, string>>
  /** How often each link is followed is counted, by all readers together. */
  readonly countClicks: boolean
  /** Who is told when readers join and leave. */
  readonly webhooks: readonly Webhook[]
  /** The reader that `build` writes `message.eml` for, as a row of a list would hold them. */
  readonly sample: Readonly<Record<string, unknown>>
  readonly secrets: Secrets
}

export interface PublicationList {
  /** `weekly` */
  readonly slug: string
  /** As readers know it. */
  readonly name: string
  readonly description?: string
}

export interface Mailbox {
  /** Empty where only an address was given. */
  readonly name: string
  /** Domain in A-labels. */
  readonly address: string
}

export interface Secrets {
  /** `PRESSRUN_SMTP_URL`: `smtp://user:password@host:587` or `smtps://…`. */
  readonly smtpUrl?: string
  /** `PRESSRUN_SMTP_URL_<NAME>`, by the whole name of the variable. */
  readonly smtpUrls?: Readonly<Record<string, string>>
  /** `PRESSRUN_SECRET`: what tokens are signed with. */
  readonly secret?: string
  /** `PRESSRUN_WEBHOOK_SECRET`: what calls out are signed with; with several, each signs, so that one can be changed. */
  readonly webhookSecrets?: readonly string[]
  /** `PRESSRUN_DATABASE`: a Postgres database that holds the store; without it the store is a file. */
  readonly databaseUrl?: string
  /** `PRESSRUN_DKIM_KEY`: a private key in PEM. */
  readonly dkimKey?: string
  /** `PRESSRUN_DKIM_KEY_FILE`: absolute. */
  readonly dkimKeyFile?: string
}

/** Somebody who takes messages and passes them on. */
export interface Relay {
  readonly name: string
  readonly kind: 'smtp' | 'ses' | 'sendmail' | 'outbox'
  /** Its share of the messages; 0: only while the others are in trouble. */
  readonly weight: number
  /** Beside those of all relays together. */
  readonly limits?: Rates
  /** Of `ses`. */
  readonly region?: string
  /** Of `sendmail`: the program. */
  readonly path?: string
  /** Of `outbox`: absolute. */
  readonly folder?: string
}

/** RFC 3461: what a server reports of a message it took. */
export type DsnOn = 'failure' | 'delay' | 'success'

export interface Dkim {
  readonly domain: string
  readonly selector: string
  /** Absolute. */
  readonly keyFile?: string
}

export interface Theme {
  /** Width of the letter in CSS pixels. */
  readonly width: number
  readonly light: Palette
  readonly dark: Palette
  /** CSS font stacks that come before the script's own. */
  readonly fonts: { readonly serif: string; readonly sans: string }
  readonly logo?: { readonly light: ImageRef; readonly dark?: ImageRef; readonly width: number }
}

/** `#rrggbb` each. */
export interface Palette {
  /** Behind the letter. */
  readonly ground: string
  /** The letter's own sheet. */
  readonly paper: string
  readonly ink: string
  /** Second grey: standfirsts, captions. */
  readonly soft: string
  /** Third grey: the footer, small type; still 4.5:1 on paper. */
  readonly faint: string
  /** Hairlines. */
  readonly line: string
  /** Links, the kicker, one rule. */
  readonly accent: string
}

/** Messages in such a time at most; absent: as fast as they are taken. */
export interface Rates {
  readonly perSecond?: number
  readonly perMinute?: number
  /** In any hour; in any 24 hours. */
  readonly perHour?: number
  readonly perDay?: number
  readonly warmUp?: WarmUp
}

/** So few messages on the first day, and each day more, until mail servers know the address. By calendar days. */
export interface WarmUp {
  /** `2026-12-01` */
  readonly start: string
  readonly firstDay: number
  /** Each day so many times as many as the day before; more than 1. */
  readonly growth: number
  /** From the day that would allow so many, the plan is over. */
  readonly target: number
  /** IANA name: whose days. */
  readonly timezone: string
}

/** Over all relays. */
export interface Limits extends Rates {
  /** Connections at once, to each relay. */
  readonly connections: number
  /** Messages on one connection before it is closed. */
  readonly messagesPerConnection: number
  /** By receiving domain, in lower-case A-labels; `*` is every domain that is not named. */
  readonly domains?: Readonly<Record<string, DomainLimits>>
}

export interface DomainLimits {
  /** Messages on their way at once. */
  readonly connections?: number
  readonly perSecond?: number
}

/** What `checks:` says, where it says anything. */
export interface CheckSettings {
  readonly levels: Readonly<Partial<Record<RuleId, RuleLevel>>>
  readonly clients?: readonly ClientName[]
  readonly words: readonly string[]
  /** A text file with more words, one a line, relative to the project. */
  readonly wordsFile?: string
  /** Names of URL parameters, with `*` for anything. */
  readonly tracking: { readonly forbid?: readonly string[]; readonly require: readonly string[] }
}
