// Tables of a benchmark: figures as medians, each beside the peer it is compared with, measured in the same run.

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

export interface Row {
  readonly what: string
  readonly value: string
  /** What it is to be, and whether it is. */
  readonly asked?: string
  readonly met?: boolean
}

export function printTable(title: string, rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ what }) => what.length))
  const valueWidth = Math.max(...rows.map(({ value }) => value.length))
  console.log(`\n${title}`)
  for (const { what, value, asked, met } of rows) {
    const verdict =
      asked === undefined ? '' : `  asked ${asked}: ${met ? 'reached' : 'not reached'}`
    console.log(`  ${what.padEnd(width)}  ${value.padStart(valueWidth)}${verdict}`)
  }
}

export const ratio = (value: number, most: number, what: string): Row => ({
  what,
  value: `${value.toFixed(2)}x`,
  asked: `at most ${most}x`,
  met: value <= most,
})
