// A Markdown file to an Interview: its turns, who speaks in each, who asks and who answers.

import type { z } from 'zod'
import type { Problem } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'
import { nearest } from '../project/nearest.ts'
import type { YamlFile } from '../project/yaml.ts'
import { defined } from './article.ts'
import { Collector } from './collector.ts'
import type { Prose } from './content.ts'
import { footnoteProblems } from './footnotes.ts'
import { initialsOf } from './initials.ts'
import type { Interview, Speaker, Turn } from './issue.ts'
import { type MarkdownSource, proseFromMarkdown } from './markdown.ts'
import { imageRef, openPiece } from './piece-file.ts'
import { isSaid } from './pull-quote.ts'
import { rolesOf } from './roles.ts'
import { interviewAliases, interviewSchema } from './schema.ts'
import type { KnownSpeaker } from './speaker-names.ts'
import { type Passage, type Stretch, splitTurns } from './turns.ts'
import { textOf, wordsOf } from './words.ts'

type Declared = NonNullable<z.output<typeof interviewSchema>['speakers']>

/** @throws PressrunError `file`, `syntax`, `schema`, `content` */
export function readInterview(files: Files, file: string, lang: string, where?: Where): Interview {
  const piece = openPiece(files, file, interviewSchema, interviewAliases, where)
  const { matter, yaml, body, bodyLine } = piece
  const declared = matter.speakers ?? []
  const { intro, turns: passages } = splitTurns(body, knownSpeakers(declared))
  const problems = new Collector()
  const lineAt = (index: number) => bodyLine + index
  const names = [...new Set(passages.map(({ speaker }) => speaker))]

  for (const problem of [
    ...declaredProblems(declared, names, yaml),
    ...voiceProblems(names, passages, file, lineAt),
    ...footnoteProblems(body, file, lineAt),
  ])
    problems.add(problem)

  let footnotes = 0
  const prose = (text: string, more: Pick<MarkdownSource, 'lines' | 'part'>): Prose => {
    const source = { file, lang, files, footnotes, ...more }
    const read = problems.try(() => proseFromMarkdown(text, source)) ?? NOTHING
    footnotes += read.footnotes.length
    return read
  }
  const stretch = ({ text, lines }: Stretch) =>
    prose(text, { lines: lines.map(lineAt), part: true })
  const before =
    matter.intro === undefined
      ? NOTHING
      : prose(matter.intro, { lines: yaml.lineOfText(['intro']) })
  const opening = joined(before, stretch(intro))
  const bodies = passages.map(stretch)
  const photos = declared.map(({ photo }, at) =>
    problems.try(() => photo && imageRef(files, file, yaml, ['speakers', at, 'photo'], photo)),
  )
  const texts = bodies.map(textOf)
  if (matter.quote !== undefined && !isSaid(matter.quote, texts.join('\n')))
    problems.add({ ...NOT_SAID, ...yaml.placeOf(['quote']) })
  problems.throwAny()

  const roles = rolesOf(
    names,
    passages.map(({ speaker }, index) => ({ speaker, text: texts[index] as string })),
    new Map(declared.flatMap(({ name, role }) => (role ? [[name, role] as const] : []))),
  )
  const speakers = names.map((name, id): Speaker => {
    const at = declared.findIndex((candidate) => candidate.name === name)
    return {
      id,
      name,
      initials: initialsOf(name),
      role: roles.get(name) ?? 'guest',
      ...defined({ description: declared[at]?.description, photo: photos[at] }),
    }
  })
  const turns = passages.map(
    ({ speaker, line }, index): Turn => ({
      speaker: names.indexOf(speaker),
      kind: roles.get(speaker) === 'interviewer' ? 'question' : 'answer',
      first: passages.findIndex((other) => other.speaker === speaker) === index,
      body: bodies[index] as Prose,
      line: lineAt(line),
    }),
  )
  const words = [opening, ...bodies].reduce((sum, part) => sum + wordsOf(part, lang), 0)
  return {
    file,
    ...defined({ title: matter.title, kicker: matter.kicker, quote: matter.quote }),
    intro: opening,
    speakers,
    turns,
    words,
  }
}

const NOT_SAID = {
  code: 'content',
  message: 'nobody says this in the interview',
  mend: 'Copy the sentence from a turn; "…" may stand for words that are left out.',
} as const
const NOTHING: Prose = { blocks: [], footnotes: [] }

/** Every label that a declared speaker goes by, and the name itself. */
function knownSpeakers(declared: Declared): KnownSpeaker[] {
  return declared.flatMap(({ name, label = [] }) =>
    [name, ...[label].flat()].map((label) => ({ label, name })),
  )
}

/** Who is introduced and never speaks would be left out of the letter without a word. */
function declaredProblems(
  declared: Declared,
  names: readonly string[],
  yaml: YamlFile,
): readonly Problem[] {
  return declared.flatMap(({ name }, index): Problem[] => {
    const problem = (message: string, mend: string): Problem[] => [
      { code: 'content', message, mend, ...yaml.placeOf(['speakers', index, 'name']) },
    ]
    if (declared.findIndex((other) => other.name === name) < index)
      return problem(`the speaker "${name}" is here twice`, 'Make one of the two.')
    if (names.includes(name)) return []
    const undeclared = names.filter((known) => !declared.some((other) => other.name === known))
    const near = nearest(name, undeclared)
    return problem(
      `no turn begins with "${name}:"`,
      near
        ? `Did you mean "${near}"?`
        : 'Write the name as it stands before the colon, or say under "label:" what stands there.',
    )
  })
}

function voiceProblems(
  names: readonly string[],
  passages: readonly Passage[],
  file: string,
  lineAt: (index: number) => number,
): readonly Problem[] {
  const [only] = names
  const first = passages[0]
  if (names.length < 2) {
    return [
      {
        code: 'content',
        message:
          only === undefined
            ? 'nobody speaks in this interview'
            : `only ${only} speaks in this interview`,
        mend: 'Begin each turn with its speaker, as in "Ana Ruiz: Good morning."; a name that speaks only once goes under "speakers:" at the top.',
        file,
        line: lineAt(first?.line ?? 0),
      },
    ]
  }
  return passages
    .filter(({ text }) => text.trim() === '')
    .map(({ speaker, line }) => ({
      code: 'content',
      message: `${speaker} says nothing here`,
      mend: 'Write what was said after the colon, or remove the name.',
      file,
      line: lineAt(line),
    }))
}

function joined(first: Prose, second: Prose): Prose {
  return {
    blocks: [...first.blocks, ...second.blocks],
    footnotes: [...first.footnotes, ...second.footnotes],
  }
}
