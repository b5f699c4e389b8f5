// An issue's YAML file, with everything it points to, to an Issue: valid once made.

import type { z } from 'zod'
import { PressrunError } from '../problem.ts'
import type { Files } from '../project/files.ts'
import { MAX_YAML_BYTES } from '../project/load.ts'
import type { Project } from '../project/project.ts'
import { validate } from '../project/validate.ts'
import { readYaml, type YamlFile } from '../project/yaml.ts'
import { defined, readArticle } from './article.ts'
import { Collector } from './collector.ts'
import { findIssue } from './find.ts'
import { readInterview } from './interview.ts'
import type { Issue, Section } from './issue.ts'
import { proseFromMarkdown } from './markdown.ts'
import { imageRef } from './piece-file.ts'
import { issueAliases, issueSchema } from './schema.ts'
import { directionOf } from './typography.ts'

type IssueKeys = z.output<typeof issueSchema>
type SectionKeys = NonNullable<IssueKeys['sections']>[number]

/**
 * @param name a slug, or the path of the YAML file.
 * @throws PressrunError with every problem of the issue and its files that can be seen at once.
 */
export function loadIssue(project: Project, files: Files, name: string): Issue {
  const { file, slug } = findIssue(files, name)
  const yaml = readYaml(files.text(file, MAX_YAML_BYTES), file)
  const keys = validate(issueSchema, yaml, issueAliases)
  if (!keys.article && !keys.interview && !keys.sections) {
    throw new PressrunError({
      code: 'schema',
      message: 'this issue has nothing in it',
      mend: 'Point to an article or an interview, or add sections.',
      file,
      line: 1,
    })
  }
  const lang = keys.lang ?? project.lang
  const problems = new Collector()
  const pieceAt = (path: PropertyKey[]) => yaml.placeOf(path)
  const resolve = (pointer: string, path: PropertyKey[]) =>
    files.resolve(pointer, file, pieceAt(path))
  const { article, interview, cover, sections } = keys
  const loaded = {
    cover: problems.try(() => cover && imageRef(files, file, yaml, ['cover'], cover)),
    article: problems.try(
      () =>
        article && readArticle(files, resolve(article, ['article']), lang, pieceAt(['article'])),
    ),
    interview: problems.try(
      () =>
        interview &&
        readInterview(files, resolve(interview, ['interview']), lang, pieceAt(['interview'])),
    ),
  }
  const read = (sections ?? []).map((section, index) =>
    problems.try(() =>
      readSection(section, { files, file, lang, yaml, path: ['sections', index] }),
    ),
  )
  problems.try(() => checkList(project, keys.list, yaml))
  problems.throwAny()
  return {
    slug,
    file,
    title: keys.title,
    date: keys.date,
    lang,
    dir: directionOf(lang),
    subject: keys.subject ?? keys.title,
    preheader: keys.preheader ?? '',
    template: keys.template ?? (article || interview ? 'briefing' : 'digest'),
    ...defined({ list: keys.list }),
    ...(keys.robots === 'noindex' ? { robots: keys.robots } : {}),
    ...defined({ cover: loaded.cover, article: loaded.article, interview: loaded.interview }),
    sections: read as Section[],
    lines: yaml.lines(),
  } as Issue
}

function checkList({ lists }: Project, list: string | undefined, yaml: YamlFile): void {
  if (list === undefined || lists.some(({ slug }) => slug === list)) return
  throw new PressrunError({
    code: 'schema',
    message: `newsletter.yaml names no list "${list}"`,
    mend: `There is: ${lists.map(({ slug }) => slug).join(', ')}.`,
    ...yaml.placeOf(['list']),
  })
}

interface SectionSource {
  readonly files: Files
  readonly file: string
  readonly lang: string
  readonly yaml: YamlFile
  readonly path: readonly PropertyKey[]
}

function readSection(section: SectionKeys, source: SectionSource): Section {
  const { files, file, lang, yaml, path } = source
  const body = (text: string) =>
    proseFromMarkdown(text, {
      file,
      lang,
      files,
      lines: yaml.lineOfText([...path, 'text']),
    })
  const image = (keys: Parameters<typeof imageRef>[4]) =>
    imageRef(files, file, yaml, [...path, 'image'], keys)
  switch (section.type) {
    case 'links':
      return defined({ ...section, links: section.links.map(defined) }) as Section
    case 'quote':
      return defined(section) as Section
    case 'note': {
      const { text, ...rest } = section
      return { ...defined(rest), body: body(text) } as Section
    }
    case 'sponsor': {
      const { text, image: picture, ...rest } = section
      return {
        ...defined(rest),
        body: body(text),
        ...(picture ? { image: image(picture) } : {}),
      } as Section
    }
    case 'image':
      return { type: 'image', image: image(section.image) }
    case 'article': {
      const where = yaml.placeOf([...path, 'article'])
      const name = files.resolve(section.article, file, where)
      return { type: 'article', article: readArticle(files, name, lang, where) }
    }
    case 'interview': {
      const where = yaml.placeOf([...path, 'interview'])
      const name = files.resolve(section.interview, file, where)
      return { type: 'interview', interview: readInterview(files, name, lang, where) }
    }
  }
}
