// Data to YAML: front matter and issue files, in the order given, without what is not there.

import { stringify } from 'yaml'

/** Keys whose value is undefined, empty or an empty list are left out. */
export function yamlOf(data: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(data).filter(([, value]) => isSaid(value))
  if (present.length === 0) return ''
  return stringify(Object.fromEntries(present), { lineWidth: 0, indentSeq: true })
}

export const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

/** What a `line` of the schema may hold: one line, no controls, no more than a thousand characters. */
export function oneLine(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const line = text.replace(/[\u0000-\u001f\u007f\u2028\u2029\s]+/g, ' ').trim()
  if (line.length <= 1000) return line === '' ? undefined : line
  return `${line.slice(0, 990).replace(/\s\S*$/, '')} …`
}

/** @param body Markdown. */
export const pieceFile = (matter: Readonly<Record<string, unknown>>, body: string): string => {
  const yaml = yamlOf(matter)
  return `${yaml === '' ? '' : `---\n${yaml}---\n\n`}${body.trim()}\n`
}
