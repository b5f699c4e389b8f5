// A letter that is a picture: filters take it for spam, and with images off nothing of it is left.

import { all, wordsIn } from '../html/document.ts'
import type { Rule } from '../rule.ts'

/** Characters of text. SpamAssassin scores under 400 (HTML_IMAGE_ONLY_04). */
const LEAST = 400
/** Characters a pixel of picture. SpamAssassin scores under 0.002 (HTML_IMAGE_RATIO_02). */
const LEAST_SHARE = 0.002
/** Pixels: smaller ones are icons. */
const PICTURE = 10_000

export const imageToText: Rule = {
  id: 'image-to-text',
  level: 'warning',
  about: 'There is enough text beside the pictures for filters, and for readers who see no images.',
  mend: 'Say in words what the pictures say.',
  check(letter) {
    const { document } = letter.sample
    const pixels = all(document, 'img')
      .map(({ attribs: { width, height, src } }) => {
        const known = letter.rendered.images.find((image) => image.src === src)
        return known
          ? known.width * known.height
          : (Number.parseInt(width ?? '', 10) || 0) * (Number.parseInt(height ?? '', 10) || 0)
      })
      .filter((area) => area >= PICTURE)
      .reduce((sum, area) => sum + area, 0)
    if (pixels === 0) return []
    const alts = all(document, 'img').reduce(
      (sum, { attribs }) => sum + (attribs.alt ?? '').length,
      0,
    )
    const text = wordsIn(document).length - alts
    // A Korean or Chinese letter says in one character what takes three in English.
    const weight = /[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/.test(wordsIn(document))
      ? 2.5
      : 1
    if (text * weight >= LEAST && (text * weight) / pixels >= LEAST_SHARE) return []
    return [
      {
        message: `there are only ${text.toLocaleString('en-US')} characters of text beside the pictures, which filters take for spam`,
        mend: 'Say in words what the pictures say.',
      },
    ]
  },
}
