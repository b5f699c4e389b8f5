// What the studio's server and its page say to each other, as JSON. Types alone: both sides import this file,
// so nothing of Node and nothing of the browser may stand here.

import type { Correction } from '../import/block.ts'
import type { ImportResult } from '../import/compose/result.ts'
import type { Verdict } from '../import/piece.ts'
import type { Issue } from '../issue/issue.ts'
import type { Problem } from '../problem.ts'

/** How far an issue has come. */
export type IssueState = 'draft' | 'checked' | 'planned' | 'sent'

export interface IssueRow {
  readonly slug: string
  /** Relative to the project. */
  readonly file: string
  /** The slug where the file cannot be read. */
  readonly title: string
  /** `YYYY-MM-DD`; empty where unknown. */
  readonly date: string
  readonly lang: string
  readonly state: IssueState
  /** The YAML file itself cannot be read. */
  readonly broken: boolean
}

export interface StudioInfo {
  readonly name: string
  readonly version: string
  /** Goes back in the header `x-studio-token` with whatever changes anything. */
  readonly token: string
  /** `Name <address>`. */
  readonly from: string
  /** Where the catching inbox listens; absent where it could not be opened. */
  readonly smtp?: { readonly host: string; readonly port: number }
  /** Host of the configured SMTP server; absent where none is configured. */
  readonly relay?: string
  /** The list that readers are picked from; absent where there is none. */
  readonly list?: string
  /** A browser is there that can make PNG and PDF. */
  readonly pictures: boolean
  /** The project is in a git repository with at least one commit. */
  readonly git: boolean
  /** No PRESSRUN_SECRET: links in the letters are signed with a key that no server knows. */
  readonly madeUpSecret: boolean
  /** Issue to show where the address names none; absent where there is no issue. */
  readonly start?: string
}

/** A problem with the text of the line it is about. */
export interface ShownProblem extends Problem {
  readonly text?: string
}

/** What a check found, with what it is about. */
export interface ShownFinding {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'note'
  /** One sentence, lower case at the start, no full stop at the end. */
  readonly message: string
  /** A sentence in the imperative. */
  readonly mend: string
  readonly file?: string | undefined
  /** 1-based, as is the column. */
  readonly line?: number | undefined
  readonly column?: number | undefined
  /** What the rule holds a letter to: a sentence. */
  readonly about: string
  /** The lines around the place. */
  readonly around?: { readonly first: number; readonly lines: readonly string[] }
}

export interface FindingsAnswer {
  /** Worst first. */
  readonly findings: readonly ShownFinding[]
  /** Of the letter that was checked. */
  readonly revision: number
}

/** One reader as the picker shows them. */
export interface ReaderRow {
  /** What `reader=` in an address says. */
  readonly key: string
  readonly name: string
  readonly email: string
  readonly lang: string
  readonly tags: readonly string[]
  /** Column and value, for what else the list has. */
  readonly fields: readonly (readonly [string, string])[]
  /** What a hard case is for. */
  readonly note?: string
}

export interface ReaderSearch {
  readonly readers: readonly ReaderRow[]
  /** Rows looked at. */
  readonly looked: number
  /** More rows would have matched. */
  readonly more: boolean
  readonly rejected: number
  readonly problem?: string
}

export interface HeaderLine {
  readonly name: string
  /** Unfolded and decoded. */
  readonly value: string
  /** What stands after the colon in the message, folded and encoded. */
  readonly raw: string
}

export interface MessagePart {
  /** 0 for the message itself. */
  readonly depth: number
  /** `text/html` */
  readonly type: string
  readonly name?: string
  /** Decoded. */
  readonly bytes: number
  /** As the message carries it, with its headers. */
  readonly carried: number
}

/** A share of the HTML part. */
export interface HtmlShare {
  readonly name:
    | 'words'
    | 'markup'
    | 'inline styles'
    | 'style sheets'
    | 'Outlook only'
    | 'preheader'
  readonly bytes: number
}

/** One message as the studio shows it: read back from the bytes that go over the wire. */
export interface LetterView {
  /** Changes whenever the bytes do, but for the date. */
  readonly digest: string
  readonly subject: string
  readonly from: string
  readonly to: string
  readonly date: string
  /** BCP 47; empty where the letter says nothing. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl' | ''
  readonly headers: readonly HeaderLine[]
  readonly text: string | null
  readonly html: string | null
  /** What an image of the letter is called there, and where the studio serves it. */
  readonly images: Readonly<Record<string, string>>
  readonly parts: readonly MessagePart[]
  /** Of the whole message. */
  readonly bytes: number
  readonly shares: readonly HtmlShare[]
  /** What an inbox shows after the subject. */
  readonly snippet: string
  /** Address of the message's bytes. */
  readonly raw: string
}

export interface LetterAnswer {
  /** Absent where there never was a good one. */
  readonly letter: LetterView | null
  /** The issue as read; absent with the letter. */
  readonly issue: Issue | null
  readonly reader: ReaderRow
  /** What keeps the files as they are now from becoming a letter. With a letter: the last good one. */
  readonly problems: readonly ShownProblem[]
  /** ISO 8601: when the letter was made. */
  readonly made: string
  /** Counts how often it was made; `hello` says how often by then. */
  readonly revision: number
}

export interface CaughtRow {
  readonly id: string
  readonly subject: string
  readonly from: string
  readonly to: string
  /** ISO 8601. */
  readonly at: string
  readonly bytes: number
}

export interface CaughtList {
  readonly messages: readonly CaughtRow[]
  /** Ever caught; older ones may have been let go. */
  readonly total: number
}

export interface CaughtAnswer extends CaughtRow {
  readonly letter: LetterView
  /** The envelope, which may differ from the headers. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
}

export interface TestRequest {
  readonly slug: string
  readonly reader: string
  /** Where the one copy goes. */
  readonly to: string
  readonly via: 'relay' | 'studio'
}

export interface TestAnswer {
  readonly sent: boolean
  /** A sentence: the server's reply, or what is wrong. */
  readonly detail: string
}

/** A text to be made an issue of: pasted, or a file that was dropped; a web address alone is fetched. */
export interface ImportRequest {
  readonly text?: string
  readonly file?: {
    readonly name: string
    /** Base64. */
    readonly data: string
  }
  readonly corrections: readonly Correction[]
  /** Name of the issue's files, where somebody chose one. */
  readonly slug?: string
}

export interface ImportView {
  readonly slug: string
  readonly title: string
  /** Neither an article nor an interview was found. */
  readonly empty: boolean
  /** An issue has this name already. */
  readonly exists: boolean
  /** Every line of the source, with what it was taken as. */
  readonly lines: readonly Verdict[]
  readonly article?: ImportResult['article']
  readonly interview?: ImportResult['interview']
  /** What an editor should look at, in sentences. */
  readonly look: readonly string[]
}

export interface ImportSaved {
  readonly slug: string
  /** Names of the files that were written. */
  readonly written: readonly string[]
}

/** Names of server-sent events. `letter` carries the slug, `hello` the revisions by slug as JSON. */
export type StudioEvent = 'hello' | 'letter' | 'issues' | 'readers' | 'inbox' | 'studio'
