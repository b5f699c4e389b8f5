// A Markdown file to an Interview: its turns, who speaks in each, who asks and who answers.

import { PressrunError } from '../problem.ts'
import type { Files, Where } from '../project/files.ts'
import { defined } from './article.ts'
import type { Prose } from './content.ts'
import { initialsOf } from './initials.ts'
import type { Interview, Speaker, Turn } from './issue.ts'
import { proseFromMarkdown } from './markdown.ts'
import { imageRef, openPiece } from './piece-file.ts'
import { rolesOf } from './roles.ts'
import { interviewAliases, interviewSchema } from './schema.ts'
import { type Passage, splitTurns } from './turns.ts'
import { textOf, wordsOf } from './words.ts'

/** @throws PressrunError `file`, `syntax`, `schema`, `content` */
export function readInterview(files: Files, file: string, lang: string, where?: Where): Interview {
  const piece = openPiece(files, file, interviewSchema, interviewAliases, where)
  const { matter, yaml, body, bodyLine } = piece
  const declared = matter.speakers ?? []
  const { intro, turns: passages } = splitTurns(
    body,
    declared.map(({ name }) => name),
  )
  checkVoices(passages, file, bodyLine)

  const names = [...new Set([...passages.map(({ speaker }) => speaker)])]
  let footnotes = 0
  const prose = (text: string, firstLine: number): Prose => {
    const read = proseFromMarkdown(text, { file, firstLine, lang, files, footnotes })
    footnotes += read.footnotes.length
    return read
  }
  const before =
    matter.intro === undefined ? undefined : prose(matter.intro, yaml.placeOf(['intro']).line)
  const opening = joined(before, prose(intro.text, bodyLine + intro.line))
  const bodies = passages.map((passage) => prose(passage.text, bodyLine + passage.line))

  const roles = rolesOf(
    names,
    passages.map(({ speaker }, index) => ({ speaker, text: textOf(bodies[index] as Prose) })),
    new Map(declared.flatMap(({ name, role }) => (role ? [[name, role] as const] : []))),
  )
  const speakers = names.map((name, id): Speaker => {
    const at = declared.findIndex((candidate) => candidate.name === name)
    const { description, photo } = declared[at] ?? {}
    return {
      id,
      name,
      initials: initialsOf(name),
      role: roles.get(name) ?? 'guest',
      ...defined({ description }),
      ...(photo ? { photo: imageRef(files, file, yaml, ['speakers', at, 'photo'], photo) } : {}),
    }
  })
  const seen = new Set<string>()
  const turns = passages.map(({ speaker, line }, index): Turn => {
    const first = !seen.has(speaker)
    seen.add(speaker)
    return {
      speaker: names.indexOf(speaker),
      kind: roles.get(speaker) === 'interviewer' ? 'question' : 'answer',
      first,
      body: bodies[index] as Prose,
      line: bodyLine + line,
    }
  })
  const words = [opening, ...bodies].reduce((sum, part) => sum + wordsOf(part, lang), 0)
  return {
    file,
    ...defined({ title: matter.title, kicker: matter.kicker }),
    intro: opening,
    speakers,
    turns,
    words,
  }
}

function checkVoices(passages: readonly Passage[], file: string, bodyLine: number): void {
  const voices = new Set(passages.map(({ speaker }) => speaker))
  if (voices.size > 1) return
  const [only] = voices
  throw new PressrunError({
    code: 'content',
    message:
      only === undefined
        ? 'nobody speaks in this interview'
        : `only ${only} speaks in this interview`,
    mend: 'Begin each turn with its speaker, as in "Ana Ruiz: Good morning."; a name that speaks only once goes under "speakers:" at the top.',
    file,
    line: passages[0] ? bodyLine + passages[0].line : bodyLine,
  })
}

function joined(first: Prose | undefined, second: Prose): Prose {
  if (!first) return second
  return {
    blocks: [...first.blocks, ...second.blocks],
    footnotes: [...first.footnotes, ...second.footnotes],
  }
}
