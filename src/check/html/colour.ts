// Colours of CSS as numbers, laid over one another, and the contrast between two: WCAG 2.2.

/** 0 to 255 each, alpha 0 to 1. */
export interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly alpha: number
}

export const WHITE: Colour = { red: 255, green: 255, blue: 255, alpha: 1 }
export const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 }

/** The names that letters use; whoever writes `papayawhip` is not judged. */
const NAMES: Readonly<Record<string, string>> = {
  aqua: '#00ffff',
  beige: '#f5f5dc',
  black: '#000000',
  blue: '#0000ff',
  brown: '#a52a2a',
  crimson: '#dc143c',
  cyan: '#00ffff',
  darkblue: '#00008b',
  darkgray: '#a9a9a9',
  darkgreen: '#006400',
  darkgrey: '#a9a9a9',
  darkred: '#8b0000',
  dimgray: '#696969',
  dimgrey: '#696969',
  fuchsia: '#ff00ff',
  gold: '#ffd700',
  gray: '#808080',
  green: '#008000',
  grey: '#808080',
  indigo: '#4b0082',
  ivory: '#fffff0',
  khaki: '#f0e68c',
  lightblue: '#add8e6',
  lightgray: '#d3d3d3',
  lightgreen: '#90ee90',
  lightgrey: '#d3d3d3',
  lightyellow: '#ffffe0',
  lime: '#00ff00',
  linen: '#faf0e6',
  magenta: '#ff00ff',
  maroon: '#800000',
  midnightblue: '#191970',
  navy: '#000080',
  olive: '#808000',
  orange: '#ffa500',
  orangered: '#ff4500',
  pink: '#ffc0cb',
  purple: '#800080',
  red: '#ff0000',
  royalblue: '#4169e1',
  salmon: '#fa8072',
  silver: '#c0c0c0',
  slategray: '#708090',
  slategrey: '#708090',
  snow: '#fffafa',
  steelblue: '#4682b4',
  tan: '#d2b48c',
  teal: '#008080',
  tomato: '#ff6347',
  turquoise: '#40e0d0',
  violet: '#ee82ee',
  wheat: '#f5deb3',
  white: '#ffffff',
  whitesmoke: '#f5f5f5',
  yellow: '#ffff00',
}

/** @returns undefined for what is no colour, or none that can be told here (`currentcolor`, `lab()`). */
export function readColour(text: string): Colour | undefined {
  const value = text.trim().toLowerCase()
  if (value === 'transparent') return { ...BLACK, alpha: 0 }
  const named = Object.hasOwn(NAMES, value) ? NAMES[value] : undefined
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(named ?? value)?.[1]
  if (hex) return fromHex(hex)
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(value)
  if (!call) return undefined
  const parts = (call[2] as string).split(/[\s,/]+/).filter(Boolean)
  const [first, second, third, alpha = '1'] = parts
  if (first === undefined || second === undefined || third === undefined) return undefined
  const opacity = alpha.endsWith('%') ? Number.parseFloat(alpha) / 100 : Number(alpha)
  const channel = (part: string) =>
    part.endsWith('%') ? (Number.parseFloat(part) / 100) * 255 : Number(part)
  const colour =
    call[1] === 'rgb'
      ? { red: channel(first), green: channel(second), blue: channel(third), alpha: opacity }
      : fromHsl(
          Number.parseFloat(first),
          Number.parseFloat(second) / 100,
          Number.parseFloat(third) / 100,
          opacity,
        )
  return Object.values(colour).some(Number.isNaN) ? undefined : colour
}

function fromHex(hex: string): Colour {
  const digits = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex
  const at = (index: number) => Number.parseInt(digits.slice(index, index + 2), 16)
  return {
    red: at(0),
    green: at(2),
    blue: at(4),
    alpha: digits.length === 8 ? at(6) / 255 : 1,
  }
}

/** CSS Color 4 section 7.1. */
function fromHsl(hue: number, saturation: number, lightness: number, alpha: number): Colour {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    const a = saturation * Math.min(lightness, 1 - lightness)
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return { red: channel(0), green: channel(8), blue: channel(4), alpha }
}

/** What is seen where `top` lies over an opaque ground. */
export function over(top: Colour, ground: Colour, opacity = 1): Colour {
  const alpha = top.alpha * opacity
  const mix = (a: number, b: number) => a * alpha + b * (1 - alpha)
  return {
    red: mix(top.red, ground.red),
    green: mix(top.green, ground.green),
    blue: mix(top.blue, ground.blue),
    alpha: 1,
  }
}

/** 1 to 21: WCAG 2.2, contrast ratio. */
export function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance({ red, green, blue }: Colour): number {
  const linear = (channel: number) => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** `#rrggbb` */
export function hexOf({ red, green, blue }: Colour): string {
  return `#${[red, green, blue]
    .map((channel) => Math.round(channel).toString(16).padStart(2, '0'))
    .join('')}`
}
