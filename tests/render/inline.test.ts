import { expect, test } from 'vitest'
import { inlineStyles } from '../../src/render/inline/inline.ts'
import { readStyleSheet } from '../../src/render/inline/style-sheet.ts'

const inlined = (css: string, html: string) => inlineStyles(html, readStyleSheet(css))

test('an element gets what fits it, and nothing else of the text changes', () => {
  const html = '<!doctype html>\n<p class="a">1 &lt; 2 &copy;</p><P  id=x>x</P><br/><i>i</i>'
  expect(inlined('.a { color: red } #x { color: blue } br { clear: both }', html)).toBe(
    '<!doctype html>\n<p class="a" style="color:red">1 &lt; 2 &copy;</p><P  id=x style="color:blue">x</P><br style="clear:both"/><i>i</i>',
  )
})

test("the more specific rule wins, then the later, and the element's own style over both", () => {
  const css =
    '.a.b { color: red } .a { color: blue; margin: 0 } .a { margin: 1px } p { width: 3em }'
  expect(inlined(css, '<p class="a b" style="width: 2em">x</p>')).toBe(
    '<p class="a b" style="margin:1px;color:red;width:2em">x</p>',
  )
})

test("!important beats the element's own style", () => {
  expect(inlined('p { color: red !important }', '<p style="color:blue">x</p>')).toBe(
    '<p style="color:red">x</p>',
  )
})

test('a shorthand of less weight comes before the longhand that refines it', () => {
  expect(inlined('.a { padding-top: 4px } p { padding: 0 }', '<p class="a">x</p>')).toBe(
    '<p class="a" style="padding:0;padding-top:4px">x</p>',
  )
})

test('a fallback stays beside what it is the fallback of', () => {
  const css = 'p { background: #fff; background: linear-gradient(red, blue) }'
  expect(inlined(css, '<p>x</p>')).toBe(
    '<p style="background:#fff;background:linear-gradient(red, blue)">x</p>',
  )
})

test('selectors with combinators, attributes and places among siblings', () => {
  const css = `
    ul > li { a: 1 } ul li:last-child { b: 2 } li + li { c: 3 } li:first-child { d: 4 }
    a[href^="mailto:"] { e: 5 } li:not(.x) { f: 6 }`
  expect(inlined(css, '<ul><li class="x">1</li><li><a href="mailto:a@b">2</a></li></ul>')).toBe(
    '<ul><li class="x" style="a:1;d:4">1</li><li style="a:1;c:3;f:6;b:2"><a href="mailto:a@b" style="e:5">2</a></li></ul>',
  )
})

test('strings and addresses in a value may hold what ends a declaration', () => {
  const css = `p { font-family: "A; B", serif; background: url("data:image/png;base64,a==") }`
  expect(inlined(css, '<p>x</p>')).toBe(
    `<p style="font-family:'A; B', serif;background:url('data:image/png;base64,a==')">x</p>`,
  )
})

test('Word gets as attributes what it does not read in styles', () => {
  const css = 'td { width: 50%; text-align: right; vertical-align: top; background-color: #eee }'
  expect(inlined(css, '<table><tr><td>x</td></tr></table>')).toBe(
    '<table><tr><td style="width:50%;text-align:right;vertical-align:top;background-color:#eee" width="50%" align="right" valign="top" bgcolor="#eee">x</td></tr></table>',
  )
  expect(inlined('img { width: 10px; height: auto }', '<img width="99" height="40" src="a">')).toBe(
    '<img width="10" height="40" src="a" style="width:10px;height:auto">',
  )
})

test('an attribute is found as one, not in the text of another', () => {
  expect(inlined('p { color: red }', `<p title=' style="x" ' style='a:b'>x</p>`)).toBe(
    `<p title=' style="x" ' style="color:red;a:b">x</p>`,
  )
})

test('comments, and what only Outlook reads in them, stay as they are', () => {
  const html = '<!--[if mso]><p>x</p><![endif]--><!-- <p> --><style>p{}</style><p>y</p>'
  expect(inlined('/* p { a: b } */ p { color: red }', html)).toBe(
    '<!--[if mso]><p>x</p><![endif]--><!-- <p> --><style>p{}</style><p style="color:red">y</p>',
  )
})

test('what cannot be written into an element is named, with its place', () => {
  const css =
    'p { a: b }\n@media print { p { a: c } }\na:hover { a: d }\np::before { a: e }\np { a: f }'
  const { unwritable, rules } = readStyleSheet(css)
  expect(unwritable.map(({ at, what }) => [css.slice(0, at).split('\n').length, what])).toEqual([
    [2, '@media'],
    [3, '"a:hover"'],
    [4, '"p::before"'],
  ])
  expect(rules.get('p')).toHaveLength(2)
})
