// What an SVG asks for that is not drawn when it is turned into pixels: other files, scripts, HTML. Nothing of
// it would do harm (the drawing reads no files and runs nothing); it would be missing without a word.

/** By its first tag, or packed with gzip, as only SVG is. */
export function isSvg(bytes: Uint8Array): boolean {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b
  return packed || /<(?:\w+:)?svg[\s>]/.test(textOf(bytes.subarray(0, 10_000)))
}

/** Names and quotes are ASCII in every encoding that there is, but for NULs between. */
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').replaceAll('\0', '')

/** @returns what is not drawn, as words that follow the file's name; undefined where all of it is. */
export function undrawn(svg: Uint8Array): string | undefined {
  if (svg[0] === 0x1f && svg[1] === 0x8b) return 'is a compressed file'
  const text = textOf(svg).replace(/<!--[\s\S]*?-->/g, '')
  if (/<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)/i.test(text)) return 'takes text from another file'
  if (/<\?xml-stylesheet|@import/i.test(text)) return 'takes its styles from another file'
  for (const [, tag, attributes] of text.matchAll(
    /<(?:\w+:)?(\w+)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g,
  )) {
    if (tag === 'script') return 'holds a script, which nothing runs'
    if (tag === 'foreignObject') return 'holds HTML (foreignObject), which is not drawn'
    const href = /\shref\s*=\s*["']\s*(?!#|data:)([^"']+)/.exec(
      (attributes as string).replaceAll('xlink:', ''),
    )
    if (href && tag !== 'a') return `shows "${href[1]}", which is another file`
  }
  const url = /url\(\s*["']?\s*(?!["']|#|data:)([^"')\s]+)/.exec(text)
  return url ? `shows "${url[1]}", which is another file` : undefined
}
