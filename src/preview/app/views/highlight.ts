// HTML source in colours: enough of a grammar to tell tags, attributes, comments and styles from words. A line at a
// time, with what is still open carried over.

export type Kind = 'word' | 'tag' | 'name' | 'value' | 'comment' | 'style'

export interface Stretch {
  readonly kind: Kind
  readonly text: string
}

const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<style[\s>][\s\S]*?<\/style\s*>|<!?\/?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>?/gi
const ATTRIBUTE = /([^\s=<>"'/]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)|[^\s=<>"'/]+/g

/** @returns the stretches of every line. */
export function highlight(html: string): readonly (readonly Stretch[])[] {
  const lines: Stretch[][] = [[]]
  const put = (kind: Kind, text: string) => {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (part !== '') lines.at(-1)?.push({ kind, text: part })
    }
  }
  let at = 0
  for (const match of html.matchAll(TOKEN)) {
    put('word', html.slice(at, match.index))
    const token = match[0]
    if (token.startsWith('<!--')) put('comment', token)
    else if (/^<style/i.test(token)) put('style', token)
    else putTag(token, put)
    at = match.index + token.length
  }
  put('word', html.slice(at))
  return lines
}

function putTag(tag: string, put: (kind: Kind, text: string) => void): void {
  const head = /^<!?\/?[\w:-]+/.exec(tag)?.[0] ?? '<'
  put('tag', head)
  const rest = tag.slice(head.length)
  let at = 0
  for (const match of rest.matchAll(ATTRIBUTE)) {
    put('tag', rest.slice(at, match.index))
    const [whole, name = whole, equals = '', value = ''] = match
    put('name', name)
    put('tag', equals)
    put('value', value)
    at = match.index + whole.length
  }
  put('tag', rest.slice(at))
}
