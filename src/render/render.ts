// Issue to RenderedIssue: the one render path. What the studio shows, what `build` writes and what `send`
// sends all come from here.

import { createHash } from 'node:crypto'
import type { Issue } from '../issue/issue.ts'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import type { Project } from '../project/project.ts'
import { cutHtml, cutText } from './cut.ts'
import { firstPassHelpers } from './first-pass.ts'
import { type ImageCache, imageKey, prepareImages } from './images.ts'
import { linksIn } from './links.ts'
import { renderMjml } from './mjml.ts'
import { loadPhrases } from './phrases.ts'
import type { Expression, Merge, RenderedImage, RenderedIssue } from './rendered.ts'
import { SlotTable } from './slot.ts'
import type { Output } from './source-marks.ts'
import { openTemplates, type Run, type TemplateCache, type Templates } from './template.ts'
import { type FindImage, placedImages, viewOf } from './view.ts'

export interface RenderOptions {
  /** Keeps images that were made once, from one call to the next. */
  readonly images?: ImageCache
  /** Keeps compiled templates, from one call to the next. */
  readonly templates?: TemplateCache
  /** Given the letter after its first pass: whoever asks where something was written need not make it again. */
  readonly onLayout?: (layout: Layout) => void
}

/** The letter after the first pass: MJML and text with slot tokens. */
export interface Layout {
  readonly mjml: Output
  readonly text: string
  readonly subject: string
  readonly preheader: string
  readonly slots: SlotTable
  readonly images: readonly RenderedImage[]
}

/**
 * @param files every file that the letter depends on is read through this.
 * @throws PressrunError `template`, `image`, `file`
 */
export async function render(
  project: Project,
  issue: Issue,
  files: Files,
  options: RenderOptions = {},
): Promise<RenderedIssue> {
  const layout = await layOut(project, issue, files, options)
  options.onLayout?.(layout)
  const { slots } = layout
  const markup = await renderMjml(layout.mjml, slots)
  const subject = cutText(layout.subject, slots, 'header')
  const preheader = cutText(layout.preheader, slots, 'plain')
  const html = cutHtml(markup, slots)
  const text = cutText(layout.text, slots, 'plain')
  const { slug, title, lang, dir, date, list } = issue
  return {
    slug,
    ...(list === undefined ? {} : { list }),
    title,
    lang,
    dir,
    date,
    subject,
    preheader,
    html,
    text,
    images: layout.images,
    links: linksIn(markup, slots),
    uses: subscriberPaths([subject, preheader, html, text]),
    digest: digestOf([subject, preheader, html, text], layout.images),
  }
}

/** The first pass alone: Handlebars filled with the issue, images made, MJML not yet run. */
export async function layOut(
  project: Project,
  issue: Issue,
  files: Files,
  options: RenderOptions = {},
): Promise<Layout> {
  const templates = openTemplates(files, options.templates)
  checkTemplate(issue, templates)
  const making = prepareImages(
    project,
    issue.slug,
    files,
    placedImages(project, issue),
    options.images,
  )
  // Whoever awaits it hears of what went wrong.
  making.catch(() => {})
  let made: Awaited<typeof making> = new Map()
  const find: FindImage = (place) => {
    const { src, width, height } = made.get(imageKey(place)) as RenderedImage
    const { alt, caption, credit } = place.ref
    return { src, width, height, alt, caption: caption ?? null, credit: credit ?? null }
  }
  const phrases = loadPhrases(files, issue.lang, project.lang)
  const helpers = firstPassHelpers(project, phrases, find)
  const textTemplate = templates.has(issue.template, 'txt') ? issue.template : 'plain'
  // Pictures are made by other threads: this one has something to do until then.
  await templates.prepare(issue.template, 'mjml', Object.keys(helpers))
  await templates.prepare(textTemplate, 'txt', Object.keys(helpers))
  made = await making
  const view = viewOf(project, issue, find)
  const slots = new SlotTable(JSON.stringify([view, issue.subject, issue.preheader]))
  const run: Run = { slots, helpers }

  // A subject that was not given is the title, and a title is content, not a template.
  const once = (key: 'subject' | 'preheader') => {
    let made: string | undefined
    return () => {
      const at = issue.lines[key]
      const text = issue[key]
      made ??=
        at === undefined
          ? text
          : templates.runText(text, { file: issue.file, line: at, column: 1 }, view, run)
      return made
    }
  }
  const subject = once('subject')
  const preheader = once('preheader')
  const context = {
    ...view,
    get subject() {
      return subject()
    },
    get preheader() {
      return preheader()
    },
  }
  return {
    mjml: templates.run(issue.template, 'mjml', context, run),
    text: tidyText(templates.run(textTemplate, 'txt', context, run).text),
    subject: subject(),
    preheader: preheader(),
    slots,
    images: [...made.values()],
  }
}

function checkTemplate(issue: Issue, templates: Templates): void {
  if (templates.has(issue.template, 'mjml')) return
  const names = templates.names('mjml').filter((name) => !name.includes('/'))
  throw new PressrunError({
    code: 'template',
    message: `there is no template "${issue.template}"`,
    mend: names.length > 0 ? `There are: ${names.join(', ')}.` : 'Add templates/<name>.mjml.hbs.',
    file: issue.file,
    line: issue.lines.template,
  })
}

/** No trailing space, never two empty lines, one line break at the end. */
function tidyText(text: string): string {
  return `${text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

function subscriberPaths(merges: readonly Merge[]): readonly string[] {
  const found = new Set<string>()
  const fromExpression = (expression: Expression): void => {
    if (expression.kind === 'call') expression.args.forEach(fromExpression)
    else if (expression.kind === 'path' && expression.root === 'subscriber')
      found.add(expression.keys.join('.'))
  }
  const fromMerge = (merge: Merge): void => {
    for (const part of merge) {
      if (typeof part === 'string') continue
      if (part.kind === 'value') fromExpression(part.value)
      else {
        fromExpression(part.kind === 'if' ? part.test : part.list)
        fromMerge(part.body)
        fromMerge(part.otherwise)
      }
    }
  }
  merges.forEach(fromMerge)
  return [...found].sort()
}

function digestOf(merges: readonly Merge[], images: readonly RenderedImage[]): string {
  const hash = createHash('sha256').update(JSON.stringify(merges))
  for (const { name, bytes } of images) hash.update(`\0${name}\0`).update(bytes)
  return hash.digest('hex')
}
