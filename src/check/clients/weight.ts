// What it matters where a client does not support a feature. Not caniemail's data but a judgement, made once:
// a letter is read in the old Outlook too, and most of what that lacks nobody misses.

/**
 * Nobody misses it: it makes a letter better where it works, and MJML and most letters are made on that. Not told.
 */
const HARMLESS = new Set([
  // What a client is told about itself, or what only works where somebody points or listens.
  ...slugs(
    'css',
    'at-media,at-media-prefers-color-scheme,at-media-prefers-reduced-motion,at-media-hover,at-media-device-pixel-ratio,at-media-orientation,at-supports,color-scheme,comments,cursor,outline,outline-offset,pseudo-class-hover,pseudo-class-active,pseudo-class-focus,pseudo-class-focus-visible,pseudo-class-focus-within,pseudo-class-visited,pseudo-class-link,pseudo-class-lang,user-select,resize,scroll-snap,accent-color',
  ),
  // A finer look: corners, spacing, breaks.
  ...slugs(
    'css',
    'border-radius,border-collapse,border-spacing,caption-side,display-none,empty-cells,font-kerning,font-stretch,font-size-adjust,hyphens,hyphenate-character,hyphenate-limit-chars,important,letter-spacing,max-height,max-width,min-height,min-width,orphans,widows,overflow,overflow-wrap,sytem-ui,table-layout,tab-size,text-decoration-color,text-decoration-line,text-decoration-skip-ink,text-decoration-style,text-decoration-thickness,text-underline-offset,text-underline-position,text-justify,text-align-last,text-transform,text-wrap,visibility,white-space-collapse,word-break,word-spacing,word-wrap,opacity,height',
  ),
  // Rules that a letter's inline styles stand in for.
  ...slugs(
    'css',
    'selector-adjacent-sibling,selector-attribute,selector-chaining,selector-child,selector-class,selector-descendant,selector-general-sibling,selector-grouping,selector-id,selector-type,selector-universal,pseudo-class-first-child,pseudo-class-last-child,pseudo-class-nth-child,pseudo-class-first-of-type,pseudo-class-last-of-type,pseudo-class-not',
  ),
  // What listening needs; where it is dropped there is nothing to write instead.
  ...slugs(
    'html',
    'aria-describedby,aria-hidden,aria-label,aria-labelledby,aria-live,role,lang,dir,abbr,acronym,address,bdi,dfn,body,doctype,comments,style,meta-color-scheme,target,loading-attribute,wbr,cellpadding,cellspacing,width,height,del,small,strike,hidden,ruby,rp,rt',
  ),
])

/** The letter comes apart, or says less, where it is missing. */
const HARMFUL = new Set([
  ...slugs(
    'css',
    'display-flex,display-grid,flex-direction,flex-wrap,align-items,justify-content,gap,grid-template,position,left-right-top-bottom,inset,float,column-count,column-layout-properties,clip-path,mask-image,shape-outside,object-fit,object-position,transform,writing-mode,z-index,aspect-ratio',
  ),
  // The value is dropped with its whole declaration.
  ...slugs(
    'css',
    'variables,function-clamp,function-max,function-min,function-light-dark,unit-calc,unit-ch,unit-vh,unit-vmax,unit-vmin,unit-vw,unit-rem,unit-initial,intrinsic-size,modern-color,nesting,at-import',
  ),
  ...slugs(
    'css',
    'background-image,background-blend-mode,mix-blend-mode,filter,pseudo-element-before,pseudo-element-after,pseudo-element-marker,margin-inline-block,margin-inline-start-end,margin-block-start-end,padding-inline-block,padding-inline-start-end,padding-block-start-end,border-inline-block,border-inline-block-individual,border-inline-block-longhand,inline-size,block-inline-size',
  ),
  ...slugs(
    'html',
    'audio,video,object,svg,form,input-checkbox,input-hidden,input-radio,input-reset,input-submit,input-text,select,textarea,button-reset,button-submit,dialog,popover,meter,progress,marquee,image-maps,base,link,anchor-links,background,picture',
  ),
  ...slugs('image', 'apng,avif,base64,bmp,hdr,heif,ico,mp4,svg,tiff,webp'),
])

function slugs(family: string, names: string): string[] {
  return names.split(',').map((name) => `${family}-${name}`)
}

/** `harmful` is a warning, `slight` a note, of `harmless` nothing is said. */
export function weightOf(slug: string): 'harmful' | 'slight' | 'harmless' {
  return HARMFUL.has(slug) ? 'harmful' : HARMLESS.has(slug) ? 'harmless' : 'slight'
}

/** Every feature that is judged here, for the test that holds the lists to the data. */
export const JUDGED: readonly string[] = [...HARMFUL, ...HARMLESS]
