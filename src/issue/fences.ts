// Fenced code in Markdown: what stands in it is neither a turn nor a footnote.

/** The lines outside of fenced code, with their index. */
export function* outsideFences(lines: readonly string[]): Generator<readonly [number, string]> {
  let fence = ''
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    if (fence === '') {
      fence = mark
      if (mark === '') yield [index, line]
    } else if (mark.startsWith(fence) && /^[\s`~]*$/.test(line)) fence = ''
  }
}
