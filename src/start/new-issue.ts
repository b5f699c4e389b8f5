// The next issue's files: YAML, article and interview with first lines that say what goes where, and the sections that
// recur, taken over from another issue with their comments. They build as they stand.

import { Document, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { PressrunError } from '../problem.ts'
import type { PlacedFile } from '../project/place-files.ts'

export interface NewIssue {
  readonly title: string
  readonly slug: string
  /** `YYYY-MM-DD` */
  readonly date: string
  /** Where it is not the publication's. */
  readonly lang?: string
  readonly article: boolean
  readonly interview: boolean
  /** An issue's YAML whose sections recur. */
  readonly from?: { readonly slug: string; readonly file: string; readonly text: string }
}

/** Kinds of sections that are written anew each time: what they hold is a file of that issue. */
const OWN_FILES = new Set(['article', 'interview'])
/** What a title may be: a line with something on it. */
export const isTitle = (text: string): boolean =>
  text.trim() !== '' && text.length <= 1000 && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text)

/** @throws PressrunError `syntax` where the other issue cannot be read */
export function newIssueFiles(issue: NewIssue): readonly PlacedFile[] {
  const { slug, article, interview, title } = issue
  return [
    ...(article ? [{ name: `issues/${slug}/article.md`, content: articleText(title) }] : []),
    ...(interview ? [{ name: `issues/${slug}/interview.md`, content: INTERVIEW }] : []),
    { name: `issues/${slug}.yaml`, content: issueYaml(issue) },
  ]
}

function issueYaml({ title, slug, date, lang, article, interview, from }: NewIssue): string {
  const other = from && readOther(from)
  // What goes with the look of the other issue, not with its content.
  const kept = { lang: lang ?? other?.get('lang'), template: other?.get('template') }
  const sections = other && recurring(other)
  const carried = sections?.items.length ?? 0
  const bare = !article && !interview && carried === 0
  const document = new Document({
    title,
    date,
    ...(kept.lang === undefined ? {} : { lang: kept.lang }),
    preheader: 'What the inbox shows after the subject: one sentence that makes people open it.',
    ...(kept.template === undefined ? {} : { template: kept.template }),
    ...(article ? { article: `${slug}/article.md` } : {}),
    ...(interview ? { interview: `${slug}/interview.md` } : {}),
    ...(bare ? { sections: [{ type: 'note', text: 'Write the note here.' }] } : {}),
  })
  if (carried > 0) document.set('sections', sections)
  const head = '# yaml-language-server: $schema=../node_modules/pressrun/schema/issue.json\n'
  const text = document.toString({ lineWidth: 0, indentSeq: true })
  if (carried === 0) return head + text
  const said = `# From ${from?.slug}: look through them, they are as they were.`
  return head + text.replace(/^sections:/m, `${said}\nsections:`)
}

function readOther({ file, text }: NonNullable<NewIssue['from']>): YAMLMap {
  const document = parseDocument(text, { logLevel: 'silent' })
  const { contents } = document
  if (document.errors.length === 0 && contents && 'items' in contents && 'has' in contents)
    return contents as unknown as YAMLMap
  throw new PressrunError({
    code: 'syntax',
    message: 'the sections of this issue cannot be taken over: its YAML cannot be read',
    mend: `See what is wrong with it: pressrun build ${file.replace(/^.*\/|\.ya?ml$/g, '')}.`,
    file,
  })
}

function recurring(other: YAMLMap): YAMLSeq | undefined {
  const sections = other.get('sections') as YAMLSeq | undefined
  if (!sections || !Array.isArray(sections.items)) return undefined
  sections.items = sections.items.filter((item) => {
    const type = (item as YAMLMap).get?.('type')
    return typeof type === 'string' && !OWN_FILES.has(type)
  })
  return sections
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

const articleText = (title: string) => `---
title: ${quoted(title)}
standfirst: One or two sentences that say what happened and why it matters.
byline: Who wrote it
# kicker: a word or two above the headline
# dateline: where it was written
# image: {image: picture.jpg, alt: what it shows, caption: what is said beneath it, credit: who made it}
# facts: [a sentence, another one]
---

Begin with what happened. A blank line parts paragraphs, **two stars** make words bold, and
[words in brackets](https://example.com/) become a link.

## A heading within the piece

> What somebody said, set apart.
`

const INTERVIEW = `---
# title: a sentence that the guest said
speakers:
  - name: Your name
    role: interviewer
  - name: The guest
    role: guest
    description: who this is, in one line
---

Who the guest is and why you spoke: two or three sentences before the first question.

**Your name:** The first question?

**The guest:** The answer. A further paragraph of it needs no name.

**Your name:** And the next one?

**The guest:** The answer to that.
`
