// Colours turned over in lightness, their hue kept (OKLab). https://bottosson.github.io/posts/oklab/

export interface Colour {
  /** 0 to 1. */
  readonly lightness: number
  readonly a: number
  readonly b: number
  readonly alpha: number
}

/** Programs leave black and white out: these are their ends. */
const DARKEST = 0.23
const LIGHTEST = 0.97
/** Bends the scale so that ink, which is seldom black, still comes out near white. */
const BEND = 0.55

export const isLight = (lightness: number): boolean => lightness > 0.55
export const isDark = (lightness: number): boolean => lightness < 0.62

export function invert({ lightness, a, b, alpha }: Colour): Colour {
  const turned = Math.max(0, 1 - lightness) ** (lightness < 0.5 ? BEND : 1)
  return { lightness: DARKEST + turned * (LIGHTEST - DARKEST), a, b, alpha }
}

/** @param text as `getComputedStyle` gives it: `rgb(1, 2, 3)` or `rgba(1, 2, 3, 0.4)`. */
export function fromCss(text: string): Colour | undefined {
  const parts = /^rgba?\(([^)]*)\)/
    .exec(text)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number)
  if (text.startsWith('#')) {
    const [r = 0, g = 0, b = 0] =
      text
        .slice(1)
        .match(/../g)
        ?.map((hex) => Number.parseInt(hex, 16)) ?? []
    return fromRgb(r, g, b, 1)
  }
  if (!parts) return undefined
  const [r = 0, g = 0, b = 0, alpha = 1] = parts
  return fromRgb(r, g, b, alpha)
}

function fromRgb(red: number, green: number, blue: number, alpha: number): Colour {
  const linear = (value: number) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    alpha,
  }
}

export function toCss({ lightness, a, b, alpha }: Colour): string {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const byte = (value: number) => {
    const part = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
    return Math.round(Math.min(1, Math.max(0, part)) * 255)
  }
  const rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map(byte)
  return alpha < 1 ? `rgba(${rgb.join(', ')}, ${alpha})` : `rgb(${rgb.join(', ')})`
}
