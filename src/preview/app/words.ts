// Numbers and dates as people read them.

export const counted = (count: number): string => count.toLocaleString('en')

/** @param bytes `37.8 kB`, `412 bytes`; thousands, as the command prints them. */
export function size(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`

/** `2024-11-18` as `18 Nov 2024`; what is no date stays as it is. */
export function day(date: string): string {
  const time = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(time)) return date
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(time)
}

/** `14:03:22` */
export function clock(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(iso))
}

const WORDS_A_MINUTE = 220
/** Whole minutes, one at least. */
export const minutes = (words: number): number => Math.max(1, Math.round(words / WORDS_A_MINUTE))

/** `Mina Calder <mina@example.com>` in two. */
export function mailbox(text: string): { readonly name: string; readonly address: string } {
  const [, name = '', address = text] = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text) ?? []
  return { name: name.replace(/^"(.*)"$/, '$1').replace(/\\(.)/g, '$1'), address }
}
