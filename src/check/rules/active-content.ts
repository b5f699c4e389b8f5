// What a letter may not do: run, ask for input, fetch pages or styles. Clients take it out, and filters count it.

import { type Element, elements } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'

const ELEMENTS: Readonly<Record<string, string>> = {
  applet: 'runs a program',
  base: 'changes where every link leads',
  button: 'does nothing in a letter',
  embed: 'fetches what runs',
  form: 'asks for input, which most clients take out and readers are warned of',
  frame: 'fetches a page',
  iframe: 'fetches a page',
  input: 'asks for input, which most clients take out',
  object: 'fetches what runs',
  script: 'runs a script',
  select: 'asks for input, which most clients take out',
  textarea: 'asks for input, which most clients take out',
}

export const activeContent: Rule = {
  id: 'active-content',
  level: 'error',
  about: 'Nothing in the letter runs, asks for input, or fetches pages and styles.',
  mend: 'Take it out, and link to a page that does it.',
  async check(letter) {
    const reports = new Map<string, Report>()
    for (const { document, sheets } of letter.copies) {
      for (const element of elements(document)) {
        const found = problemOf(element)
        if (!found || reports.has(found)) continue
        reports.set(found, {
          message: found,
          mend: 'Take it out; link to a page that does it.',
          ...((await letter.places.inTemplates(new RegExp(`<${element.name}\\b`, 'i'))) ?? {}),
        })
      }
      for (const { atRules } of sheets) {
        const fetched = atRules.find(({ name }) => name === 'import')
        if (!fetched) continue
        const message = `a style sheet fetches another one (@import ${fetched.prelude})`
        reports.set(message, {
          message,
          mend: 'Write its rules into the template.',
          ...(await letter.places.inTemplates(/@import/)),
        })
      }
    }
    return reports.values()
  },
}

function problemOf({ name, attribs }: Element): string | undefined {
  // MJML's carousel, accordion and menu work by boxes that a style sheet reads: nothing is asked, nothing sent.
  const isSwitch = name === 'input' && /^(?:checkbox|radio)$/.test(attribs.type ?? '')
  const does = Object.hasOwn(ELEMENTS, name) && !isSwitch ? ELEMENTS[name] : undefined
  if (does !== undefined) return `<${name}> ${does}`
  if (name === 'meta' && attribs['http-equiv']?.toLowerCase() === 'refresh')
    return '<meta http-equiv="refresh"> leads readers away'
  if (name === 'link' && /stylesheet/i.test(attribs.rel ?? ''))
    return `<link> fetches a style sheet (${attribs.href ?? ''})`
  const handler = Object.keys(attribs).find((attribute) => /^on[a-z]+$/.test(attribute))
  return handler === undefined ? undefined : `the attribute ${handler} runs a script`
}
