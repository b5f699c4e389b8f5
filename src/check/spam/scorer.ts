// What a spam filter on this machine makes of the message: SpamAssassin's spamc or rspamd's rspamc, whichever is
// installed. The letter goes to no other machine than the one that those are set up to ask.

import { spawn } from 'node:child_process'

export interface SpamScore {
  readonly kind: 'scored'
  readonly program: 'spamc' | 'rspamc'
  readonly score: number
  /** From which score on a message is spam to it. */
  readonly required: number
  readonly rules: readonly SpamRule[]
}

export interface SpamRule {
  readonly name: string
  readonly points: number
  readonly about: string
}

export type SpamVerdict =
  | SpamScore
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly program: string; readonly reason: string }

export interface SpamScorer {
  score(message: Buffer): Promise<SpamVerdict>
}

const TIMEOUT_MS = 60_000

/** @param env where programs are looked for. */
export function spamScorer(env: Readonly<Record<string, string | undefined>>): SpamScorer {
  return {
    async score(message) {
      const assassin = await run('spamc', ['-R'], message, env)
      if (assassin.kind === 'ran') return readSpamc(assassin.output)
      const rspamd = await run('rspamc', ['--json', 'symbols'], message, env)
      if (rspamd.kind === 'ran') return readRspamc(rspamd.output)
      const failed = [assassin, rspamd].find((result) => result.kind === 'failed')
      return failed ?? { kind: 'missing' }
    },
  }
}

type Run =
  | { readonly kind: 'ran'; readonly output: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly program: string; readonly reason: string }

function run(
  program: string,
  args: readonly string[],
  input: Buffer,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { env: { ...env }, timeout: TIMEOUT_MS })
    const output: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => output.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => errors.push(bytes))
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ENOENT'
          ? { kind: 'missing' }
          : { kind: 'failed', program, reason: error.message },
      ),
    )
    child.on('close', (status, signal) => {
      const said = Buffer.concat(output).toString('utf8')
      if (status === 0 && said.trim() !== '') return resolve({ kind: 'ran', output: said })
      const reason =
        Buffer.concat(errors).toString('utf8').trim().split('\n')[0] ||
        (signal ? 'it took too long' : `it ended with ${status}`)
      resolve({ kind: 'failed', program, reason })
    })
    // A program that ends early closes its input: what it said counts.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

/** `spamc -R`: the score, then a report with a line a rule. Exported for its test. */
export function readSpamc(output: string): SpamVerdict {
  const [, score, required] = /^(-?[\d.]+)\/(-?[\d.]+)/.exec(output) ?? []
  if (score === undefined || required === undefined || Number(required) === 0)
    return { kind: 'failed', program: 'spamc', reason: 'its daemon, spamd, does not answer' }
  const rules: SpamRule[] = []
  for (const line of output.split(/\r?\n/)) {
    const [, points, name, about] = /^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]+)\s+(.*)$/.exec(line) ?? []
    if (name !== undefined) {
      rules.push({ name, points: Number(points), about: (about ?? '').trim() })
    } else if (/^\s{10,}\S/.test(line) && rules.length > 0) {
      const last = rules.pop() as SpamRule
      rules.push({ ...last, about: `${last.about} ${line.trim()}` })
    }
  }
  return {
    kind: 'scored',
    program: 'spamc',
    score: Number(score),
    required: Number(required),
    rules,
  }
}

/** `rspamc --json symbols`. Exported for its test. */
export function readRspamc(output: string): SpamVerdict {
  try {
    const from = output.indexOf('{')
    const said = JSON.parse(output.slice(from)) as {
      score?: number
      required_score?: number
      error?: string
      symbols?: Record<string, { score?: number; description?: string }>
    }
    if (said.score === undefined || said.required_score === undefined)
      return { kind: 'failed', program: 'rspamc', reason: said.error ?? 'it gives no score' }
    return {
      kind: 'scored',
      program: 'rspamc',
      score: said.score,
      required: said.required_score,
      rules: Object.entries(said.symbols ?? {}).map(([name, { score = 0, description = '' }]) => ({
        name,
        points: score,
        about: description,
      })),
    }
  } catch {
    return { kind: 'failed', program: 'rspamc', reason: 'its answer cannot be read' }
  }
}
