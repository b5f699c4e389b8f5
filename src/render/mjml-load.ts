// MJML, loaded without what no letter of ours asks of it: styles are inlined by our own inliner, and nothing is
// beautified or minified. Five libraries for that are three quarters of all that it loads; each is put off until
// somebody does ask (mj-html-attributes wants cheerio), and then it is the library itself.

import Module, { createRequire } from 'node:module'

interface MjmlResult {
  readonly html: string
  readonly errors: readonly { line: number; message: string; tagName: string }[]
}
export type Mjml = (source: string, options: object) => Promise<MjmlResult>

const PUT_OFF = ['juice', 'cheerio', 'htmlnano', 'js-beautify', 'cssnano-preset-lite']

const require = createRequire(import.meta.url)
let loaded: Mjml | undefined

/** Loads MJML, which a caller may do while it waits for something else. */
export function loadMjml(): Mjml {
  loaded ??= load()
  return loaded
}

function load(): Mjml {
  const path = require.resolve('mjml')
  const core = createRequire(createRequire(path).resolve('mjml-core'))
  for (const name of PUT_OFF) putOff(core, name)
  return require(path) as Mjml
}

/** Whoever requires it gets something that loads it when it is used. What was loaded before stays. */
function putOff(from: NodeJS.Require, name: string): void {
  const path = from.resolve(name)
  if (require.cache[path]) return
  const placeholder = new Module(path)
  placeholder.filename = path
  placeholder.loaded = true
  let real: unknown
  placeholder.exports = later(() => {
    if (real === undefined) {
      delete require.cache[path]
      real = from(name)
    }
    return real
  })
  require.cache[path] = placeholder
}

/** Stands for what `get` returns, which is asked for at the first call only. */
function later(get: () => unknown): unknown {
  return new Proxy(() => {}, {
    // Without __esModule the whole is its own default export, as all five are written.
    get: (_, key) =>
      key === '__esModule' ? undefined : later(() => (get() as Record<PropertyKey, unknown>)[key]),
    apply: (_, self, args) => Reflect.apply(get() as () => unknown, self, args),
  })
}
