// From what stands in the letter back to where somebody wrote it: in content, in a template, in newsletter.yaml.
// What cannot be known is not guessed: then there is no place.

import type { Issue } from '../issue/issue.ts'
import type { Where } from '../project/files.ts'
import { PROJECT_FILE } from '../project/find.ts'
import type { Layout } from '../render/render.ts'
import type { Expression } from '../render/rendered.ts'
import { type ChildNode, Element, wordsIn } from './html/document.ts'
import { contentFiles } from './passages.ts'
import type { Sources } from './sources.ts'

export class Places {
  readonly #issue: Issue
  readonly #sources: Sources
  readonly #layout: () => Promise<Layout>

  constructor(issue: Issue, sources: Sources, layout: () => Promise<Layout>) {
    this.#issue = issue
    this.#sources = sources
    this.#layout = layout
  }

  /** In the issue's own files. */
  inContent(needle: string | RegExp): Where | undefined {
    for (const file of contentFiles(this.#issue)) {
      const found = this.#sources.find(file, needle)
      if (found) return found
    }
    return undefined
  }

  /** In the template whose text it is. Nothing where a value wrote it. */
  async inTemplates(needle: RegExp): Promise<Where | undefined> {
    const { mjml } = await this.#layout()
    const pattern = needle.flags.includes('g') ? needle : new RegExp(needle, `${needle.flags}g`)
    for (const match of mjml.text.matchAll(pattern).take(MOST_TRIES)) {
      const origin = mjml.locate(match.index)
      if (!origin) continue
      // The way back counts lines from where a template's text began; a value in between may have lines of its
      // own. So a place counts only where the template's line says the same.
      const at = (what: string | RegExp) =>
        this.#sources.find(origin.file, what, origin.line, origin.line)
      const opening = match[0].slice(0, OPENING)
      const found = at(copy(needle)) ?? (match[0].length > OPENING ? at(opening) : undefined)
      if (found) return found
    }
    return undefined
  }

  /** A slot that asks for this, `subscriber.city` or `links.unsubscribe`: in a template, a subject or a preheader. */
  async ofSlot(root: 'subscriber' | 'links', path: string): Promise<Where | undefined> {
    const { slots } = await this.#layout()
    for (const slot of slots.all()) {
      const asked =
        slot.kind === 'value'
          ? slot.value
          : slot.kind === 'if'
            ? slot.test
            : slot.kind === 'each'
              ? slot.list
              : undefined
      if (asked && asksFor(asked, root, path)) return slot.origin
    }
    return undefined
  }

  /** A key of newsletter.yaml, by the words of its line. */
  inConfig(needle: string | RegExp): Where | undefined {
    return this.#sources.find(PROJECT_FILE, needle)
  }

  /** An address, wherever it was written. */
  async ofAddress(href: string): Promise<Where | undefined> {
    return (
      this.inContent(href) ??
      this.inConfig(href) ??
      (await this.inTemplates(new RegExp(escaped(href))))
    )
  }

  /**
   * An element: by its address, which tells more than its words do; else by what it says; else by its class or
   * name. A template's own words come before content's: what content wrote stands in no template.
   */
  async ofElement(element: Element): Promise<Where | undefined> {
    const { href, src, alt, id } = element.attribs
    const address = href ?? src
    const words = wordsIn(element)
    const linked = address === undefined ? undefined : await this.#ofLink(element, address, words)
    if (linked) return linked
    for (const text of [words, alt]) {
      const found = text ? await this.#ofWords(text) : undefined
      if (found) return found
    }
    for (const attribute of [src, id, element.attribs.class].filter((said) => said)) {
      const first = (attribute as string).split(/\s+/).slice(0, 1).join('')
      const found = await this.inTemplates(
        new RegExp(`<${element.name}\\b[^>]*${escaped(first)}`, 'i'),
      )
      if (found) return found
    }
    return words === '' ? this.inTemplates(new RegExp(`<${element.name}\\b`, 'i')) : undefined
  }

  /** Where an address was given to an element: in a tag, in Markdown, in YAML. */
  async #ofLink({ name }: Element, address: string, words: string): Promise<Where | undefined> {
    const tag = new RegExp(`<${name}\\b[^>]*(?:href|src)="${escaped(address)}"`, 'i')
    const inTag = await this.inTemplates(tag)
    if (inTag) return inTag
    if (words !== '') {
      const found = this.inContent(`[${words}](${address}`)
      if (found) return found
    }
    const found = this.inContent(`](${address}`)
    if (found) return found
    return URL.canParse(address) ? (this.inContent(address) ?? this.inConfig(address)) : undefined
  }

  async #ofWords(text: string): Promise<Where | undefined> {
    const words = text.split(' ')
    for (const count of [6, 3]) {
      if (words.length < count && count !== 3) continue
      const first = words.slice(0, count)
      const found =
        (await this.inTemplates(new RegExp(first.map(escaped).join('\\s+')))) ??
        this.inContent(first.join(' '))
      if (found) return found
    }
    return undefined
  }
}

function asksFor(asked: Expression, root: string, path: string): boolean {
  if (asked.kind === 'call') return asked.args.some((part) => asksFor(part, root, path))
  if (asked.kind !== 'path' || asked.root !== root) return false
  const keys = asked.keys.join('.')
  return keys === path || keys.startsWith(`${path}.`)
}

/** Of one pattern: what a letter is full of is found among the first. */
const MOST_TRIES = 40
/** Characters by which a line is recognised where what was looked for runs on. */
const OPENING = 12

export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

const copy = (pattern: RegExp) => new RegExp(pattern, pattern.flags.replace('g', ''))

/** What a node belongs to. */
export const elementOf = (node: ChildNode): Element | undefined =>
  node instanceof Element ? node : node.parent instanceof Element ? node.parent : undefined
