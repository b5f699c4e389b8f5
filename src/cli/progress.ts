// A progress bar with count, rate and time left; plain lines, a few a minute, where there is no terminal.

import { duration, grouped } from './format.ts'
import type { Terminal } from './terminal.ts'

export interface Progress {
  /** @param done how many of `total` are done now. */
  update(done: number, remark?: string): void
  /** Takes the bar away. */
  end(): void
}

const REDRAW_MS = 100
const PLAIN_LINE_MS = 10_000
const BAR_COLUMNS = 24

/** @param what is counted, in the plural: `messages`. @param now milliseconds, monotonic. */
export function progressBar(
  terminal: Terminal,
  total: number,
  what: string,
  now: () => number = () => performance.now(),
): Progress {
  const start = now()
  const every = terminal.interactive ? REDRAW_MS : PLAIN_LINE_MS
  let shown = terminal.interactive ? Number.NEGATIVE_INFINITY : start
  return {
    update(done, remark = '') {
      const at = now()
      if (at - shown < every && !(terminal.interactive && done === total)) return
      shown = at
      const line = progressLine(done, total, what, at - start, remark)
      if (terminal.interactive) {
        const filled = total > 0 ? Math.round((done / total) * BAR_COLUMNS) : BAR_COLUMNS
        const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_COLUMNS - filled)}`
        terminal.redraw(`${bar}  ${line}`.slice(0, terminal.columns - 1))
      } else terminal.note(line)
    },
    end() {
      if (terminal.interactive) terminal.redraw('')
    },
  }
}

function progressLine(
  done: number,
  total: number,
  what: string,
  elapsedMs: number,
  remark: string,
): string {
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1000 : 0
  const left = rate > 0 && done < total ? `, ${duration(((total - done) / rate) * 1000)} left` : ''
  const shownRate = rate >= 10 ? grouped(Math.round(rate)) : rate.toFixed(1)
  return `${grouped(done)} of ${grouped(total)} ${what}, ${shownRate} a second${left}${remark ? `  ${remark}` : ''}`
}
