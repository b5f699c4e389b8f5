// MJML, loaded without what no letter of ours asks of it: styles are inlined by our own inliner, and nothing is
// beautified or minified. Five libraries for that are three quarters of all that it loads; each is put off until
// somebody does ask (mj-html-attributes wants cheerio), and then it is the library itself. So is lodash/fp, a second
// lodash, of which MJML takes five functions.

import Module, { createRequire } from 'node:module'

interface MjmlResult {
  readonly html: string
  readonly errors: readonly { line: number; message: string; tagName: string }[]
}
export type Mjml = (source: string, options: object) => Promise<MjmlResult>

const PUT_OFF = ['juice', 'cheerio', 'htmlnano', 'js-beautify', 'cssnano-preset-lite']

type Step = (value: unknown) => unknown
const valuesOf = (list: object): unknown[] => Object.values(list ?? {})

/** What MJML calls of lodash/fp as soon as it is loaded; whatever else it asks of it is lodash's own. */
const FP: Readonly<Record<PropertyKey, unknown>> = {
  identity: (value: unknown) => value,
  flow: (...steps: (Step | readonly Step[])[]) => {
    const all = steps.flat()
    return (value: unknown) => all.reduce((made, step) => step(made), value)
  },
  filter: (wanted: Step) => (list: object) => valuesOf(list).filter((each) => wanted(each)),
  map: (make: Step) => (list: object) => valuesOf(list).map((each) => make(each)),
  join: (glue: string) => (list: readonly unknown[]) => list.join(glue),
}

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
  putOff(core, 'lodash/fp', FP)
  return require(path) as Mjml
}

/**
 * Whoever requires it gets something that loads it when it is used. What was loaded before stays.
 * @param own what needs no library.
 */
function putOff(
  from: NodeJS.Require,
  name: string,
  own: Readonly<Record<PropertyKey, unknown>> = {},
): void {
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
  }, own)
  require.cache[path] = placeholder
}

/** Stands for what `get` returns, which is asked for at the first call only. */
function later(get: () => unknown, own: Readonly<Record<PropertyKey, unknown>> = {}): unknown {
  return new Proxy(() => {}, {
    // Without __esModule the whole is its own default export, as all five are written.
    get: (_, key) => {
      if (key === '__esModule') return undefined
      if (Object.hasOwn(own, key)) return own[key]
      return later(() => (get() as Record<PropertyKey, unknown>)[key])
    },
    apply: (_, self, args) => Reflect.apply(get() as () => unknown, self, args),
  })
}
