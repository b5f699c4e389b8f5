// The colours of a new publication from one colour that somebody likes: its own where it can be read, a darker one
// for paper and a lighter one for the dark where it cannot. Text is set in the colour, so it needs 4.5:1.

export interface Accents {
  /** `#rrggbb` on the light paper. */
  readonly light: string
  /** `#rrggbb` on the dark paper. */
  readonly dark: string
}

/** Colours by name, for whoever has none in mind. */
export const COLOURS: Readonly<Record<string, string>> = {
  brick: '#9c3b1b',
  ink: '#27496d',
  forest: '#2f5d3a',
  plum: '#6f3060',
  slate: '#48525c',
}

export const MIN_CONTRAST = 4.5

type Rgb = readonly [number, number, number]

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb
const hexOf = (rgb: Rgb) =>
  `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2: from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(rgbOf(a)), luminance(rgbOf(b))].sort((x, y) => x - y) as [
    number,
    number,
  ]
  return (high + 0.05) / (low + 0.05)
}

/** As little of `towards` as makes it readable on every one of the grounds. */
function readable(colour: string, towards: string, grounds: readonly string[]): string {
  const [from, to] = [rgbOf(colour), rgbOf(towards)]
  for (let share = 0; share <= 100; share += 4) {
    const mixed = hexOf(
      from.map(
        (value, at) => value + ((to[at] as number) - value) * (share / 100),
      ) as unknown as Rgb,
    )
    if (grounds.every((ground) => contrast(mixed, ground) >= MIN_CONTRAST)) return mixed
  }
  return towards
}

/**
 * @param colour `#rrggbb`.
 * @param papers what it is set on, by day and by night.
 */
export function accentsOf(
  colour: string,
  papers: { readonly light: readonly string[]; readonly dark: readonly string[] },
): Accents {
  return {
    light: readable(colour, '#000000', papers.light),
    dark: readable(colour, '#ffffff', papers.dark),
  }
}
