// Many links asked at once, but bounded; each once; what answered well is not asked again for a day. What did not
// is asked again: it may have been mended.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type LinkProber, type LinkState, type ProbeOptions, probeLink } from './probe.ts'

const AT_ONCE = 8
const AT_ONCE_A_HOST = 2
const DAY_MS = 24 * 60 * 60 * 1000
const FILE = '.pressrun/cache/links.json'

interface Kept {
  readonly at: number
  readonly state: LinkState
}

export interface ProberOptions extends ProbeOptions {
  /** The project's folder: what is known is kept in it. */
  readonly root: string
  /** ms since the epoch. */
  readonly now: () => number
}

export function linkProber({
  root,
  now,
  ...options
}: ProberOptions): LinkProber & { save(): void } {
  const file = join(root, FILE)
  const kept = readKept(file, now())
  const asked = new Map<string, Promise<LinkState>>()
  const turns = new Turns()

  const ask = async (url: string): Promise<LinkState> => {
    const known = kept.get(url)
    if (known) return known.state
    const state = await turns.take(new URL(url).host, () => probeLink(url, options))
    if (state.kind === 'fine' || state.kind === 'refused') kept.set(url, { at: now(), state })
    return state
  }
  return {
    probe(address) {
      const url = address.replace(/#.*$/, '')
      const asking = asked.get(url) ?? ask(url)
      asked.set(url, asking)
      return asking
    },
    save() {
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(`${file}.${process.pid}.new`, JSON.stringify([...kept]))
        renameSync(`${file}.${process.pid}.new`, file)
      } catch {
        // Asked again next time.
      }
    },
  }
}

function readKept(file: string, now: number): Map<string, Kept> {
  try {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as readonly [string, Kept][]
    return new Map(entries.filter(([, { at }]) => at <= now && now - at < DAY_MS))
  } catch {
    return new Map()
  }
}

/** Lets so many through at once, and so many to one host. */
class Turns {
  readonly #waiting: { host: string; start: () => void }[] = []
  readonly #running = new Map<string, number>()
  #all = 0

  async take<T>(host: string, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ host, start })
      this.#next()
    })
    try {
      return await work()
    } finally {
      this.#all--
      this.#running.set(host, (this.#running.get(host) ?? 1) - 1)
      this.#next()
    }
  }

  #next(): void {
    while (this.#all < AT_ONCE) {
      const index = this.#waiting.findIndex(
        ({ host }) => (this.#running.get(host) ?? 0) < AT_ONCE_A_HOST,
      )
      const [turn] = index < 0 ? [] : this.#waiting.splice(index, 1)
      if (!turn) return
      this.#all++
      this.#running.set(turn.host, (this.#running.get(turn.host) ?? 0) + 1)
      turn.start()
    }
  }
}
