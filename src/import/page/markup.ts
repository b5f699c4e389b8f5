// What a page's markup says a stretch of text is: by elements, roles and the class names that sites use.

import type { Hint } from '../block.ts'
import { type Element, find, upward } from './tree.ts'

export interface Landmark {
  readonly why: string
  /** It is so whatever Readability thinks. */
  readonly sure: boolean
}

/** What a piece is about, as WordPress and others write it: a piece on newsletters is no offer of one. */
const ABOUT = /(?:^|\s)(?:category|cat|tag|topic|term)-(?!list\b|links\b)\S+/gi
const names = ({ attributes }: Element) =>
  `${(attributes.class ?? '').replace(ABOUT, ' ')} ${attributes.id ?? ''}`

const word = (list: string) => new RegExp(`(?:^|[\\s_-])(?:${list})(?=$|[\\s_-])`, 'i')

/** They may be longer than the piece. */
export const COMMENTS = 'comments'

const AROUND: readonly (readonly [RegExp, string])[] = [
  [word('cookies?|consent|gdpr|onetrust|rgpd|dsgvo'), 'cookie notice'],
  [
    word(
      'newsletter|subscribe|subscription|signup|sign-up|paywall|abo|abonnement|abonner|suscripcion|boletin|infolettre',
    ),
    'subscription offer',
  ],
  [
    word('share|sharing|social|sharedaddy|addtoany|teilen|partage|partager|compartir'),
    'share buttons',
  ],
  [
    word(
      'related|recommended|recirc|more-stories|read-more|most-read|outbrain|taboola|trending|popular|a-lire|lire-aussi|relacionad[ao]s?|mas-leid[ao]s?|meistgelesen',
    ),
    'related stories',
  ],
  [word('comments?|disqus|respond|discussion|commentaires?|comentarios?|kommentare?'), COMMENTS],
  [word('ad|ads|advert|advertisement|sponsored|dfp|adsense|werbung|publicidad'), 'advertisement'],
  [word('tags|tag-list|categories'), 'tags'],
  [word('breadcrumbs?|pagination|pager|menu|navbar|toolbar|skip-link'), 'page navigation'],
  [word('bio|author-(?:bio|box|info)|about-(?:the-)?author'), 'about the writer'],
  [word('masthead'), 'head of the page'],
  [word('foot|footer|colophon|impressum'), 'foot of the page'],
]
const TAGS: Readonly<Record<string, Landmark>> = {
  nav: { why: 'page navigation', sure: true },
  footer: { why: 'foot of the page', sure: false },
  aside: { why: 'beside the piece', sure: false },
  form: { why: 'a form', sure: true },
  button: { why: 'a button', sure: true },
  dialog: { why: 'a dialog', sure: true },
  header: { why: 'head of the page', sure: false },
}
const ROLES: Readonly<Record<string, Landmark>> = {
  navigation: { why: 'page navigation', sure: true },
  banner: { why: 'head of the page', sure: false },
  contentinfo: { why: 'foot of the page', sure: false },
  complementary: { why: 'beside the piece', sure: false },
  search: { why: 'a form', sure: true },
  dialog: { why: 'a dialog', sure: true },
}

/** What a class or an id is called says the same on every element that has it. */
const called = new Map<string, Landmark | 'none'>()
const MOST_CALLED = 5_000
const owns = new WeakMap<Element, Landmark | 'none'>()

/** What an element is for by itself, where that is not for the piece. */
export function ownLandmark(element: Element): Landmark | undefined {
  let own = owns.get(element)
  if (own === undefined) {
    own =
      (isPage(element) ? 'none' : TAGS[element.tag]) ??
      ROLES[element.attributes.role ?? ''] ??
      namedLandmark(element) ??
      'none'
    owns.set(element, own)
  }
  return own === 'none' ? undefined : own
}

/** Some systems make of all that is on a page one form. */
const isPage = (element: Element) => element.tag === 'form' && find(element, 'h1').length > 0

/** A body that says which kind of page it is names no part. */
function namedLandmark(element: Element): Landmark | undefined {
  const { tag, attributes } = element
  if (!attributes.class && !attributes.id) return undefined
  if (tag === 'body' || tag === 'html' || tag === 'article') return undefined
  const name = names(element)
  const known = called.get(name)
  if (known !== undefined) return known === 'none' ? undefined : known
  const found = AROUND.find(([pattern]) => pattern.test(name))
  const landmark = found && { why: found[1], sure: false }
  if (called.size < MOST_CALLED) called.set(name, landmark ?? 'none')
  return landmark
}

/**
 * What the nearest part of the page around it is for, where it is not for the piece.
 * @param region of the piece: what that itself stands in says nothing (some pages are one form).
 */
export function landmarkOf(element: Element, region: Element): Landmark | undefined {
  const chain = [...upward(element)]
  const end = chain.indexOf(region)
  const around = end < 0 ? chain : chain.slice(0, end)
  const piece = around.findIndex(({ tag }) => tag === 'article')
  for (const at of piece < 0 ? around : around.slice(0, piece)) {
    // A header within an article is the article's.
    const own = at.tag === 'header' && (piece >= 0 || end >= 0) ? undefined : ownLandmark(at)
    if (own) return own
  }
  return undefined
}

const HINTS: readonly (readonly [RegExp, Hint, number])[] = [
  [
    word('headline|entry-title|article-title|post-title|story-title|article__title'),
    'headline',
    300,
  ],
  [word('kicker|eyebrow|overline|rubric|dachzeile|surtitle'), 'kicker', 80],
  [
    word(
      'standfirst|dek|deck|subtitle|subheadline|sub-title|subhead(?:ing)?|lede|lead|chapo|entradilla|article__summary',
    ),
    'standfirst',
    500,
  ],
  [word('byline|author|authors|by-line|auteur|autor'), 'byline', 120],
  [word('dateline|date|published|pubdate|timestamp|posted-on|post-date'), 'published', 90],
  [word('caption|wp-caption-text|credit|photo-credit|legende'), 'caption', 400],
]

/** @param text of the block that stands in it: a hint for a line does not hold for a whole piece. */
export function saysHint(holder: Element, text: string): Hint | undefined {
  let steps = 0
  for (const at of upward(holder)) {
    if (steps++ > 3 || at.tag === 'article' || at.tag === 'main' || at.tag === 'body')
      return undefined
    const { itemprop = '', rel = '' } = at.attributes
    if (/(?:^|\s)headline(?:\s|$)/.test(itemprop) || at.tag === 'h1') return 'headline'
    if (at.tag === 'figcaption') return 'caption'
    if (/^h[2-6]$/.test(at.tag)) return undefined
    if (/(?:^|\s)author(?:\s|$)/.test(`${itemprop} ${rel}`) && text.length <= 120) return 'byline'
    if ((at.tag === 'time' || /datePublished/.test(itemprop)) && text.length <= 90)
      return 'published'
    const found = HINTS.find(([pattern, , most]) => text.length <= most && pattern.test(names(at)))
    if (found) return found[1]
  }
  return undefined
}
