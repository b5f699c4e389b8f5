// Which features of caniemail's list a letter uses: of CSS by property, value, unit, selector and at-rule, of HTML
// by element and attribute, of pictures by format. Each with a pattern by which it is found where it was written.

import type { Declaration, Sheet } from '../html/css.ts'
import { readDeclarations } from '../html/css.ts'
import { type Document, type Element, elements } from '../html/document.ts'
import { escaped } from '../places.ts'

export interface Use {
  /** caniemail's name of the feature. */
  readonly slug: string
  /** As it stands in the letter: `display: flex`. */
  readonly shown: string
  /** Finds it in MJML. */
  readonly written: RegExp
}

/** Once each, as first met. */
export function usesOf(document: Document, sheets: readonly Sheet[]): ReadonlyMap<string, Use> {
  const uses = new Map<string, Use>()
  const add = (slug: string, shown: string, written: RegExp) => {
    if (!uses.has(slug)) uses.set(slug, { slug, shown, written })
  }
  for (const { rules, atRules } of sheets) {
    for (const { name, prelude } of atRules) atRule(name, prelude, add)
    for (const { selectors, declarations } of rules) {
      for (const { text } of selectors) selector(text, add)
      for (const each of declarations) declaration(each, add)
    }
  }
  const seen = new Set<string>()
  for (const element of elements(document)) {
    markup(element, add)
    const { style } = element.attribs
    if (!style || seen.has(style)) continue
    seen.add(style)
    for (const each of readDeclarations(style)) declaration(each, add)
  }
  return uses
}

type Add = (slug: string, shown: string, written: RegExp) => void

/** Properties that caniemail tests together, or under another name. */
const PROPERTIES: readonly (readonly [RegExp, string])[] = [
  [/^block-size$/, 'css-block-inline-size'],
  [/^border(-(top|right|bottom|left))?(-(width|style|color))?$/, 'css-border'],
  [/^border-(top|bottom)-(left|right)-radius$/, 'css-border-radius'],
  [/^border-(start|end)-(start|end)-radius$/, 'css-border-radius-logical'],
  [/^border-(inline|block)(-(width|style|color))?$/, 'css-border-inline-block'],
  [/^border-(inline|block)-(start|end)$/, 'css-border-inline-block-individual'],
  [/^border-(inline|block)-(start|end)-\w+$/, 'css-border-inline-block-longhand'],
  [/^border-image-/, 'css-border-image'],
  [/^(columns|column-(fill|rule|rule-\w+|span|width))$/, 'css-column-layout-properties'],
  [/^(gap|column-gap|row-gap|grid-gap)$/, 'css-gap'],
  [/^grid-template/, 'css-grid-template'],
  [/^(top|right|bottom|left)$/, 'css-left-right-top-bottom'],
  [/^inset/, 'css-inset'],
  [/^margin-(top|right|bottom|left)$/, 'css-margin'],
  [/^margin-(inline|block)$/, 'css-margin-inline-block'],
  [/^margin-inline-(start|end)$/, 'css-margin-inline-start-end'],
  [/^margin-block-(start|end)$/, 'css-margin-block-start-end'],
  [/^padding-(top|right|bottom|left)$/, 'css-padding'],
  [/^padding-(inline|block)$/, 'css-padding-inline-block'],
  [/^padding-inline-(start|end)$/, 'css-padding-inline-start-end'],
  [/^padding-block-(start|end)$/, 'css-padding-block-start-end'],
  [/^overflow-[xy]$/, 'css-overflow'],
  [/^outline-(color|style|width)$/, 'css-outline'],
  [/^scroll-(snap|margin|padding)/, 'css-scroll-snap'],
  [/^animation-/, 'css-animation'],
  [/^transition-/, 'css-transition'],
  [/^transform-/, 'css-transform'],
  [/^text-emphasis-(color|style)$/, 'css-text-emphasis'],
  [/^mask$/, 'css-mask-image'],
  [/^--/, 'css-variables'],
]

const FUNCTIONS: Readonly<Record<string, string>> = {
  calc: 'css-unit-calc',
  clamp: 'css-function-clamp',
  'conic-gradient': 'css-conic-gradient',
  'light-dark': 'css-function-light-dark',
  'linear-gradient': 'css-linear-gradient',
  max: 'css-function-max',
  min: 'css-function-min',
  'radial-gradient': 'css-radial-gradient',
  rgb: 'css-rgb',
  rgba: 'css-rgba',
  lab: 'css-modern-color',
  lch: 'css-modern-color',
  oklab: 'css-modern-color',
  oklch: 'css-modern-color',
  var: 'css-variables',
}
const UNITS = new Set('ch,cm,em,ex,in,mm,pc,percent,pt,px,rem,vh,vmax,vmin,vw'.split(','))

function declaration({ property, value, important }: Declaration, add: Add): void {
  // Vendors' own are written for those who know them.
  if (/^-(?!-)|^mso-/.test(property)) return
  // A line that breaks after all is a line; text whose breaks and spaces are lost is not the same text.
  if (property === 'white-space' && /^(normal|nowrap)$/i.test(value)) return
  const group = PROPERTIES.find(([names]) => names.test(property))
  add(group?.[1] ?? `css-${property}`, property, propertyPattern(property))
  if (important) add('css-important', '!important', /!\s*important/i)
  const said = value.toLowerCase()
  const pair = new RegExp(`${escaped(property)}\\s*:\\s*${escaped(said.split(/\s/)[0] ?? '')}`, 'i')
  if (property === 'display') {
    const kind = /^(?:inline-)?(flex|grid)$|^(none)$/.exec(said)
    if (kind) add(`css-display-${kind[1] ?? kind[2]}`, `display: ${said}`, pair)
  }
  const bare = said.replace(/url\([^)]*\)|"[^"]*"|'[^']*'/g, ' ')
  for (const [, name = ''] of bare.matchAll(/(?<![\w-])([a-z][a-z-]*)\(/g)) {
    const slug = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined
    if (slug) add(slug, `${name}()`, new RegExp(`(?<![\\w-])${name}\\(`, 'i'))
  }
  for (const [whole, unit = ''] of bare.matchAll(
    /(?<![\w#.-])-?(?:\d*\.)?\d+(%|[a-z]+)(?![\w-])/g,
  )) {
    const name = unit === '%' ? 'percent' : unit
    if (UNITS.has(name))
      add(`css-unit-${name}`, whole, new RegExp(`\\d${escaped(unit)}(?![\\w-])`, 'i'))
  }
  if (/\b(?:fit|min|max)-content\b/.test(bare)) add('css-intrinsic-size', said, pair)
  if (/(?<![\w-])initial(?![\w-])/.test(bare)) add('css-unit-initial', `${property}: initial`, pair)
  if (/(?<![\w-])(?:system-ui|ui-(?:serif|sans-serif|rounded|monospace))/.test(bare))
    add('css-sytem-ui', said, /system-ui|ui-(?:serif|sans-serif|rounded|monospace)/)
}

/** A property of CSS; as an attribute of MJML it is MJML's to see through. */
const propertyPattern = (property: string) =>
  new RegExp(`(?<![\\w-])${escaped(property)}\\s*:`, 'i')

function atRule(name: string, prelude: string, add: Add): void {
  const written = new RegExp(`@${name}\\b`, 'i')
  if (name !== 'media') {
    add(`css-at-${name}`, `@${name}`, written)
    return
  }
  add('css-at-media', '@media', written)
  const FEATURES: readonly (readonly [RegExp, string])[] = [
    [/device-pixel-ratio|min-resolution/, 'css-at-media-device-pixel-ratio'],
    [/(?:any-)?hover/, 'css-at-media-hover'],
    [/orientation/, 'css-at-media-orientation'],
    [/prefers-color-scheme/, 'css-at-media-prefers-color-scheme'],
    [/prefers-reduced-motion/, 'css-at-media-prefers-reduced-motion'],
  ]
  for (const [feature, slug] of FEATURES)
    if (feature.test(prelude)) add(slug, `@media ${prelude}`, feature)
}

const COMBINATORS: readonly (readonly [RegExp, string, string])[] = [
  [/\S\s*\+\s*\S/, 'css-selector-adjacent-sibling', '+'],
  [/\S\s*>\s*\S/, 'css-selector-child', '>'],
  [/\S\s*~\s*[^=\s]/, 'css-selector-general-sibling', '~'],
  [/\[[^\]]+\]/, 'css-selector-attribute', '[…]'],
  [/#[\w-]/, 'css-selector-id', '#…'],
  [/\.[\w-]/, 'css-selector-class', '.…'],
  [/\*/, 'css-selector-universal', '*'],
]

function selector(text: string, add: Add): void {
  const plain = text.replace(/\[[^\]]*\]/g, '[x]')
  for (const [shape, slug, shown] of COMBINATORS) {
    if (shape.test(plain)) add(slug, `the selector ${shown}`, new RegExp(escaped(shown[0] ?? '')))
  }
  for (const [, colons = '', name = ''] of plain.matchAll(/(::?)([a-z-]+)/gi)) {
    const element = colons === '::' || /^(before|after|first-letter|first-line)$/.test(name)
    add(
      `css-pseudo-${element ? 'element' : 'class'}-${name.toLowerCase()}`,
      `${colons}${name}`,
      new RegExp(`::?${escaped(name)}`, 'i'),
    )
  }
}

/** Elements that caniemail tests together. */
const ELEMENTS: readonly (readonly [RegExp, string])[] = [
  [/^h[1-6]$/, 'html-h1-h6'],
  [/^(ul|ol|dl)$/, 'html-lists'],
  [
    /^(article|aside|details|figcaption|figure|footer|header|main|mark|nav|section|summary|time)$/,
    'html-semantics',
  ],
  [/^(map|area)$/, 'html-image-maps'],
  [/^(source)$/, 'html-picture'],
  [/^(s|strike)$/, 'html-strike'],
]
const ATTRIBUTES = new Set(
  'align,aria-describedby,aria-hidden,aria-label,aria-labelledby,aria-live,background,cellpadding,cellspacing,dir,height,hidden,lang,loading,popover,required,role,srcset,target,valign,width'.split(
    ',',
  ),
)
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^data:/, 'image-base64'],
  [/\.jpe?g$/, 'image-jpg'],
  [/\.heics?$|\.heif$/, 'image-heif'],
  [/\.tiff?$/, 'image-tiff'],
  [/\.(png|gif|webp|avif|svg|bmp|ico|mp4|apng)$/, 'image-'],
]

function markup({ name, attribs }: Element, add: Add): void {
  const written = new RegExp(`<${name}\\b`, 'i')
  const kind = attribs.type?.toLowerCase() ?? (name === 'button' ? 'submit' : 'text')
  const group = ELEMENTS.find(([names]) => names.test(name))?.[1]
  const slug =
    group ?? (name === 'input' || name === 'button' ? `html-${name}-${kind}` : `html-${name}`)
  add(slug, `<${name}>`, written)
  for (const attribute of Object.keys(attribs)) {
    if (!ATTRIBUTES.has(attribute)) continue
    const called = attribute === 'loading' ? 'loading-attribute' : attribute
    add(`html-${called}`, `the attribute ${attribute}`, new RegExp(`\\s${attribute}\\s*=`, 'i'))
  }
  if (name === 'a' && /^mailto:/i.test(attribs.href ?? ''))
    add('html-mailto-links', 'mailto:', /mailto:/i)
  if (name === 'a' && attribs.href?.startsWith('#')) add('html-anchor-links', '#…', /href="#/)
  if (name === 'meta' && attribs.name === 'color-scheme')
    add('html-meta-color-scheme', '<meta name="color-scheme">', /name="color-scheme"/)
  const source = name === 'img' ? (attribs.src ?? '').split(/[?#]/)[0] : undefined
  if (source === undefined) return
  // The message's own parts are named by file and host.
  const path = source.startsWith('cid:') ? source.replace(/@.*$/, '') : source
  for (const [ending, format] of FORMATS) {
    const found = ending.exec(path.toLowerCase())
    if (found)
      add(format === 'image-' ? `image-${found[1]}` : format, path, new RegExp(escaped(path)))
  }
}
