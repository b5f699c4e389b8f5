// pressrun send: plans an issue's way to a list of readers, shows the plan, asks, and applies it. Run again, it goes on.

import { resolve } from 'node:path'
import { Option } from 'commander'
import type { Plan } from '../delivery/plan.ts'
import { PressrunError } from '../problem.ts'
import type { Engine } from '../store/engine.ts'
import { command, portOfSomebody, type Register, wholeNumber } from './command.ts'
import { readersWord } from './count-words.ts'
import { planned, type SendOptions, textOf } from './send-plan.ts'
import { resultLines, runSend } from './send-run.ts'
import { openSending, type Sending } from './sending.ts'
import type { Terminal } from './terminal.ts'

export const sendCommand: Register = (program, terminal) => {
  command(program, 'send <issue>', 'send an issue to a list of readers, or go on with it')
    .option(
      '--list <file>',
      'a list in a file instead of the store: CSV, TSV, JSON, JSON Lines or YAML',
    )
    .option('--on <list>', 'which list of newsletter.yaml (default: the issue’s, or the first)')
    .option('--segment <segment>', 'only a segment of newsletter.yaml, or an expression')
    .option('--tag <tag...>', 'only readers with this tag; with several, all of them')
    .option('--limit <number>', 'only so many, the first of the list', wholeNumber(1))
    .option('--sample <number>', 'only so many, at random', wholeNumber(1))
    .option('--at <time>', "begin then: '2026-12-01 07:00', by the publication's clock")
    .option('--local-time', 'with --at: by each reader\'s own clock (their field "timezone")')
    .option('--plan-only', 'plan it and send nothing yet')
    .option('--accept-changes', 'go on although the issue or the list has changed since')
    .option('--yes', 'do not ask')
    .addOption(
      new Option('--on-in-doubt <what>', 'what to do with readers who may have it already')
        .choices(['hold', 'resend'])
        .default('hold'),
    )
    .option('--workers', 'give it out to `pressrun worker` on other machines, and watch')
    .option('--no-wait', 'end when all that is left are readers whose time has not come')
    .option('--outbox <folder>', 'write .eml files to a folder instead of sending')
    .option(
      '--to-studio [port]',
      'send to the inbox of the open studio, and to no reader',
      portOfSomebody,
    )
    .option('--despite-errors', 'send what the checks find errors in')
    .option('--to <address>', 'send one test copy to this address, marked [Test]')
    .option('--dry-run', 'plan nothing and send nothing, and say what would be done')
    .action(async (name: string, options: SendOptions) => {
      if (options.to !== undefined) {
        refuseTogether(options)
        const { sendTestCopy } = await import('./test-copy.ts')
        return sendTestCopy(name, options.to, options, terminal)
      }
      if (options.workers) refuseWith(options)
      if (options.localTime && options.at === undefined) {
        throw usage('--local-time says nothing without a time', "Add --at '2026-12-01 07:00'.")
      }
      const { keepHeapSmall, keepNurserySmall } = await import('./flat-memory.ts')
      keepHeapSmall()
      const sending = await openSending(name, options, terminal)
      await checked(sending, options, terminal)
      // All code is loaded by now.
      keepNurserySmall()
      // What is missing is said before anything is planned.
      if (!options.dryRun && !options.planOnly && !options.workers) sending.relays()
      const store = await sending.openStore()
      try {
        await planAndApply(sending, store, options, terminal)
      } finally {
        await store.close()
      }
    })
}

/** @throws PressrunError where the checks find an error, and nobody said to send despite it. */
async function checked(
  { letter, rehearsal }: Sending,
  { list, despiteErrors = false, json = false }: SendOptions,
  terminal: Terminal,
): Promise<void> {
  const { checkBeforeSend } = await import('./letter-checks.ts')
  const { readList } = await import('../audience/list.ts')
  const rows =
    list === undefined
      ? {}
      : { list: { name: list, rows: readList(resolve(terminal.cwd, list), list) } }
  // A rehearsal is for looking at what is wrong.
  const despite = despiteErrors || rehearsal !== undefined
  await checkBeforeSend({ ...letter, ...rows, despiteErrors: despite, quiet: json }, terminal)
}

async function planAndApply(
  sending: Sending,
  store: Engine,
  options: SendOptions,
  terminal: Terminal,
): Promise<void> {
  const plan = await planned(sending, store, options, terminal)
  const text = options.json ? [] : await textOf(plan, sending, store, options)
  for (const line of text) terminal.print(line)
  if (options.dryRun || options.planOnly || isOver(plan)) {
    return withoutSending(plan, options, terminal)
  }
  if (sending.rehearsal === undefined && !(await agreed(plan, options, terminal))) {
    terminal.print(`Nothing was sent. The plan is kept: pressrun send ${plan.issue}`)
    process.exitCode = 1
    return
  }
  if (options.workers) {
    const { giveOut } = await import('./send-workers.ts')
    return giveOut(sending, plan, store, options, terminal)
  }
  const start = performance.now()
  const applied = await runSend(sending, plan, store, options, terminal)
  const { failed, in_doubt: doubtful, pending, deferred } = applied.counts.states
  if (options.json) {
    terminal.print(JSON.stringify({ ...planJson(plan), sent: true, ...applied }, null, 2))
  } else {
    const lines = resultLines(applied, sending, performance.now() - start, terminal)
    for (const line of lines) terminal.print(line)
  }
  if (failed + doubtful + pending + deferred > 0) process.exitCode = 1
}

/** Workers have relays of their own. @throws PressrunError `usage` */
function refuseWith({ outbox, toStudio }: SendOptions): void {
  if (outbox === undefined && toStudio === undefined) return
  throw usage('--workers sends to readers', 'Leave out --outbox and --to-studio, or --workers.')
}

/** Nothing to send, and no run that ended in the middle of its last messages. */
const isOver = ({ state, toSend, started, counts }: Plan) =>
  state === 'done' || (toSend + counts.states.sending === 0 && !started)

/** @returns whether somebody said yes, now or when it was begun. */
async function agreed(plan: Plan, options: SendOptions, terminal: Terminal): Promise<boolean> {
  if (options.yes || (plan.started && !plan.made && !plan.stale)) return true
  if (!terminal.interactive || options.json) {
    throw usage(
      plan.stale
        ? 'the plan is older than a day and nobody is there to be asked, so nothing was sent'
        : 'nobody is there to be asked, so nothing was sent',
      'Add --yes to send without asking.',
    )
  }
  if (plan.stale) terminal.note('This plan is older than a day.')
  const word = plan.starts ? 'Send it then' : 'Send it'
  const answer = await terminal.ask(`${word} to ${readersWord(plan.toSend)}? [y/N] `)
  return /^y(es)?$/i.test(answer.trim())
}

function withoutSending(plan: Plan, options: SendOptions, terminal: Terminal): void {
  const { issue } = plan
  if (options.json) {
    terminal.print(JSON.stringify({ ...planJson(plan), sent: false }, null, 2))
  } else if (options.dryRun) terminal.print('dry run: nothing was planned or sent.')
  else if (options.planOnly && plan.toSend > 0) {
    terminal.print(`planned. next: pressrun send ${issue}`)
  } else terminal.print(`nothing is left to send. How it went: pressrun report ${issue}`)
}

const planJson = ({ issue, sender, digest, plannedAt, toSend, counts, changes, starts }: Plan) => ({
  ...{ issue, sender, digest, plannedAt: new Date(plannedAt).toISOString(), toSend, changes },
  ...(starts ? { starts: { first: new Date(starts.first), last: new Date(starts.last) } } : {}),
  counts,
})

function refuseTogether(options: SendOptions): void {
  const others: readonly (keyof SendOptions)[] = [
    'list',
    'on',
    'segment',
    'tag',
    'limit',
    'sample',
    'at',
    'planOnly',
  ]
  const other = others.find((name) => options[name] !== undefined)
  if (other === undefined) return
  throw usage(
    `--to sends one test copy, and --${other === 'planOnly' ? 'plan-only' : other} is about a list`,
    'Leave one of them out.',
  )
}

const usage = (message: string, mend: string) => new PressrunError({ code: 'usage', message, mend })
