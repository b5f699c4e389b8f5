// What the publication knows of its readers, in their language, as it is set up: a page of its own and of the archive.

import type { Project } from '../project/project.ts'
import type { Pages } from './pages.ts'

export function privacyPage(
  { name, replyTo, from, countClicks }: Project,
  pages: Pages,
  lang: string,
) {
  const words = pages.phrases(lang)
  const values = { publication: name, address: (replyTo ?? from).address }
  const clicks = countClicks ? 'privacy_clicks' : 'privacy_no_clicks'
  return pages.page('notice', lang, {
    title: words.t('privacy_title', values),
    texts: ['privacy_held', 'privacy_letters', clicks, 'privacy_pages', 'privacy_ask'].map((key) =>
      words.t(key, values),
    ),
  })
}
