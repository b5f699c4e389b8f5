// Plain text as Markdown that reads the same: what would be a mark is escaped, what would not is left alone,
// so that editors meet as few backslashes as possible.

/** Inline: emphasis, code, links, images, footnotes, strikethrough, entities. */
export function escapeInline(text: string): string {
  if (!/[\\`*_[\]~&<]/.test(text)) return text
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/[`*]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\[(?=\^|[^\]]{0,400}\]\s{0,3}[([:])/g, '\\[')
    .replace(/~~/g, '\\~~')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/<(?=[a-z][a-z0-9+.-]{1,31}:)/gi, '\\<')
}

/** The start of a block: what would make it a heading, a list, a quote, a rule or a footnote. */
export function escapeStart(markdown: string): string {
  return markdown
    .replace(/^(#{1,6})(?=\s|$)/, '\\$1')
    .replace(/^([+\-*])(?=\s|$)/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
    .replace(/^>/, '\\>')
    .replace(/^(?=(?:=+|-+|(?:-\s*){3,}|(?:_\s*){3,})\s*$)/, '\\')
    .replace(/^~~~/, '\\~~~')
    .replace(/^\|/, '\\|')
}

/** A paragraph of plain text; its own line breaks are kept. */
export function escapeText(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeStart(escapeInline(line.trim())))
    .join('\\\n')
}
