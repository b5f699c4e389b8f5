// Gmail shows the first 102 kB of a letter's HTML and puts the rest behind a link; what counts whether it was
// opened, and the way to leave, stand behind it too.

import { sizeParts } from '../html/size.ts'
import type { Copy } from '../letter.ts'
import type { Report, Rule } from '../rule.ts'

/** Octets. */
const LIMIT = 102_000
const NEAR = 92_000

export const gmailClip: Rule = {
  id: 'gmail-clip',
  level: 'error',
  about: 'The HTML stays under 102 kB for the reader whose letter is longest, or Gmail cuts it.',
  mend: 'Leave a piece out, or put it on the web and link to it.',
  check(letter) {
    const bytes = (copy: Copy) => Buffer.byteLength(copy.html)
    const { sample, widest } = letter
    const longest = bytes(widest) > bytes(sample) ? widest : sample
    if (bytes(longest) < NEAR) return []
    const { total, ...rest } = sizeParts(longest.html, longest.document)
    const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
    const names = {
      words: 'words',
      markup: 'tags',
      inlineStyles: 'styles in tags',
      styleSheets: 'style sheets',
      outlook: 'comments for Outlook',
      addresses: 'addresses',
    }
    const largest = (Object.entries(rest) as [keyof typeof names, number][])
      .sort(([, a], [, b]) => b - a)
      .slice(0, 3)
      .map(([part, bytes]) => `${names[part]} ${kB(bytes)}`)
      .join(', ')
    const over = total > LIMIT
    return [
      {
        message: `the HTML is ${kB(total)}, ${over ? 'more than the 102 kB that Gmail shows' : 'close to the 102 kB at which Gmail cuts'} (${largest})`,
        mend: 'Leave something out, or put it on the web and link to it.',
        ...(over ? {} : { level: 'warning' }),
      } satisfies Report,
    ]
  },
}
