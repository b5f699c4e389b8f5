// pressrun init: a new publication; with --upgrade, what newer templates would change in an old one.

import { randomBytes } from 'node:crypto'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PressrunError } from '../problem.ts'
import type { Answers, Question } from '../start/answers.ts'
import { version } from '../version.ts'
import { type CommonOptions, command, findProjectRoot, type Register } from './command.ts'
import { counted } from './format.ts'
import type { Terminal } from './terminal.ts'

type Given = Partial<Record<keyof Answers, string>>

interface Options extends CommonOptions, Given {
  readonly upgrade?: boolean
  readonly yes?: boolean
}

/** Where `templates/` of the package is: above `src/` and above `dist/` alike. */
const PACKAGE = fileURLToPath(new URL('../..', import.meta.url))

export const initCommand: Register = (program, terminal) => {
  command(program, 'init [folder]', 'begin a new publication in an empty folder')
    .option('--name <name>', 'what it is called')
    .option('--from <sender>', 'who sends it: "Name <name@example.com>"')
    .option('--lang <tag>', 'its language, as en, ko or zh-Hant')
    .option('--accent <colour>', 'its colour: brick, ink, forest, plum, slate, or #rrggbb')
    .option('--send <way>', 'how it is sent: smtp, ses, sendmail, outbox')
    .option('--yes', 'ask nothing: what no flag says is taken as usual')
    .option('--upgrade', 'print as a diff what newer templates would change here; write nothing')
    .action(async (name: string | undefined, options: Options) => {
      if (options.upgrade) await upgrade(name, options, terminal)
      else await begin(name ?? '.', options, terminal)
    })
}

async function begin(name: string, options: Options, terminal: Terminal): Promise<void> {
  const folder = resolve(terminal.cwd, name)
  const { createPublication, publicationFiles, refuseFull } = await import('../start/init.ts')
  const { readTemplates } = await import('../start/templates.ts')
  const { dayOf } = await import('../issue/day.ts')
  refuseFull(folder, name)
  const answers = await answer(options, terminal)
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const files = publicationFiles(answers, {
    date: dayOf(new Date(), timeZone),
    timezone: timeZone,
    version,
    secret: randomBytes(32).toString('base64'),
    templates: readTemplates(PACKAGE),
  })
  createPublication(folder, name, files)
  if (options.json) {
    const written = files.map((file) => file.name)
    terminal.print(JSON.stringify({ folder, ...answers, written }, null, 2))
    return
  }
  const shown = relative(terminal.cwd, folder)
  terminal.print(
    `${terminal.paint('green', 'begun')}  ${answers.name}, in ${shown === '' ? 'this folder' : shown}: ${counted(files.length, 'file')}`,
  )
  const go = shown === '' ? '' : `cd ${/[^\w./-]/.test(shown) ? `'${shown}'` : shown} && `
  terminal.print(`next: ${go}npm install && npm run preview`)
  terminal.print(
    '      then write your postal address into newsletter.yaml, and how to send into .env',
  )
}

/** What flags say; the rest is asked where somebody is there, and taken as usual with --yes. */
async function answer(given: Options, terminal: Terminal): Promise<Answers> {
  const { QUESTIONS } = await import('../start/answers.ts')
  const ask = terminal.interactive && !given.yes && !given.json
  const answers: Partial<Record<keyof Answers, string>> = {}
  for (const question of QUESTIONS) {
    const { key, flag, fallback } = question
    const said = given[key]
    const usual = fallback
    if (said !== undefined) answers[key] = read(question, said)
    else if (ask) answers[key] = await askFor(question, usual, terminal)
    else if (usual !== undefined) answers[key] = read(question, usual)
    else
      throw new PressrunError({
        code: 'usage',
        message: `nobody is there to be asked, and --${flag} is not given`,
        mend: 'Give at least: --name "Long Meridian" --from "The editors <letters@example.com>".',
      })
  }
  return answers as unknown as Answers
}

/** @throws PressrunError `usage` */
function read(question: Question, text: string): string {
  const result = question.read(text.trim())
  if (text.trim() !== '' && typeof result === 'string') return result
  const { problem, mend } =
    typeof result === 'string'
      ? { problem: `--${question.flag} is empty`, mend: 'Give it a value.' }
      : result
  throw new PressrunError({ code: 'usage', message: problem, mend })
}

const MAX_TRIES = 5

async function askFor(
  question: Question,
  usual: string | undefined,
  terminal: Terminal,
): Promise<string> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const shown = usual === undefined ? '' : ` [${usual}]`
    const said = (await terminal.ask(`${question.ask}${shown} `)).trim() || usual
    if (said === undefined) continue
    const result = question.read(said)
    if (typeof result === 'string') return result
    terminal.note(`${result.problem}. ${result.mend}`)
  }
  throw new PressrunError({
    code: 'usage',
    message: 'nothing was begun',
    mend: `Answer the question, or give --${question.flag}.`,
  })
}

const KINDS = {
  new: 'new',
  update: 'newer, and you have not changed it',
  both: 'newer, and you have changed it: read before you take it',
  gone: 'no longer used, and you have not changed it',
} as const

async function upgrade(
  name: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<void> {
  const { ORIGIN_FILE, readOrigin, readTemplates, templateChanges } = await import(
    '../start/templates.ts'
  )
  const { projectFiles } = await import('../project/files.ts')
  const { existsSync } = await import('node:fs')
  const root = await findProjectRoot(name === undefined ? options : { project: name }, terminal)
  const files = projectFiles(root)
  const noted = existsSync(files.path(ORIGIN_FILE)) ? files.text(ORIGIN_FILE, 1_000_000) : undefined
  const origin = readOrigin(noted)
  const changes = templateChanges(readTemplates(root), readTemplates(PACKAGE), origin)
  if (options.json) {
    terminal.print(JSON.stringify({ from: origin?.version, to: version, changes }, null, 2))
    return
  }
  const since = origin ? `from Pressrun ${origin.version}` : 'of unknown version'
  if (changes.length === 0) {
    terminal.note(
      `The templates ${since} are what Pressrun ${version} has, but for your own changes.`,
    )
    return
  }
  for (const { patch } of changes) terminal.print(patch.trimEnd())
  terminal.note(`The templates here are ${since}; Pressrun ${version} would change:`)
  for (const { name: file, kind } of changes) terminal.note(`  ${file}  ${KINDS[kind]}`)
  terminal.note('To take all of it: pressrun init --upgrade > newer.diff && git apply newer.diff')
}
