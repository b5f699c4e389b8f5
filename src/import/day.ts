// Days as issues carry them: `YYYY-MM-DD`, in the time of the machine that asks.

/** @param at any moment; its day where this machine is. */
export function dayOf(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
