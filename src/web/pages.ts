// Pages that readers reach, from `templates/web/`: a name and data to HTML, in the reader's language. No script runs
// in them, and nothing comes from elsewhere: the policy that goes with each page allows its own style and no more.

import { createHash } from 'node:crypto'
import Handlebars from 'handlebars'
import { directionOf } from '../issue/typography.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import { loadPhrases, type Phrases } from '../render/phrases.ts'

const FOLDER = 'templates/web'
const MOST_BYTES = 200_000
/** Languages whose phrases are kept: they are asked for by whoever sends a header. */
const MOST_LANGUAGES = 50

const NAMES = ['notice', 'archive', 'subscribe', 'preferences'] as const
export type PageName = (typeof NAMES)[number]

export interface Page {
  readonly html: string
  /** For Content-Security-Policy. */
  readonly policy: string
}

export interface Pages {
  phrases(lang: string): Phrases
  /** @param lang BCP 47. */
  page(name: PageName, lang: string, data: Readonly<Record<string, unknown>>): Page
  /** For a page made before. */
  policy(html: string): string
  /** The first language of `Accept-Language` that there are phrases for; the publication's otherwise. */
  language(accepted: string | undefined): string
}

/** @throws PressrunError `template`, `file` where a template is missing or cannot be read */
export function openPages(files: Files, project: Project): Pages {
  const engine = Handlebars.create()
  const read = (name: string) => files.text(`${FOLDER}/${name}.hbs`, MOST_BYTES)
  engine.registerPartial('page', read('page'))
  const compiled = new Map(NAMES.map((name) => [name, engine.compile(read(name))]))
  const known = new Map<string, Phrases>()
  const phrases = (lang: string): Phrases => {
    const there = known.get(lang)
    if (there) return there
    const loaded = loadPhrases(files, lang, project.lang, `${FOLDER}/phrases`)
    if (known.size < MOST_LANGUAGES) known.set(lang, loaded)
    return loaded
  }
  const available = files.list(`${FOLDER}/phrases`).map((name) => name.replace(/\.yaml$/, ''))
  const constant = {
    publication: { name: project.name, address: project.address, lang: project.lang },
    theme: project.theme,
    fonts: project.theme.fonts,
    home: `${project.url}/`,
    privacy: `${project.url}/privacy/`,
  }
  return {
    phrases,
    policy: policyOf,
    language: (accepted) => acceptedLanguage(accepted, available) ?? project.lang,
    page(name, lang, data) {
      const words = phrases(lang)
      const t = (key: string, { hash }: { hash: Record<string, unknown> }) =>
        words.t(key, { publication: project.name, ...hash })
      try {
        const html = (compiled.get(name) as HandlebarsTemplateDelegate)(
          { ...constant, lang, dir: directionOf(lang), indexed: false, ...data },
          { helpers: { t } },
        )
        return { html, policy: policyOf(html) }
      } catch (error) {
        if (error instanceof PressrunError) throw error
        throw new PressrunError({
          code: 'template',
          message: (error as Error).message.split('\n')[0] as string,
          mend: 'Mend the template.',
          file: `${FOLDER}/${name}.hbs`,
        })
      }
    },
  }
}

function policyOf(html: string): string {
  const hashes = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, style]) =>
      `'sha256-${createHash('sha256')
        .update(style as string)
        .digest('base64')}'`,
  )
  return `default-src 'none'; style-src ${hashes.join(' ') || "'none'"}; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}

function acceptedLanguage(
  accepted: string | undefined,
  available: readonly string[],
): string | undefined {
  const wanted = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', q] = part.trim().split(/;\s*q=/)
      return { tag, weight: q === undefined ? 1 : Number(q) || 0 }
    })
    .filter(({ tag, weight }) => weight > 0 && /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(tag))
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const { language, script } = new Intl.Locale(tag).maximize()
    const found = [tag, `${language}-${script}`, language].find((one) => available.includes(one))
    if (found) return found
  }
  return undefined
}
