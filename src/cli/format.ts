// Numbers as people read them in a terminal: grouped, sizes in kB, durations in words.

/** `12,345` */
export const grouped = (count: number): string => count.toLocaleString('en-US')

/** `1 reader`, `2 readers` */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** @param bytes `37.8 kB`, `412 bytes` */
export function size(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte')
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** In the two largest units: `2 minutes 5 seconds`, `under a second`. */
export function duration(ms: number): string {
  if (ms < 1000) return 'under a second'
  const seconds = Math.round(ms / 1000)
  const units = [
    { name: 'day', length: 86_400 },
    { name: 'hour', length: 3600 },
    { name: 'minute', length: 60 },
    { name: 'second', length: 1 },
  ]
  const first = units.findIndex(({ length }) => seconds >= length)
  let rest = seconds
  return units
    .slice(first, first + 2)
    .map(({ name, length }) => {
      const count = Math.floor(rest / length)
      rest -= count * length
      return count > 0 ? counted(count, name) : ''
    })
    .filter((text) => text !== '')
    .join(' ')
}
