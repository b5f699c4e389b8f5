// A folder that many letters share, such as the templates: each of its files is read once, so that all letters of
// one build are made from one state of them. Every letter is still told what it depends on.

import type { Files, ReadEvent } from '../project/files.ts'

/** The folder that all letters of a publication share. */
export const TEMPLATES = 'templates'

/** @param onRead what `files` tells of its reads; told also where nothing is read again. */
export function sharedFiles(
  files: Files,
  folder: string,
  onRead: (event: ReadEvent) => void = () => {},
): Files {
  const texts = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  const isShared = (name: string) => name === folder || name.startsWith(`${folder}/`)
  function once<T>(kept: Map<string, T>, kind: ReadEvent['kind'], name: string, read: () => T): T {
    if (!isShared(name)) return read()
    const known = kept.get(name)
    if (known !== undefined) {
      onRead({ kind, name })
      return known
    }
    const made = read()
    kept.set(name, made)
    return made
  }
  return {
    ...files,
    text: (name, maxBytes, where) =>
      once(texts, 'file', name, () => files.text(name, maxBytes, where)),
    list: (name) => once(lists, 'list', name, () => files.list(name)),
  }
}
