// Pictures are most of what a letter weighs: on a phone abroad somebody pays for them.

import type { Letter } from '../letter.ts'
import { escaped } from '../places.ts'
import type { Report, Rule } from '../rule.ts'

/** Octets. */
const MOST_ONE = 400_000
const MOST_ALL = 1_500_000
/** Where servers begin to refuse a message for its size: 10 MB. */
const MOST_MESSAGE = 10_000_000

export const imageWeight: Rule = {
  id: 'image-weight',
  level: 'warning',
  about: 'No picture is heavier than 400 kB, all together weigh at most 1.5 MB.',
  mend: 'Take a picture with less detail, or show fewer.',
  async check(letter) {
    const { images } = letter.rendered
    const kB = (bytes: number) => `${Math.round(bytes / 1000).toLocaleString('en-US')} kB`
    const reports: Report[] = images
      .filter(({ bytes }) => bytes.length > MOST_ONE)
      .map((image) => ({
        message: `the picture ${image.name} weighs ${kB(image.bytes.length)}`,
        mend:
          image.type === 'image/gif'
            ? 'Shorten the animation, or show a still.'
            : 'Take one with less detail; photographs are best as JPEG.',
        ...placeOfImage(letter, image.name),
      }))
    const total = images.reduce((sum, { bytes }) => sum + bytes.length, 0)
    if (total > MOST_ALL) {
      reports.push({
        message: `the ${images.length} pictures weigh ${kB(total)} together`,
        mend: 'Show fewer, or smaller ones.',
      })
    }
    const { bytes } = await letter.message()
    if (bytes.length > MOST_MESSAGE) {
      reports.push({
        level: 'error',
        message: `the message is ${kB(bytes.length)}, which many servers refuse`,
        mend: 'Set "images: link" in newsletter.yaml, or show fewer pictures.',
      })
    }
    return reports
  },
}

/** Where a picture was pointed to; its name in the letter begins with that of the file. */
export function placeOfImage(letter: Letter, name: string) {
  const base = name.replace(/-[0-9a-f]{8}\.\w+$/, '')
  return letter.places.inContent(
    new RegExp(`(?<![\\w-])${escaped(base).replace(/-/g, '[^/]')}\\.\\w+`, 'i'),
  )
}
