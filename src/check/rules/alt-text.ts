// What a picture says to who does not see it. That content has alt texts is seen to when it is read; what
// templates add is looked at here, and whether the text is one.

import { all } from '../html/document.ts'
import type { Report, Rule } from '../rule.ts'

const FILE_NAME = /^[\w .()-]+\.(?:jpe?g|png|gif|webp|svg|avif|heic|bmp|tiff?)$/i
const CAMERA =
  /^(?:img|dsc|dscn|dscf|pxl|screenshot|screen shot|untitled|image|photo|picture|bild|imagen|foto)[\s_-]*\d*$/i

export const altText: Rule = {
  id: 'alt-text',
  level: 'error',
  about: 'Every picture has an alt text, which says what it shows; empty where it is decoration.',
  mend: 'Say what the picture shows; write `alt: ""` where it is mere decoration.',
  async check(letter) {
    const reports: Report[] = []
    const seen = new Set<string>()
    for (const { document } of letter.copies) {
      for (const image of all(document, 'img', 'area')) {
        const { alt, src = '', role } = image.attribs
        const key = `${src}\n${alt}`
        if (seen.has(key) || (image.name === 'area' && image.attribs['aria-label'])) continue
        seen.add(key)
        if (alt === undefined && role !== 'presentation' && role !== 'none') {
          reports.push({
            message: `the picture "${src.length > 60 ? `${src.slice(0, 60)}…` : src}" has no alt text`,
            mend: 'Say what it shows; write alt="" where it is mere decoration.',
            ...(await letter.places.ofElement(image)),
          })
        } else if (alt && (FILE_NAME.test(alt.trim()) || CAMERA.test(alt.trim()))) {
          reports.push({
            level: 'warning',
            message: `the alt text "${alt}" is a name for a file, not what the picture shows`,
            mend: 'Say what it shows.',
            ...(await letter.places.ofElement(image)),
          })
        }
      }
    }
    return reports
  },
}
