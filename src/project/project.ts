// The publication: newsletter.yaml once read, with its folder and its secrets. Plain readonly data.

import type { ImageRef } from './image-ref.ts'

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
  readonly links: {
    readonly archive?: string
    readonly social: readonly { readonly name: string; readonly url: string }[]
  }
  /** The reader that `build` writes `message.eml` for, as a row of a list would hold them. */
  readonly sample: Readonly<Record<string, unknown>>
  readonly secrets: Secrets
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
  /** `PRESSRUN_SECRET`: what tokens are signed with. */
  readonly secret?: string
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

export interface Limits {
  /** SMTP connections at once. */
  readonly connections: number
  /** Messages on one connection before it is closed. */
  readonly messagesPerConnection: number
  /** Messages a second at most; absent: as fast as the server takes them. */
  readonly perSecond?: number
}
