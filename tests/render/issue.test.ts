import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { jsonSchemas } from '../../src/issue/json-schema.ts'
import { type Letter, letterOf, type Parts, type Say } from './everything.ts'

const ALL: Parts = ['article', 'interview', 'sections']
const LOOKS = ['briefing', 'digest']

/** White space is a matter of layout. */
const even = (text: string) => text.replace(/[\s\u00a0\u200b]+/g, ' ')

interface Page {
  /** What a person sees or is read: text, and what stands for images. */
  readonly words: string
  readonly tags: ReadonlySet<string>
  readonly attributes: ReadonlySet<string>
  readonly links: ReadonlySet<string>
}

function pageOf(html: string): Page {
  const words: string[] = []
  const tags = new Set<string>()
  const attributes = new Set<string>()
  const links = new Set<string>()
  let inStyle = false
  const parser = new Parser({
    onopentag(name, given) {
      inStyle = name === 'style'
      tags.add(name)
      for (const key of Object.keys(given)) attributes.add(key)
      if (given.href !== undefined) links.add(given.href)
      for (const key of ['alt', 'title', 'aria-label']) if (given[key]) words.push(given[key])
    },
    ontext(text) {
      if (!inStyle) words.push(text)
    },
    onclosetag() {
      inStyle = false
      words.push(' ')
    },
  })
  parser.end(html)
  return { words: even(words.join('')), tags, attributes, links }
}

/** Rendered by the first test that asks. */
function once(make: () => Promise<Letter>): () => Promise<Letter> {
  let made: Promise<Letter> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** Paths whose words are not in `where`. */
const missing = (said: ReadonlyMap<string, string>, where: string): string[] =>
  [...said].filter(([, words]) => !where.includes(even(words))).map(([path]) => path)

/** A voice that says a word of its own for each field, and remembers it. */
function voice(words: (path: string, word: string) => string) {
  const said = new Map<string, string>()
  const say: Say = (path) => {
    const word = `Z${path.replace(/[^a-z0-9]+/gi, 'x')}z`
    said.set(path, words(path, word))
    return said.get(path) as string
  }
  return { said, say }
}

/** Where the links of an issue with these parts lead, among others. */
function linksOf(parts: Parts): string[] {
  const pieces = [
    ...parts.filter((part) => part !== 'sections'),
    ...(parts.includes('sections') ? ['note', 'sponsor', 'further', 'talk'] : []),
  ]
  return [
    'https://archive.harbour.example',
    'https://social.harbour.example',
    ...pieces.flatMap((name) => [`https://${name}.link.example`, `https://${name}.image.example`]),
    ...(parts.includes('article') ? ['https://article.source.example'] : []),
    ...(parts.includes('sections')
      ? [
          'https://a.links.example',
          'https://b.links.example',
          'https://sponsor.example',
          'https://alone.example',
        ]
      : []),
  ]
}

/** What stands where only in one of the two, and why that is right. */
const NOT_IN_TEXT = [
  // The name stands there in its place.
  'publication.theme.logo.alt',
]

describe.each(LOOKS)('nothing vanishes: in the look %s', (look) => {
  describe.each<[string, Parts]>([
    ['an article, an interview and every kind of section', ALL],
    ['an article and an interview', ['article', 'interview']],
    ['an article alone', ['article']],
    ['an interview alone', ['interview']],
    ['sections alone', ['sections']],
  ])('with %s', (_, parts) => {
    const { said, say } = voice((_, word) => word)
    const rendered = once(() => letterOf(look, parts, say))

    /** Pieces are written to disk all the same; those that the issue does not point to are not in it. */
    const expected = () =>
      new Map(
        [...said].filter(([path]) => {
          const [piece = ''] = path.split('.')
          if (piece === 'article' || piece === 'interview') return parts.includes(piece)
          if (piece === 'further' || piece === 'talk') return parts.includes('sections')
          return true
        }),
      )

    it('every field is in the HTML', async () => {
      const letter = await rendered()
      expect(missing(expected(), pageOf(letter.html).words)).toEqual([])
    })

    it('every field is in the plain text', async () => {
      const letter = await rendered()
      expect(missing(expected(), even(letter.text))).toEqual([])
    })

    it('every link is in both', async () => {
      const letter = await rendered()
      const { links } = pageOf(letter.html)
      const own = [...links].filter((link) => /\.example\/?$/.test(link))
      expect(own).toEqual(expect.arrayContaining(linksOf(parts)))
      expect(own.filter((link) => !letter.text.includes(link.replace(/\/$/, '')))).toEqual([])
    })

    it('the days are in both, as the language writes them', async () => {
      const letter = await rendered()
      const days = ['18 November 2024', ...(parts.includes('article') ? ['17 November 2024'] : [])]
      for (const day of days) {
        expect(pageOf(letter.html).words).toContain(day)
        expect(even(letter.text)).toContain(day)
      }
    })

    it('subject and preheader are where they belong', async () => {
      const letter = await rendered()
      expect(letter.subject).toBe('Subject of the issue')
      expect(letter.preheader).toBe('Preheader of the issue')
      expect(pageOf(letter.html).words).toContain('Preheader of the issue')
    })
  })

  it('what an interview sets large is there for the eye, and once for everybody else', async () => {
    const { said, say } = voice((_, word) => word)
    const { html, text } = await letterOf(look, ['interview'], say)
    const quote = said.get('interview.answer') as string
    expect(html.split(quote)).toHaveLength(3)
    expect(html.replace(/<div aria-hidden="true"[\s\S]*?<\/div>/, '').split(quote)).toHaveLength(2)
    expect(text.split(quote)).toHaveLength(2)
  })

  it('with a logo, its words are in the HTML, and the name too', async () => {
    const { said, say } = voice((_, word) => word)
    const { html, text } = await letterOf(look, ['article'], say, true)
    expect(pageOf(html).words).toContain(said.get('publication.theme.logo.alt'))
    expect(pageOf(html).words).toContain(said.get('publication.name'))
    expect(missing(said, even(text)).filter((path) => /^publication/.test(path))).toEqual(
      NOT_IN_TEXT,
    )
  })
})

describe.each(LOOKS)('content stays content: in the look %s', (look) => {
  const HOSTILE =
    '</mj-text><mj-raw>{{evil}}{{{evil}}}<script>evil()</script><!--&amp;{{subscriber.email}}{name}{count}$&pr0123456789slot0x'
  const QUOTED = `"onload="evil()" 'x' `
  const inMarkdown = (path: string) =>
    /\.markdown\.|\.intro$|\.before$|\.question$|\.answer$|note\.text/.test(path)
  // In Markdown, entities are read, quotation marks are set, a pipe ends a cell and a mark of markup marks up.
  const { said, say } = voice((path, word) =>
    inMarkdown(path)
      ? word + HOSTILE.replace('&amp;', '').replaceAll('|', '')
      : word + QUOTED + HOSTILE,
  )
  const rendered = once(() => letterOf(look, ALL, say))

  it('markup, braces and scripts are in the HTML as text', async () => {
    const letter = await rendered()
    expect(missing(said, pageOf(letter.html).words)).toEqual([])
  })

  it('markup, braces and scripts are in the plain text as text', async () => {
    const letter = await rendered()
    expect(missing(said, even(letter.text))).toEqual([])
  })

  it('no element, no attribute and no link is made of them', async () => {
    const letter = await rendered()
    const harmless = await letterOf(look, ALL, voice((_, word) => word).say)
    const [page, usual] = [pageOf(letter.html), pageOf(harmless.html)]
    expect([...page.tags].sort()).toEqual([...usual.tags].sort())
    expect([...page.attributes].sort()).toEqual([...usual.attributes].sort())
    expect([...page.links].sort()).toEqual([...usual.links].sort())
    expect(letter.uses).toEqual(harmless.uses)
  })
})

describe('the census is whole', () => {
  /** What is not said to readers, or not in words. */
  const SILENT =
    /^(?:issue\.(?:date|lang|list|robots|template|subject|preheader|article|interview)|interview\.quote|.*\.image|.*\.url|.*\.type|.*\.role|.*\.label|.*\.published|article\.article|interview\.interview|publication\.(?:from|reply-to|lang|timezone|images|count-clicks|limits\..*|relays\..*|dkim\..*|envelope-sender|verp|dsn|checks?\b.*|segments?\b.*|lists?\b.*|webhooks\b.*|sample\..*|links\.archive|theme\.(?!logo\.alt).*))$/

  /** Dotted paths of all texts of a schema; those of a section begin with its type. */
  function textsOf(schema: Schema, path: string): string[] {
    if (schema.properties) {
      return Object.entries(schema.properties).flatMap(([key, value]) =>
        textsOf(value, path === '' ? key : `${path}.${key}`),
      )
    }
    if (schema.items) return textsOf(schema.items, path)
    if (schema.oneOf)
      return schema.oneOf.flatMap((option) =>
        textsOf(option, String(option.properties?.type?.const)),
      )
    if (schema.anyOf) return schema.anyOf.flatMap((option) => textsOf(option, path))
    return [path]
  }

  interface Schema {
    readonly properties?: Readonly<Record<string, Schema>>
    readonly items?: Schema
    readonly oneOf?: readonly Schema[]
    readonly anyOf?: readonly Schema[]
    readonly const?: unknown
  }

  it.each([
    ['newsletter.json', 'publication'],
    ['issue.json', 'issue'],
    ['article.json', 'article'],
    ['interview.json', 'interview'],
  ])('every text that %s knows is looked for', async (name, root) => {
    const { said, say } = voice((_, word) => word)
    await letterOf('briefing', ALL, say, true)
    // `asks` and `answers` are speakers; texts in a list have a number.
    const known = [...said.keys()].map((path) =>
      path
        .replace(/^further\./, 'article.')
        .replace(/\.(asks|answers)\./, '.speakers.')
        .replace(/\.\d+$/, ''),
    )
    const schema = JSON.parse(jsonSchemas()[name] as string) as Schema
    const { anyOf: _, ...top } = schema
    const texts = textsOf(top, root).filter((path) => !SILENT.test(path))
    expect(texts.length).toBeGreaterThan(5)
    const heard = (path: string) =>
      known.some((said) => said === path || said === path.replace(/\.text$/, '.markdown.paragraph'))
    expect([...new Set(texts)].filter((path) => !heard(path))).toEqual([])
  })
})
