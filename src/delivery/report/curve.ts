// Messages over time as a drawing in SVG: a column for each stretch of time. What it shows is said in words as well.

import type { Stretch } from '../../store/figures.ts'

const WIDTH = 720
const HEIGHT = 196
const BOTTOM = 28
const TOP = 24

/**
 * @param label of a moment, for the axis.
 * @returns markup without anything of a reader in it; empty where there is nothing to draw
 */
export function curve(
  stretches: readonly Stretch[],
  lengthMs: number,
  label: (at: number) => string,
): string {
  const [first] = stretches
  const last = stretches.at(-1)
  if (!first || !last) return ''
  const slots = Math.round((last.at - first.at) / lengthMs) + 1
  const most = Math.max(...stretches.map(({ accepted }) => accepted))
  const room = HEIGHT - BOTTOM - TOP
  const step = WIDTH / slots
  const gap = step > 4 ? 1 : 0
  const columns = stretches.map(({ at, accepted }) => {
    const x = ((at - first.at) / lengthMs) * step
    const height = Math.max(1, (accepted / most) * room)
    return `<rect x="${round(x)}" y="${round(HEIGHT - BOTTOM - height)}" width="${round(Math.max(0.5, step - gap))}" height="${round(height)}"/>`
  })
  const ticks = ticksOf(slots).map((slot) => {
    const middle = slot > 0 && slot < slots ? ' class="middle"' : ''
    const x = Math.min(WIDTH, slot * step)
    const anchor = slot === 0 ? 'start' : x > WIDTH - 60 ? 'end' : 'middle'
    return `<text${middle} x="${round(x)}" y="${HEIGHT - 8}" text-anchor="${anchor}">${label(first.at + slot * lengthMs)}</text>`
  })
  const base = HEIGHT - BOTTOM + 0.5
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Messages accepted over time; the most in one stretch: ${most}">
<text x="0" y="16">${most.toLocaleString('en-US')}</text>
<line class="top" x1="0" y1="${TOP + 0.5}" x2="${WIDTH}" y2="${TOP + 0.5}"/>
<g class="columns">${columns.join('')}</g>
<line x1="0" y1="${base}" x2="${WIDTH}" y2="${base}"/>
${ticks.join('\n')}
</svg>`
}

const round = (value: number) => Math.round(value * 100) / 100

/** Four at most, the first and the last among them. */
function ticksOf(slots: number): readonly number[] {
  if (slots < 4) return [0]
  return [0, Math.round(slots / 3), Math.round((2 * slots) / 3), slots]
}
