// The language and direction that the letter says it is in: what chooses a screen reader's voice, the fonts, the
// side from which lines run.

import { isText } from 'domhandler'
import { tongueOf } from '../../render/tongue.ts'
import { all, ancestors, type Document, type Element, elements, wordsIn } from '../html/document.ts'
import type { Copy, Letter } from '../letter.ts'
import type { Report, Rule } from '../rule.ts'

/** Letters from which on a passage in another script is one. */
const PASSAGE = 12

export const language: Rule = {
  id: 'language',
  level: 'error',
  about: 'The letter says which language it is in and which way it runs, and says so right.',
  mend: 'Set `lang:` in the issue to the language that it is written in; mark passages in another one in the template.',
  async check(letter) {
    const { issue, sample } = letter
    const { document } = sample
    const [html] = all(document, 'html')
    const reports: Report[] = []
    const template = () => letter.places.inTemplates(/<mjml/)
    // MJML says `und` and `auto` where a template says nothing.
    const lang = (html?.attribs.lang ?? '').replace(/^und$/, '')
    if (lang === '') {
      reports.push({
        message: 'the letter does not say which language it is in',
        mend: 'Write <mjml lang="{{issue.lang}}" dir="{{issue.dir}}"> in the layout.',
        ...(await template()),
      })
    } else if (primary(lang) !== primary(issue.lang)) {
      reports.push({
        message: `the letter says it is in "${lang}", and the issue is in "${issue.lang}"`,
        mend: 'Write lang="{{issue.lang}}" in the layout.',
        ...(await template()),
      })
    }
    const dir = (html?.attribs.dir ?? 'ltr').replace(/^auto$/, 'ltr')
    if (dir !== issue.dir) {
      reports.push({
        message: `the letter runs "${dir}", and its language runs "${issue.dir}"`,
        mend: 'Write dir="{{issue.dir}}" in the layout.',
        ...(await template()),
      })
    }
    const written = tongueOf(ownWords(letter), issue.lang)
    if (written.lang !== undefined || written.dir !== undefined) {
      reports.push({
        message: `the issue is in "${issue.lang}", but most of it is written in another script${written.lang ? ` ("${written.lang}")` : ''}`,
        mend: 'Set "lang:" to the language that it is written in.',
        file: issue.file,
        line: issue.lines.lang ?? 1,
      })
    } else reports.push(...(await foreignPassages(letter, sample)))
    return reports
  },
}

/** What the author wrote in the letter's own voice: footers and names may be in any language. */
const ownWords = ({ passages }: Letter) =>
  passages
    .filter(({ kind, quoted }) => kind !== 'name' && !quoted)
    .map(({ text }) => text)
    .join(' ')

const primary = (lang: string) => lang.split('-')[0]?.toLowerCase()

/** Passages in a script of their own that nobody marked: a voice for English reads Korean as nothing. */
async function foreignPassages(letter: Letter, { document, look }: Copy): Promise<Report[]> {
  const reports: Report[] = []
  const shown = look('light')
  for (const element of leaves(document)) {
    const words = wordsIn(element)
    if (letters(words) < PASSAGE || shown.isHidden(element)) continue
    const said = [element, ...ancestors(element)].find(({ attribs }) => attribs.lang)?.attribs.lang
    const { lang } = tongueOf(words, said ?? letter.issue.lang)
    if (lang === undefined) continue
    reports.push({
      level: 'warning',
      message: `"${words.length > 40 ? `${words.slice(0, 40)}…` : words}" is in another language ("${lang}"), and is not marked as such`,
      mend: `Put lang="${lang}" on its element.`,
      ...(await letter.places.ofElement(element)),
    })
  }
  return reports
}

/** Elements that hold text themselves. */
function leaves(document: Document): Element[] {
  return elements(document).filter(
    (element) =>
      !['style', 'title', 'script'].includes(element.name) &&
      element.children.some((child) => isText(child) && child.data.trim() !== ''),
  )
}

const letters = (text: string) => text.match(/\p{L}/gu)?.length ?? 0
