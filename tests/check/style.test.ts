import { selectAll } from 'css-select'
import { describe, expect, it } from 'vitest'
import { readSheet } from '../../src/check/html/css.ts'
import { readHtml } from '../../src/check/html/document.ts'
import { matchedRules } from '../../src/check/html/matches.ts'
import { mediaHolds, sheetsOf, stylesOf } from '../../src/check/html/style.ts'

const HTML = `<body><div class="a b" id="x"><p class="b">one <a href="#">two</a></p></div><p dir="rtl">three</p></body>`

describe('a rule of a style sheet', () => {
  it.each([
    ...['p', '.b', '.a.b', 'p.b', 'div p', 'div > .b', '.a > p a', '#x', '#x .b', '*', '[dir]'],
    ...[
      'p[dir=rtl]',
      '[dir="rtl"]',
      'div + p',
      ':not(.b)',
      'p:first-child',
      'P',
      'a, .b',
      '.missing',
    ],
  ])('is about the elements that its selector matches: %s', (selector) => {
    const document = readHtml(HTML)
    const [matched] = matchedRules(document, [readSheet(`${selector} { color: red }`)])
    const found = new Set(matched?.found.map(([element]) => element))
    expect(found).toEqual(new Set(selectAll(selector, document)))
  })

  it('is about nothing where nobody can tell, or the letter is at rest', () => {
    for (const selector of ['p:hover', 'p::before', 'p:is(', ':unknown-thing(x)']) {
      const [matched] = matchedRules(readHtml(HTML), [readSheet(`${selector} { color: red }`)])
      expect(matched?.found ?? []).toEqual([])
    }
  })
})

describe('a look', () => {
  const lookAt = (html: string, scheme: 'light' | 'dark' = 'light', width = 640) => {
    const document = readHtml(html)
    const look = stylesOf(document, sheetsOf(document))({ scheme, width })
    const find = (selector: string) => selectAll(selector, document)[0] as never
    return { look, find }
  }

  it('goes by importance, then place, then specificity, then order', () => {
    const { look, find } = lookAt(`<style>
      #x { color: #010101 } .b { color: #020202 !important } p { color: #030303 } p { color: #040404 }
    </style><i id="x" class="b" style="color:#050505">a</i><p>b</p><i class="c" style="color:#060606">c</i>`)
    expect(look.value(find('#x'), 'color')).toBe('#020202')
    expect(look.value(find('p'), 'color')).toBe('#040404')
    expect(look.value(find('.c'), 'color')).toBe('#060606')
  })

  it('hands down what is handed down, and nothing else', () => {
    const { look, find } = lookAt(
      '<div style="color:#123456;background:#ffffff;font-size:20px"><p style="font-size:1.5em">a<b>b</b></p></div>',
    )
    expect(look.value(find('b'), 'color')).toBe('#123456')
    expect(look.value(find('b'), 'background-color')).toBeUndefined()
    expect(look.fontSize(find('b'))).toBe(30)
    expect(look.isBold(find('b'))).toBe(true)
  })

  it('is another in the dark, and at another width', () => {
    const html = `<style>
      p { color: #111111 }
      @media (prefers-color-scheme: dark) { p { color: #eeeeee } }
      @media only screen and (max-width: 480px) { p { font-size: 20px } }
    </style><p>a</p>`
    const dark = lookAt(html, 'dark')
    expect(dark.look.value(dark.find('p'), 'color')).toBe('#eeeeee')
    const phone = lookAt(html, 'light', 375)
    expect(phone.look.fontSize(phone.find('p'))).toBe(20)
    expect(phone.look.value(phone.find('p'), 'color')).toBe('#111111')
  })

  it('holds a condition only where it can be told', () => {
    const at = { scheme: 'light', width: 400 } as const
    expect(
      ['screen', 'all and (min-width: 300px)', '(max-width:25em)', 'print, screen'].filter(
        (c) => !mediaHolds(c, at),
      ),
    ).toEqual([])
    expect(
      [
        'print',
        '(min-width: 500px)',
        'not screen',
        '(hover)',
        '(prefers-color-scheme: dark)',
      ].filter((c) => mediaHolds(c, at)),
    ).toEqual([])
  })

  it('hides what is hidden by itself or by what is around it', () => {
    const { look, find } = lookAt(
      '<div style="display:none"><p>a</p></div><b style="max-height:0;overflow:hidden">b</b><i hidden>c</i><u style="opacity:0">d</u><s>e</s>',
    )
    for (const hidden of ['p', 'b', 'i', 'u'])
      expect(look.isHidden(find(hidden)), hidden).toBe(true)
    expect(look.isHidden(find('s'))).toBe(false)
  })
})
