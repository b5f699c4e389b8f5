import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

/** In a process of its own: what is loaded once stays. */
const inProcess = (code: string) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
    encoding: 'utf8',
  })

const LETTER = `
  import { loadMjml } from './src/render/mjml-load.ts'
  import { createRequire } from 'node:module'
  const mjml = loadMjml()
  const letter = (head, options) => mjml('<mjml><mj-head>' + head + '</mj-head><mj-body><mj-section><mj-column>' +
    '<mj-text css-class="a"><p>Hello</p></mj-text></mj-column></mj-section></mj-body></mjml>', options)
  const { cache } = createRequire(import.meta.url)
  const has = (name) => Object.keys(cache).some((path) => path.includes('/node_modules/' + name + '/lib/'))
`

it('makes a letter without the libraries that it has no use for', () => {
  const said = inProcess(`${LETTER}
    const { html } = await letter('', { fonts: {} })
    const second = Object.keys(cache).some((path) => path.endsWith('/lodash/fp/_baseConvert.js'))
    console.log(html.includes('Hello'), has('mjml-core'), has('undici'), has('juice'), second)`)
  expect(said).toBe('true true false false false\n')
})

it('loads them as soon as a letter asks for them', () => {
  const said = inProcess(`${LETTER}
    const attributes = await letter('<mj-html-attributes><mj-selector path=".a p"><mj-html-attribute name="data-x">7' +
      '</mj-html-attribute></mj-selector></mj-html-attributes>', {})
    const inlined = await letter('<mj-style inline="inline">p { color: red }</mj-style>', {})
    const plain = await letter('', {})
    const minified = await letter('', { minify: true })
    const beautified = await letter('', { beautify: true })
    console.log(attributes.html.includes('<p data-x="7">'), inlined.html.includes('<p style="color: red;">'),
      minified.html.length < plain.html.length, beautified.html !== plain.html, has('juice'))`)
  expect(said).toBe('true true true true true\n')
})

it('gives what lodash/fp gives, by functions of its own where MJML calls them', () => {
  const said = inProcess(`
    import { loadMjml } from './src/render/mjml-load.ts'
    import { createRequire } from 'node:module'
    const core = createRequire(createRequire(import.meta.resolve('mjml')).resolve('mjml-core'))
    const fp = (from) => from('lodash/fp')
    const calls = ({ flow, filter, map, join, identity, capitalize }) => JSON.stringify([
      flow(filter(identity), join(' '))(['a', undefined, '', 'b']),
      flow(filter((each) => each.on), map((each) => each.name))({ a: { on: true, name: 'A' }, b: { name: 'B' } }),
      flow([(text) => text + '1', (text) => text + '2'])('x'), flow([])('x'), capitalize('word'),
    ])
    loadMjml()
    const ours = calls(fp(core))
    const path = core.resolve('lodash/fp')
    delete core.cache[path]
    console.log(ours === calls(fp(core)), ours)`)
  expect(said).toBe('true ["a b",["A"],"x12","x","Word"]\n')
})
