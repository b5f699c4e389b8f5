// A picture that no reader's client can fetch: a path of this machine, data in the address, a part that the
// message does not have.

import { all } from '../html/document.ts'
import type { Letter } from '../letter.ts'
import { isLocalHost } from '../links/addresses.ts'
import type { Report, Rule } from '../rule.ts'

export const imageSource: Rule = {
  id: 'image-source',
  level: 'error',
  about: 'Every picture comes with the message or from a public https address.',
  mend: 'Point to an image file from the issue, or to a public https address.',
  async check(letter) {
    const reports: Report[] = []
    const seen = new Set<string>()
    for (const { document } of letter.copies) {
      for (const image of all(document, 'img')) {
        const src = (image.attribs.src ?? '').trim()
        if (seen.has(src)) continue
        seen.add(src)
        const wrong = problemOf(letter, src)
        if (wrong) reports.push({ ...wrong, ...(await letter.places.ofElement(image)) })
      }
    }
    return reports
  },
}

function problemOf(letter: Letter, src: string): Report | undefined {
  if (src === '') {
    return {
      message: 'a picture has no address',
      mend: 'Point to an image file in the issue, or take the picture out.',
    }
  }
  const shown = src.length > 60 ? `${src.slice(0, 60)}…` : src
  if (/^data:/i.test(src)) {
    return {
      message: 'a picture stands in its own address, and Gmail does not show such',
      mend: 'Keep it as a file and point to it from the issue.',
    }
  }
  if (/^cid:/i.test(src)) {
    return letter.rendered.images.some((image) => image.src === src)
      ? undefined
      : {
          message: `the picture "${shown}" is not in the message`,
          mend: 'Point to an image file from the issue.',
        }
  }
  const url = URL.parse(src)
  if (!url || !/^https?:$/.test(url.protocol)) {
    return {
      message: `the picture "${shown}" is at no address of the web`,
      mend: 'Point to an image file from the issue, or write the address whole: https://….',
    }
  }
  if (isLocalHost(url.hostname)) {
    return {
      message: `the picture "${shown}" is where no reader can get it`,
      mend: 'Put it on a public address.',
    }
  }
  return url.protocol === 'http:'
    ? {
        level: 'warning',
        message: `the picture "${shown}" comes over http, and some clients do not show it`,
        mend: 'Write https.',
      }
    : undefined
}
